"""The rows of what can be searched: their tables, and what folds write into them."""

from collections.abc import Iterable, Mapping
from typing import Any

from epex.core.log.envelope import Fact
from epex.core.sealed import ERASED
from epex.projections.columns import access, founding, is_as_open, occurred_on
from epex.projections.table import Batch, Table

# `titles` by language; `texts` are lists of language, part and words. A language may be unknown: "".
# `organisations` are those that it touches, its own first. `noted_on` is the day it goes back to when it has no date.
DOCUMENTS_TABLE = Table(
    "documents",
    ("id",),
    {
        **dict.fromkeys(("id", "kind", "language", "setting", "label", "about", "side"), str),
        "position": int,
        "organisations": list,
        "titles": dict,
        "texts": list,
        "year": int | None,
        **dict.fromkeys(("occurred_on", "noted_on", "access", "author"), str),
    },
    indexes=(("position",),),
)
COUNTRIES_TABLE = Table(
    "document_countries", ("organisation",), dict.fromkeys(("organisation", "country", "access", "author"), str)
)
HOMES_TABLE = Table("document_homes", ("person",), {"person": str, "organisation": str})
MEETINGS_TABLE = Table("document_meetings", ("id",), dict.fromkeys(("id", "title", "access", "author"), str))
# The target rests on the source.
LINKS_TABLE = Table(
    "document_links", ("target", "source"), dict.fromkeys(("target", "source", "access", "author"), str)
)

Texts = list[list[str]]


def link(rows: Batch, fact: Fact, target: str, source: str, **readable: str) -> None:
    """Note that the target rests on the source, and who may know."""
    if source:
        rows[LINKS_TABLE].put({**circle_of(fact), "target": target, "source": source, **readable})


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
