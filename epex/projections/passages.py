"""Quoted words as they stand today: whether their document still says so, whose they are and where they were said."""

from collections.abc import Iterable
from dataclasses import dataclass

from epex.core.answers import document_text
from epex.core.evidence import standing
from epex.core.sealed import ERASED, SEALED
from epex.projections.evidence import PLACE
from epex.projections.meetings import MEETINGS_TABLE
from epex.projections.naming import shown_names
from epex.projections.reading import VIEWS, Reading, subject_of
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row

GONE = (ERASED, SEALED)


@dataclass(frozen=True, slots=True)
class Document:
    """The newest text of a document, None when it is gone, and whose words it holds."""

    text: str | None
    version: int
    person: str = ""
    organisation: str = ""
    about: str = ""
    side: str = ""


def documents(reading: Reading, ids: Iterable[str]) -> dict[str, Document]:
    """Find documents that can be quoted, among those that the reader may read."""
    wanted = set(ids)
    found: dict[str, Document] = {}
    for subject, read in (("reflection", _reflection), ("meeting", _meeting)):
        members = [identity for identity in wanted if subject_of(identity) == subject]
        if members:
            reading.need(VIEWS[subject])
            table = REFLECTIONS_TABLE if subject == "reflection" else MEETINGS_TABLE
            found |= {row["id"]: read(row) for row in reading.among(table, members)}
    return found


def passages(reading: Reading, links: Iterable[Row]) -> dict[tuple[str, str, int], Row]:
    """Tell of each link that quotes a document which the reader may read what it quotes, and how that stands today."""
    quoting = [link for link in links if link["document"]]
    there = documents(reading, {link["document"] for link in quoting})
    people = shown_names(reading, {document.person for document in there.values() if document.person})
    titles = reading.titles({each for one in there.values() for each in (one.organisation, one.about) if each})
    return {
        identity_of(link): _passage(link, there[link["document"]], people, titles)
        for link in quoting
        if link["document"] in there
    }


def identity_of(link: Row) -> tuple[str, str, int]:
    """Tell one link from all others."""
    return (link["target"], link["source"], link["position"])


def _passage(link: Row, document: Document, people: dict[str, str], titles: dict[str, str]) -> Row:
    now = standing(link["quote"], link["start"], None if link["quote"] in GONE else document.text)
    gone = now.state == "withdrawn" and link["quote"] != SEALED
    return {
        "passage": ERASED if gone else link["quote"] or None,
        **{name: link[name] for name in PLACE},
        "passage_hash": None if gone else link["passage_hash"] or None,
        "state": None if link["quote"] == SEALED else now.state,
        "now": None if now.start is None else {"version": document.version, "start": now.start, "end": now.end},
        "who": people.get(document.person, ""),
        "side": document.side,
        **_titled("organisation", document.organisation, titles),
        **_titled("about", document.about, titles),
    }


def _titled(name: str, identity: str, titles: dict[str, str]) -> Row:
    return {name: identity if identity in titles else "", f"{name}_title": titles.get(identity, "")}


def _reflection(row: Row) -> Document:
    text = document_text(row["answers"]) if row["answers"] and not row["status"] else None
    return Document(text, row["version"], row["person"], row["organisation"], row["about"], row["side"])


def _meeting(row: Row) -> Document:
    text = None if row["minutes"] in ("", *GONE) else row["minutes"]
    return Document(text, row["version"], about=row["id"])
