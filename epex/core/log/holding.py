"""What a merge holds back: events that stay in the log and change no state, unless a person lets them count.

A `network.merged` names them before they come; a `network.conflict_applied` on the stream of one of them lets it count
from there on. All of this is read from the log alone, so whatever is built from the log anew comes out the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Engine, Row, func, select

from epex.core.log.envelope import Envelope
from epex.core.log.schema import EVENTS

MERGED = "network.merged"
APPLIED = "network.conflict_applied"
TOGETHER = 500


class _Merged(msgspec.Struct):
    held: list[str] = []


class _Applied(msgspec.Struct):
    held: str


@dataclass(frozen=True, slots=True)
class _Merge:
    position: int
    is_foreign: bool
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """The events that are held back at one moment, by their ids."""

    ids: frozenset[str] = frozenset()
    undone: int = field(default=0, compare=False)


class Holding:
    """Reads what merges hold back, and reads it again only when something was recorded on the network's stream."""

    def __init__(self, engine: Engine) -> None:
        """Read through a connection of its own each time."""
        self._engine = engine
        self._stream = ""
        self._version = 0
        self._merges: tuple[_Merge, ...] = ()
        self.now = Held()

    def at(self, upto: int | None = None) -> Held:
        """Give what is held back by the merges up to a position, or by all."""
        self._look()
        if upto is None or not self._merges or self._merges[-1].position <= upto:
            return self.now
        return Held(_ids(merge for merge in self._merges if merge.position <= upto))

    def undone(self) -> int:
        """Count the events that counted here until a merge brought word that they are held back."""
        self._look()
        return self.now.undone

    def original(self, payload: bytes) -> Row[Any] | None:
        """Find the event that a person lets count; None when the log does not hold it."""
        try:
            sought = msgspec.json.decode(payload, type=_Applied).held
        except msgspec.DecodeError:
            return None
        with self._engine.connect() as connection:
            return connection.execute(select(EVENTS).where(EVENTS.c.event_id == sought)).first()

    def _look(self) -> None:
        with self._engine.connect() as connection:
            if not self._stream:
                first = select(EVENTS.c.stream_id).order_by(EVENTS.c.position).limit(1)
                self._stream = connection.execute(first).scalar() or ""
            newest = select(func.max(EVENTS.c.version)).where(EVENTS.c.stream_id == self._stream)
            version = connection.execute(newest).scalar() or 0
            if version == self._version:
                return
            query = select(EVENTS.c.position, EVENTS.c.origin_base, EVENTS.c.payload)
            found = query.where(EVENTS.c.stream_id == self._stream, EVENTS.c.type == MERGED)
            rows = connection.execute(found.order_by(EVENTS.c.position)).all()
            self._merges = tuple(
                _Merge(row.position, row.origin_base is not None, held_by(row.payload)) for row in rows
            )
            self.now = Held(_ids(self._merges), sum(self._undone(connection)))
            self._version = version

    def _undone(self, connection: Any) -> Iterator[int]:
        for merge in self._merges:
            held = sorted(merge.held) if merge.is_foreign else []
            for some in _portions(held):
                query = select(func.count()).where(EVENTS.c.event_id.in_(some), EVENTS.c.position < merge.position)
                yield connection.execute(query).scalar_one()


def as_applied(applied: Envelope, original: Envelope) -> Envelope:
    """Give the envelope of an event that counts from the place where a person let it count; whose it is, stays."""
    return replace(
        original,
        position=applied.position,
        event_id=applied.event_id,
        version=applied.version,
        recorded_at=applied.recorded_at,
        command_id=applied.command_id,
        ordinal=applied.ordinal,
        correlation_id=applied.correlation_id,
        causation_id=original.event_id,
    )


def _ids(merges: Iterable[_Merge]) -> frozenset[str]:
    return frozenset(identity for merge in merges for identity in merge.held)


def held_by(payload: bytes) -> frozenset[str]:
    """Read which events a merge holds back."""
    try:
        return frozenset(msgspec.json.decode(bytes(payload), type=_Merged).held)
    except msgspec.DecodeError:
        # A damaged event holds nothing back; its verification names it.
        return frozenset()


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + TOGETHER] for start in range(0, len(ids), TOGETHER))
