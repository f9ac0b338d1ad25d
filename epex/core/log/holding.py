"""What a merge holds back: events that stay in the log and change no state, unless a person lets them count.

A `network.merged` names them before they come; a `network.conflict_applied` on the stream of one of them lets it count
from there on. All of this is read from the log alone, so whatever is built from the log anew comes out the same.

Where two branches recorded one event in two versions, `network.version_found` carries both: the one that was recorded
first is read in its place, until a person lets the later one count.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from msgspec import structs
from sqlalchemy import Engine, Row, Select, func, select

from epex.core.log.canonical import canonical_json
from epex.core.log.database import driven, hot_cursor
from epex.core.log.envelope import Envelope
from epex.core.log.schema import EVENTS

MERGED = "network.merged"
APPLIED = "network.conflict_applied"
SETTLED = "network.conflict_settled"
FOUND = "network.version_found"
FIRST_STREAM = "SELECT stream_id FROM events ORDER BY position LIMIT 1"
NEWEST = "SELECT coalesce(max(version), 0) FROM events WHERE stream_id = ?"
TOGETHER = 500
Struct = TypeVar("Struct", bound=msgspec.Struct)


class _Merged(msgspec.Struct):
    held: list[str] = []


class _Applied(msgspec.Struct):
    held: str


class Version(msgspec.Struct, frozen=True):
    """One event as one branch recorded it: what of its envelope may differ, and its payload."""

    type: str
    schema_version: int
    occurred_on: str | None
    actor: str
    organisation: str | None
    visibility: str
    audience: str | None
    payload: str


class _Found(msgspec.Struct):
    conflict: str
    event: str
    first: str
    second: str


class _Settled(msgspec.Struct):
    held: tuple[str, ...]
    applied: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What a decision or a finding about versions says, where it stands here, and when it was first recorded."""

    position: int
    first: tuple[str, str]
    payload: bytes


@dataclass(frozen=True, slots=True)
class _Merge:
    position: int
    is_foreign: bool
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Held:
    """The events that are held back at one moment, by their ids."""

    ids: frozenset[str] = frozenset()
    versions: Mapping[str, Version] = field(default_factory=dict)
    undone: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        """Tell whether anything is held back, or read in another version."""
        return bool(self.ids or self.versions)


class Holding:
    """Reads what merges hold back, and reads it again only when something was recorded on the network's stream."""

    def __init__(self, engine: Engine) -> None:
        """Read through a connection of its own each time."""
        self._engine = engine
        self._stream = ""
        self._version = 0
        self._merges: tuple[_Merge, ...] = ()
        self._found: tuple[_Told, ...] = ()
        self._settled: tuple[_Told, ...] = ()
        self._newest = driven(NEWEST, engine)
        self.now = Held()

    def at(self, upto: int | None = None) -> Held:
        """Give what is held back by the merges up to a position, or by all."""
        self._look()
        places = (
            *(merge.position for merge in self._merges),
            *(one.position for one in (*self._found, *self._settled)),
        )
        last = max(places, default=0)
        if upto is None or last <= upto:
            return self.now
        return Held(_ids(merge for merge in self._merges if merge.position <= upto), self._versions(upto))

    def versions(self, event_id: str) -> list[Version]:
        """List the versions of an event of which branches recorded several."""
        self._look()
        found = (told for one in self._found if (told := _read(one.payload, _Found)) and told.event == event_id)
        return [read_version(written) for told in found for written in (told.first, told.second)]

    def undone(self) -> int:
        """Count the events that counted here until a merge brought word that they are held back."""
        self._look()
        return self.now.undone

    def original(self, payload: bytes) -> Row[Any] | None:
        """Find the event that a person lets count; None when the log does not hold it."""
        told = _read(payload, _Applied)
        if told is None:
            return None
        with self._engine.connect() as connection:
            return connection.execute(select(EVENTS).where(EVENTS.c.event_id == told.held)).first()

    def _look(self) -> None:
        with hot_cursor(self._engine) as cursor:
            if not self._stream:
                self._stream = (cursor.execute(FIRST_STREAM).fetchone() or ("",))[0]
            (version,) = cursor.execute(self._newest, (self._stream,)).fetchone()
        if version != self._version:
            self._read(version)

    def _read(self, version: int) -> None:
        with self._engine.connect() as connection:
            rows = connection.execute(self._of(MERGED)).all()
            self._merges = tuple(
                _Merge(row.position, row.origin_base is not None, held_by(row.payload)) for row in rows
            )
            self._found, self._settled = (
                tuple(map(_told, connection.execute(self._of(kind)))) for kind in (FOUND, SETTLED)
            )
            versions = self._versions()
            self.now = Held(_ids(self._merges), versions, sum(self._undone(connection)) + self._read_anew())
            self._version = version

    def _of(self, kind: str) -> Select[Any]:
        query = select(EVENTS).where(EVENTS.c.stream_id == self._stream, EVENTS.c.type == kind)
        return query.order_by(EVENTS.c.position)

    def _read_anew(self) -> int:
        """Count what may have changed how an event is read that was here already."""
        return len(self._found) + len(self._settled) if self._found else 0

    def _versions(self, upto: int | None = None) -> dict[str, Version]:
        """Choose for each event of which there are several versions the one that counts at a position."""
        if not self._found:
            return {}
        later = _applied(one for one in self._settled if upto is None or one.position <= upto)
        chosen: dict[str, list[str]] = {}
        out: dict[str, set[str]] = {}
        for one in sorted(self._found, key=lambda told: told.first):
            found = _read(one.payload, _Found)
            if found and (upto is None or one.position <= upto):
                chosen.setdefault(found.event, []).extend((found.first, found.second))
                out.setdefault(found.event, set()).add(found.first if found.conflict in later else found.second)
        return {event: _first(versions, out[event]) for event, versions in chosen.items()}

    def _undone(self, connection: Any) -> Iterator[int]:
        for merge in self._merges:
            held = sorted(merge.held) if merge.is_foreign else []
            for some in _portions(held):
                query = select(func.count()).where(EVENTS.c.event_id.in_(some), EVENTS.c.position < merge.position)
                yield connection.execute(query).scalar_one()


