"""What one reader may see of events: which of them, and of each what it says to this reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any, cast

from epex.core.log.canonical import from_json
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.registry import key_subject, shape_of
from epex.core.log.vault import is_cell
from epex.core.reader import EVALUATION, Reader
from epex.core.sealed import SEALED
from epex.projections.details.visit import shown_place
from epex.projections.hiding import ids_in, without_hidden
from epex.projections.readable import readable
from epex.projections.reading import Reading
from epex.projections.runner import Views

PLACE = ("document_version", "start", "end")


class Sight:
    """What one reader may see of events, and of the texts and names in them."""

    def __init__(self, views: Views, reader: Reader) -> None:
        """Read as somebody."""
        self._reader = reader
        self._reading = Reading(views, reader)

    def shown(self, facts: Sequence[Fact]) -> list[tuple[Fact, dict[str, Any]]]:
        """Choose the events that the reader may see, with what they say to this reader."""
        if not facts:
            return []
        seen = readable(self._reading, facts[0].position - 1, facts[-1].position)
        visible = [(fact, _plain(fact), _owners(fact)) for fact in facts if fact.position in seen]
        named = {identity for _, said, _ in visible for identity in ids_in(said)}
        there = self._reading.titles(named.union(*(owners.values() for _, _, owners in visible))).keys()
        closed = self._closed([fact for fact, _, _ in visible])
        found = []
        for fact, said, owners in visible:
            where = _where(said, closed[fact.stream]) if fact.stream in closed else {}
            hidden = self._hidden(fact, owners, there).union(name for name, words in where.items() if not words)
            kept = {name: value for name, value in {**said, **where}.items() if name not in hidden}
            found.append((fact, without_hidden(kept, there)))
        return found

    def said(self, fact: Fact) -> dict[str, Any]:
        """Give what one event says to the reader; nothing if it is hidden."""
        return dict(shown[0][1]) if (shown := self.shown([fact])) else {}

    def _hidden(self, fact: Fact, owners: Mapping[str, str], there: Collection[str]) -> set[str]:
        """Name the fields with what is confided to others, and with words of documents that are hidden."""
        confided = () if EVALUATION in self._reader.grants else _confided(fact)
        strange = (name for name, owner in owners.items() if owner != fact.stream and owner not in there)
        document = getattr(fact.event, "document", "")
        return {*confided, *strange, *(PLACE if document and document not in there else ())}

    def _closed(self, facts: Sequence[Fact]) -> dict[str, str]:
        """Give the precision of the places that the reader may not see whole: a visit says how much of it is shown."""
        self._reading.need("visits")
        visits = {fact.stream for fact in facts if fact.subject == "visit"}
        rows = self._reading.among(self._reading.table("visit"), visits, ("id", "place_precision", "author"))
        may_read = self._reader.may_read
        return {row["id"]: row["place_precision"] for row in rows if not may_read(f"pair:{row['id']}", row["author"])}


def _where(said: Mapping[str, Any], precision: str) -> dict[str, str]:
    """Tell of a place, as one event says it, what everybody may know."""
    words = {name: said.get(name) or "" for name in ("place", "region")}
    return shown_place({**words, "place_precision": precision})


def _plain(fact: Fact) -> dict[str, Any]:
    if isinstance(fact.event, UnknownEvent):
        payload = cast("dict[str, Any]", from_json(fact.event.payload))
        return {name: SEALED if is_cell(value) else value for name, value in payload.items()}
    # What a class keeps aside are hashes, and ids of what not everybody may read.
    aside: frozenset[str] = getattr(fact.event, "aside", frozenset())
    parts = (one.name for one in fields(cast("Any", fact.event)))
    return {name: getattr(fact.event, name) for name in parts if name not in aside}


def _confided(fact: Fact) -> list[str]:
    if isinstance(fact.event, UnknownEvent):
        return []
    return [name for name, mark in shape_of(type(fact.event)).sealed.items() if mark.wrapping == EVALUATION]


def _owners(fact: Fact) -> dict[str, str]:
    """Name whose each sealed text is."""
    if isinstance(fact.event, UnknownEvent):
        return {}
    marks = shape_of(type(fact.event)).sealed
    return {name: key_subject(fact.stream, fact.event, mark).partition("/")[0] for name, mark in marks.items()}
