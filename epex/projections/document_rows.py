"""The rows of what can be searched: their tables, and what folds write into them."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from epex.core.log.envelope import Fact
from epex.core.sealed import ERASED
from epex.projections.columns import access, founding, is_as_open, occurred_on
from epex.projections.shades import take_away, tell
from epex.projections.table import Batch, Table

if TYPE_CHECKING:
    from epex.core.evidence import EvidenceLinked, EvidenceUnlinked

# `titles` by language; `texts` are lists of language, part and words. A language may be unknown: "".
# `organisations` are those that it touches, its own first. `noted_on` is the day it goes back to when it has no date.
DOCUMENTS_TABLE = Table(
    "documents",
    ("id",),
    {
        **dict.fromkeys(("id", "kind", "language", "setting", "label", "about", "side"), str),
        "position": int,
        "follow_up": int,
        "organisations": list,
        "titles": dict,
        "texts": list,
        "year": int | None,
        **dict.fromkeys(("occurred_on", "noted_on", "access", "author"), str),
        "shades": list,
    },
    indexes=(("position",),),
)
COUNTRIES_TABLE = Table(
    "document_countries", ("organisation",), dict.fromkeys(("organisation", "country", "access", "author"), str)
)
HOMES_TABLE = Table("document_homes", ("person",), {"person": str, "organisation": str})
MEETINGS_TABLE = Table("document_meetings", ("id",), dict.fromkeys(("id", "title", "access", "author"), str))
# The target rests on the source, as its readers know; `keys` are the pieces of evidence that say so.
LINKS_TABLE = Table(
    "document_links",
    ("target", "source", "access", "author"),
    {**dict.fromkeys(("target", "source", "access", "author"), str), "keys": list, "shades": list},
)
# For which readers something is known to rest on something.
CIRCLES_TABLE = Table("document_link_circles", ("target", "source"), {"target": str, "source": str, "circles": list})
# `waiting` is what a newer translation says while a reviewed one stands.
TRANSLATIONS_TABLE = Table(
    "document_translations",
    ("document", "language"),
    {"document": str, "language": str, "version": int, "reviewed": bool, "waiting": list},
)

Texts = list[list[str]]


def link(rows: Batch, fact: Fact, target: str, source: str, *keys: str, **readable: str) -> None:
    """Note that the target rests on the source, perhaps by a piece of evidence, and who may know."""
    if not source:
        return
    circle = {**circle_of(fact), **readable}
    where = (target, source, circle["access"], circle["author"])
    known = rows[LINKS_TABLE].get(where) or rows[LINKS_TABLE].table.blank
    ends = {"target": target, "source": source}
    rows[LINKS_TABLE].put({**known, **ends, **circle, "keys": [*known["keys"], *keys]})
    circles = [list(each) for each in _circles(rows, target, source)]
    if [*where[2:]] not in circles:
        rows[CIRCLES_TABLE].put({**ends, "circles": [*circles, [*where[2:]]]})


def link_evidence(rows: Batch, fact: Fact, event: "EvidenceLinked") -> None:
    """Note that something rests on a piece of evidence."""
    link(rows, fact, fact.stream, event.source, event.key)


def unlink_evidence(rows: Batch, fact: Fact, event: "EvidenceUnlinked") -> None:
    """Take a piece of evidence back; what rests on others of the same source still does."""
    unlink(rows, fact, event.source, event.means)


def unlink(rows: Batch, fact: Fact, source: str, means: Callable[[str], bool]) -> None:
    """Note that the target rests on the source no longer, but for pieces of evidence that are not meant."""
    for access_and_author in _circles(rows, fact.stream, source):
        where = (fact.stream, source, *access_and_author)
        known = rows[LINKS_TABLE].get(where)
        left = [key for key in known["keys"] if not means(key)] if known else []
        if left:
            tell(rows[LINKS_TABLE], fact, where, keys=left)
        else:
            take_away(rows[LINKS_TABLE], fact, where)


def open_link(rows: Batch, target: str, source: str, before: Mapping[str, str], access: str) -> None:
    """Let more readers know that the target rests on the source."""
    where = (target, source, before["access"], before["author"])
    known = rows[LINKS_TABLE].get(where)
    if known:
        rows[LINKS_TABLE].remove(where)
        rows[LINKS_TABLE].put({**known, "access": access})
        rows[CIRCLES_TABLE].extend((target, source), "circles", [access, before["author"]])


def _circles(rows: Batch, target: str, source: str) -> Iterable[tuple[str, str]]:
    known = rows[CIRCLES_TABLE].get((target, source))
    return [(access, author) for access, author in known["circles"]] if known else []


def circle_of(fact: Fact) -> dict[str, str]:
    """Say who may read an event."""
    return {"access": access(fact), "author": fact.envelope.actor}


def add_document(rows: Batch, fact: Fact, *, titles: Mapping[str, str], **columns: Any) -> None:
    """Add the document of a stream."""
    known = {name: value for name, value in founding(fact).items() if name != "recorded_at"}
    noted = {"kind": fact.subject, "noted_on": occurred_on(fact)}
    rows[DOCUMENTS_TABLE].put({**known, **noted, "titles": said(titles), **columns})


def change_words(rows: Batch, fact: Fact, **columns: Any) -> None:
    """Change the words of a document, so that an index follows."""
    rows[DOCUMENTS_TABLE].change(fact.stream, position=fact.position, **columns)


def say(rows: Batch, fact: Fact, language: str, parts: Mapping[str, str], *, more: bool = False) -> None:
    """Put words in the place of the same parts, or add `more`; what fewer people may read than the row stays out."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row and parts and is_as_open(fact, row):
        kept = [text for text in row["texts"] if more or text[1] not in parts]
        change_words(rows, fact, texts=[*kept, *texts(language, parts)])


def texts(language: str, parts: Mapping[str, str]) -> Texts:
    """Give parts the language they are in."""
    return [[language, part, words] for part, words in said(parts).items()]


def given(event: Any, names: Iterable[str]) -> dict[str, str]:
    """List the words that an event gives; lines become one text."""
    found = {name: getattr(event, name, None) for name in names}
    return said({name: words if isinstance(words, str) else "\n".join(words or ()) for name, words in found.items()})


def said(words: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is empty or was erased."""
    return {name: text for name, text in words.items() if text.strip() and text != ERASED}


def starting(day: str) -> dict[str, str]:
    """Give the date, if there is one."""
    return {"occurred_on": day} if day else {}


def first_language(labels: Mapping[str, str]) -> str:
    """Choose the language that a document in several goes by."""
    return "en" if "en" in labels else min(labels, default="")
