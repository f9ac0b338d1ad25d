"""Gather everything that is kept about one person, as far as whoever asks may read it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from epex.app.access.masking import ANOTHER, Mask
from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import names_of
from epex.app.erasing.forms import Finder
from epex.app.erasing.mentions import every_fact, words
from epex.core.decision import Refused
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.registry import shape_of
from epex.core.person import PersonRegistered, PersonRevised
from epex.core.reader import EVALUATION, OVERSEER, Reader
from epex.core.sealed import ERASED, SEALED
from epex.core.story import StoryChosen
from epex.projections.queries import Queries
from epex.projections.quotes import ORIGINS_TABLE
from epex.projections.readers import reader_of
from epex.projections.reading import VIEWS, Reading
from epex.projections.sentences import sentence
from epex.projections.table import Row
from epex.projections.timeline import plain_fields

NOTES = (
    "Interviews, and stories of change before their release, are sealed from all but evaluators, who answer for them.",
    "Other people are masked: their names, ids and contacts do not belong to you.",
    "Masking covers rather one word too many than one too few, but cannot know people who were never recorded here.",
    "What you typed in for others is listed without the words that you may not read.",
    "What was erased or withdrawn cannot be read any more, by anybody.",
)
TELLERS_SEALED = (
    "Who tells a story of change cannot be read here, as the key for evaluation is elsewhere; the evaluators know "
    "which are this person's."
)
SHOWN = ("position", "type", "stream_id", "recorded_at", "occurred_on")
OWN, TYPED, NAMED, MENTIONED = "own", "typed", "named", "mentioned"


def everything(base: KnowledgeBase, person: str) -> Row:
    """Gather a person's own events, the records that name them, mentions, consents and quotes; others masked.

    What others wrote that the person may not read is only counted, as `withheld`. Raises Refused for anybody but the
    person and a data protection officer.
    """
    queries, reader = base.queries(), base.reader
    if reader.person != person and OVERSEER not in reader.roles:
        raise Refused("Only the person or a data protection officer may ask for everything; ask one of them.")
    row, handed = queries.show(person), Queries(base.views, _handed(base, person))
    mask = _mask(base, person)
    subjects = [subject for subject in VIEWS if subject not in ("person", "quote")]
    records = {subject: mask.value(_naming(handed, subject, person)) for subject in subjects}
    found = list(_events(base, handed, person, row["title"]))
    events = [mask.value(event) for event in found if event.pop("is_handed")]
    named = sum(len(_naming(queries, subject, person)) for subject in subjects)
    withheld = len(found) - len(events) + named - sum(map(len, records.values()))
    return {
        "id": person,
        "title": row["title"],
        "as_of": base.day,
        "person": row,
        "notes": [*NOTES, *([TELLERS_SEALED] if _are_tellers_sealed(base) else [])],
        "consents": records.pop("consent", []),
        "quotes": mask.value(_quotes(base, person)),
        "stories": mask.value(_stories(base, person)),
        "records": {subject: rows for subject, rows in records.items() if rows},
        "events": [event for event in events if event["relation"] != MENTIONED],
        "mentions": [event for event in events if event["relation"] == MENTIONED],
        "withheld": withheld,
    }


def _handed(base: KnowledgeBase, person: str) -> Reader:
    """Find who reads what is handed over: the person, as far as whoever asks may read it too."""
    theirs = reader_of(base.today, person)
    return replace(theirs, grants=theirs.grants - ({EVALUATION} - base.reader.grants))


def _mask(base: KnowledgeBase, person: str) -> Mask:
    """Know what everybody was ever called and reached by, whoever may read it now."""
    names: list[str] = []
    contacts: list[str] = []
    for fact in every_fact(base.log):
        if fact.stream != person and isinstance(fact.event, PersonRegistered | PersonRevised):
            names.append(fact.event.name or "")
            contacts.append(fact.event.contact or "")
    return Mask(person, _own(base, person), _open(names), _open(contacts), base.config.languages)


def _own(base: KnowledgeBase, person: str) -> list[str]:
    told = (fact.event for fact in base.log.stream(person, through=True))
    events = [event for event in told if isinstance(event, PersonRegistered | PersonRevised)]
    return _open(text or "" for event in events for text in (event.name, event.contact))


def _open(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if text not in ("", ERASED, SEALED)]


def _naming(queries: Queries, subject: str, person: str) -> list[Row]:
    return [row for row in queries.listing(subject) if person in words(list(row.values()))]


def _quotes(base: KnowledgeBase, person: str) -> list[Row]:
    reading, queries = Reading(base.views, base.reader), base.queries()
    reading.need("quotes")
    given = [row["quote"] for row in reading.among(ORIGINS_TABLE, [person], ("quote",), key="giver")]
    return [queries.show(quote) for quote in reading.titles(given)]


def _stories(base: KnowledgeBase, person: str) -> list[Row]:
    """List the stories that the person tells, as far as they left the evaluation or the reader is of it."""
    told = {fact.stream for fact in every_fact(base.log) if _is_told_by(person, fact.event)}
    rows = [row for row in base.queries().listing("story") if row["id"] in told]
    return [{**row, "released_to": row["visibility"] if row["status"] == "released" else ""} for row in rows]


def _are_tellers_sealed(base: KnowledgeBase) -> bool:
    released = {row["id"] for row in base.queries().listing("story")}
    chosen = (fact.event for fact in every_fact(base.log) if fact.stream in released)
    return any(isinstance(event, StoryChosen) and event.teller == SEALED for event in chosen)


def _is_told_by(person: str, event: object) -> bool:
    return isinstance(event, StoryChosen) and event.words_of == person


def _events(base: KnowledgeBase, handed: Queries, person: str, title: str) -> Iterator[Row]:
    """Give the events by the person, or that name or mention them, with `is_handed` for what they may have."""
    finder = Finder(names_of(base.log, person))
    seen = {row["position"] for row in base.queries().audit_log()}
    theirs = {row["position"]: row["summary"] for row in handed.audit_log()}
    authors: dict[str, str] = {}
    for fact in every_fact(base.log):
        is_asked = fact.position in seen or fact.envelope.actor == person == base.reader.person
        if not is_asked or isinstance(fact.event, UnknownEvent):
            continue
        author = _author(fact, authors)
        relation = _relation(fact, author, person, finder)
        if relation:
            may_read = author == person or fact.position in theirs
            yield {
                **{name: getattr(fact.envelope, name) for name in SHOWN},
                "summary": theirs.get(fact.position) or _bare(fact, person, title),
                "relation": relation,
                "is_own": author == person,
                "is_handed": may_read or relation == TYPED,
                "texts": _texts(fact, relation, finder) if may_read else {},
            }


def _author(fact: Fact, authors: dict[str, str]) -> str:
    """Tell whose an event is: its author's or, of a request, whoever asked; else that of who typed it in."""
    event: Any = fact.event
    names = ("person",) if fact.subject == "request" else ("words_of", "author")
    told = [getattr(event, name) for name in names if hasattr(event, name)]
    if told:
        authors.setdefault(fact.stream, next(filter(None, told), ""))
    return authors.get(fact.stream, fact.envelope.actor)