def as_version(envelope: Envelope, version: Version) -> Envelope:
    """Give the envelope of an event in one of its versions; its place stays."""
    parts = {name: getattr(version, name) for name in Version.__struct_fields__ if name != "payload"}
    return structs.replace(envelope, **parts)


def version_of(envelope: Envelope, payload: bytes) -> str:
    """Write down an event as it was recorded, for `network.version_found`."""
    parts = {name: getattr(envelope, name) for name in Version.__struct_fields__ if name != "payload"}
    return canonical_json({**parts, "payload": payload.decode()}).decode()


def read_version(written: str) -> Version:
    """Read what was written down."""
    return msgspec.json.decode(written, type=Version)


def as_applied(applied: Envelope, original: Envelope) -> Envelope:
    """Give the envelope of an event that counts from the place where a person let it count; whose it is, stays."""
    return structs.replace(
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


def _told(row: Row[Any]) -> _Told:
    return _Told(row.position, (row.origin_recorded_at or row.recorded_at, row.event_id), bytes(row.payload))


def _applied(settled: Iterable[_Told]) -> set[str]:
    """Name the conflicts in which the later version counts; of several decisions the first one does."""
    decided: dict[str, bool] = {}
    for one in sorted(settled, key=lambda told: told.first):
        if told := _read(one.payload, _Settled):
            decided.update({conflict: told.applied for conflict in told.held if conflict not in decided})
    return {conflict for conflict, applied in decided.items() if applied}


def _first(versions: Sequence[str], out: Collection[str]) -> Version:
    """Take the version that no decision speaks against."""
    return read_version(next((one for one in versions if one not in out), versions[0]))


def _ids(merges: Iterable[_Merge]) -> frozenset[str]:
    return frozenset(identity for merge in merges for identity in merge.held)


def held_by(payload: bytes) -> frozenset[str]:
    """Read which events a merge holds back."""
    told = _read(bytes(payload), _Merged)
    return frozenset(told.held if told else ())


def _read(payload: bytes, kind: type[Struct]) -> Struct | None:
    try:
        return msgspec.json.decode(payload, type=kind)
    except msgspec.DecodeError:
        # A damaged event holds nothing back; its verification names it.
        return None


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + TOGETHER] for start in range(0, len(ids), TOGETHER))
