"""Gather everything that is kept about one person, as far as whoever asks may read it."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from epex.app.access.masking import Mask
from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import names_of
from epex.app.erasing.forms import Finder
from epex.app.erasing.mentions import every_fact, words
from epex.core.decision import Refused
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.registry import shape_of
from epex.core.reader import OVERSEER
from epex.core.story import StoryChosen
from epex.projections.quotes import ORIGINS_TABLE
from epex.projections.readable import readable
from epex.projections.readers import reader_of
from epex.projections.reading import VIEWS, Reading
from epex.projections.table import Row

NOTES = (
    "Interviews are sealed from everybody but the evaluators; ask them for what they keep.",
    "Other people are masked: their names, ids and contacts do not belong to you.",
    "What was erased or withdrawn cannot be read any more, by anybody.",
)
OWN, NAMED, MENTIONED = "own", "named", "mentioned"


def everything(base: KnowledgeBase, person: str) -> Row:
    """Gather a person's own events, the records that name them, mentions, consents and quotes; others masked.

    What others wrote that the person may not read is only counted, as `withheld`. Raises Refused for anybody but the
    person and a data protection officer.
    """
    queries, reader = base.queries(), base.reader
    if reader.person != person and OVERSEER not in reader.roles:
        raise Refused("Only the person or a data protection officer may ask for everything; ask one of them.")
    row = queries.show(person)
    mask = _mask(base, person)
    named = {subject: _naming(base, subject, person) for subject in VIEWS if subject not in ("person", "quote")}
    theirs = Reading(base.views, reader_of(base.today, person))
    there = theirs.titles(row["id"] for rows in named.values() for row in rows)
    records = {subject: [mask.value(row) for row in rows if row["id"] in there] for subject, rows in named.items()}
    found = list(_events(base, person))
    may_read = readable(theirs, 0, base.log.head())
    events = [mask.value(event) for event in found if event["is_own"] or event["position"] in may_read]
    withheld = len(found) - len(events) + sum(map(len, named.values())) - sum(map(len, records.values()))
    return {
        "id": person,
        "title": row["title"],
        "as_of": base.day,
        "person": row,
        "notes": list(NOTES),
        "consents": records.pop("consent", []),
        "quotes": mask.value(_quotes(base, person)),
        "stories": mask.value(_stories(base, person)),
        "records": {subject: rows for subject, rows in records.items() if rows},
        "events": [event for event in events if event["relation"] != MENTIONED],
        "mentions": [event for event in events if event["relation"] == MENTIONED],
        "withheld": withheld,
    }


def _mask(base: KnowledgeBase, person: str) -> Mask:
    people = base.queries().listing("person")
    return Mask(person, names_of(base.log, person), (row["title"] for row in people if row["id"] != person))


def _naming(base: KnowledgeBase, subject: str, person: str) -> list[Row]:
    return [row for row in base.queries().listing(subject) if person in words(list(row.values()))]


def _quotes(base: KnowledgeBase, person: str) -> list[Row]:
    reading, queries = Reading(base.views, base.reader), base.queries()
    reading.need("quotes")
    given = [row["quote"] for row in reading.among(ORIGINS_TABLE, [person], ("quote",), key="giver")]
    return [queries.show(quote) for quote in reading.titles(given)]


def _stories(base: KnowledgeBase, person: str) -> list[Row]:
    """List the stories that the person tells, as far as they left the evaluation or the reader is of it."""
    told = {fact.stream for fact in every_fact(base.log) if _is_told_by(person, fact.event)}
    return [row for row in base.queries().listing("story") if row["id"] in told]


def _is_told_by(person: str, event: object) -> bool:
    return isinstance(event, StoryChosen) and event.words_of == person


def _events(base: KnowledgeBase, person: str) -> Iterator[Row]:
    finder = Finder(names_of(base.log, person))
    sentences = {row["position"]: row for row in base.queries().audit_log()}
    for fact in every_fact(base.log):
        shown = sentences.get(fact.position)
        if shown is None or isinstance(fact.event, UnknownEvent):
            continue
        relation = _relation(fact, person, finder)
        if relation:
            yield {
                **{name: shown[name] for name in ("position", "type", "stream_id", "recorded_at", "occurred_on")},
                "summary": shown["summary"],
                "relation": relation,
                "is_own": _is_own(fact, person),
                "texts": _texts(fact, relation, finder),
            }


def _relation(fact: Fact, person: str, finder: Finder) -> str:
    event: Any = fact.event
    if fact.stream == person or _is_said_by(fact, person):
        return OWN
    if any(person in words(getattr(event, field.name)) for field in fields(event)):
        return NAMED
    return MENTIONED if any(finder.finds(text) for _, text in _said(event)) else ""


def _is_own(fact: Fact, person: str) -> bool:
    """Tell whether the person said it, or asked for it: a request is theirs, whoever types the answer."""
    return _is_said_by(fact, person) or (fact.subject == "request" and getattr(fact.event, "person", "") == person)


def _is_said_by(fact: Fact, person: str) -> bool:
    words_of = getattr(fact.event, "words_of", "") or getattr(fact.event, "author", "")
    return person in (fact.envelope.actor, words_of)


def _texts(fact: Fact, relation: str, finder: Finder) -> dict[str, str]:
    told = dict(_said(fact.event))
    if relation == OWN:
        return told
    return {name: text for name, text in told.items() if finder.finds(text)} if relation == MENTIONED else {}


def _said(event: Any) -> Iterator[tuple[str, str]]:
    kind: Any = type(event)
    for name in shape_of(kind).sealed:
        if text := "\n\n".join(words(getattr(event, name) or "")):
            yield name, text