def _relation(fact: Fact, author: str, person: str, finder: Finder) -> str:
    event: Any = fact.event
    if person in (fact.stream, author):
        return OWN
    if fact.envelope.actor == person:
        return TYPED
    if any(person in words(getattr(event, field.name)) for field in fields(event)):
        return NAMED
    return MENTIONED if any(finder.finds(text) for _, text in _said(event)) else ""


def _bare(fact: Fact, person: str, title: str) -> str:
    """Say what happened without a title of anything, for whom may not read it."""
    event: Any = fact.event
    kind: Any = type(event)
    parts = {name: getattr(event, name) for name in plain_fields(kind)}
    told = {name: list(part) if isinstance(part, tuple) else part for name, part in parts.items()}
    row = {"actor": fact.envelope.actor, "stream_id": fact.stream, "type": event.type, "known": True, "parts": told}
    said = sentence(row, {person: title}, "")
    return said if fact.envelope.actor != person else f"{said} for {ANOTHER}"


def _texts(fact: Fact, relation: str, finder: Finder) -> dict[str, str]:
    told = dict(_said(fact.event))
    if relation in (OWN, TYPED):
        return told
    return {name: text for name, text in told.items() if finder.finds(text)} if relation == MENTIONED else {}


def _said(event: Any) -> Iterator[tuple[str, str]]:
    kind: Any = type(event)
    for name in shape_of(kind).sealed:
        if text := "\n\n".join(words(getattr(event, name) or "")):
            yield name, text
