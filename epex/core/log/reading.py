"""Read the log without the weight of recording: positions, facts, rows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, cast

import msgspec
from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.exc import DBAPIError

from epex.core.cycles import uncollected
from epex.core.decision import Refused
from epex.core.log.database import LAST, driven, hot_cursor
from epex.core.log.envelope import METADATA, WIDTH, Envelope, Fact, HeldEvent
from epex.core.log.holding import APPLIED, Held, Holding, as_applied, as_version
from epex.core.log.registry import Registry
from epex.core.log.schema import EVENTS

TOGETHER = 500
MARK = 8
UP_TO = "SELECT recorded_at, position FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1"
NEWEST = "SELECT position, event_id FROM events ORDER BY position DESC LIMIT 1"
UNREADABLE = (ValueError, TypeError, AttributeError, msgspec.MsgspecError)
LOG = (
    f"SELECT {', '.join(METADATA)}, payload FROM events"  # noqa: S608 - the schema's own names
    " WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"
)


class DamagedEvent(Refused):
    """Say which event cannot be read."""


class LogReader:
    """The log as facts, in the order of positions."""

    def __init__(self, engine: Engine, registry: Registry) -> None:
        """Read through a connection of its own each time."""
        self._engine = engine
        self._registry = registry
        self._core = registry.of_the_core()
        self._log_query = driven(LOG, engine)
        self.holding = Holding(engine)

    def head(self) -> int:
        """Give the last position, 0 when the log is empty."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(EVENTS.c.position))).scalar() or 0

    def newest(self) -> tuple[int, str]:
        """Give the position and the id of the last event, 0 and none when the log is empty."""
        with self._explaining(), self._engine.connect() as connection:
            position, event_id = connection.exec_driver_sql(NEWEST).one_or_none() or (0, "")
        return position, event_id

    def head_at(self, moment: str) -> int:
        """Give the last position recorded up to a moment (UTC, in the log's notation).

        In a log time never goes back, so the place is found by halving.
        """
        head, query = self.head(), driven(UP_TO, self._engine)
        with hot_cursor(self._engine) as cursor:

            def newest(position: int) -> tuple[str, int]:
                cursor.execute(query, (position,))
                return cast("tuple[str, int]", cursor.fetchone() or ("", 0))

            return newest(bisect_right(range(1, head + 1), moment, key=lambda position: newest(position)[0]))[1]

    def facts(
        self,
        after: int = 0,
        upto: int | None = None,
        limit: int = 1000,
        *,
        through: bool = False,
        foreign: bool = True,
    ) -> list[Fact]:
        """Read facts after a position, at most `limit`; `through` decodes what a merge holds back as well.

        Without `foreign`, events of other subjects than the core's are unknown, and nobody is asked for them.
        Raises DamagedEvent when a payload cannot be read.
        """
        registry = self._registry if foreign else self._core
        with uncollected():
            with self._explaining(), hot_cursor(self._engine) as cursor:
                cursor.execute(self._log_query, (after, LAST if upto is None else upto, limit))
                rows = [(Envelope(*row[:WIDTH]), row[WIDTH]) for row in cursor]
            return self._decoded(registry, rows, upto, through=through)

    def stream(self, stream_id: str, *, through: bool = False) -> list[Fact]:
        """Read one stream in the order of its versions; `through` decodes what a merge holds back as well."""
        query = select(EVENTS).where(EVENTS.c.stream_id == stream_id).order_by(EVENTS.c.version)
        return self._facts(query, through=through)

    def command(self, command_id: str, *, through: bool = False) -> list[Fact]:
        """Read what one command recorded; `through` decodes what a merge holds back as well."""
        query = select(EVENTS).where(EVENTS.c.command_id == command_id).order_by(EVENTS.c.ordinal)
        return self._facts(query, through=through)

    def known(self, event_ids: Sequence[str]) -> set[str]:
        """Tell which of some event ids are recorded already."""
        return self._among(EVENTS.c.event_id, event_ids)

    def stored(self, event_ids: Sequence[str]) -> dict[str, tuple[Envelope, bytes]]:
        """Read some events by their ids as they are stored: envelope and payload."""
        with self._engine.connect() as connection:
            return {
                row.event_id: (Envelope.from_row(row), bytes(row.payload))
                for some in _portions(event_ids)
                for row in connection.execute(select(EVENTS).where(EVENTS.c.event_id.in_(some)))
            }

    def marks(self, event_ids: Sequence[str]) -> tuple[str, ...]:
        """Name some events for good: by their ids, and by the version of each that counts now."""
        stored, counting = self.stored(event_ids), self.holding.at().versions
        return tuple(
            mark_of(one, counting[one].payload.encode() if one in counting else stored[one][1]) for one in event_ids
        )

    def marked(self, marks: Sequence[str]) -> list[Fact]:
        """Read events in the order in which they are named, in those versions, whatever merges hold back of them."""
        stored = self.stored([mark.partition(" ")[0] for mark in marks])
        found: list[tuple[Envelope, bytes]] = []
        for event_id, mark in ((mark.partition(" ")[0], mark) for mark in marks):
            if event_id in stored:
                envelope, payload = stored[event_id]
                others = self.holding.versions(event_id) if mark_of(event_id, payload) != mark else ()
                meant = next((one for one in others if mark_of(event_id, one.payload.encode()) == mark), None)
                found.append((as_version(envelope, meant), meant.payload.encode()) if meant else (envelope, payload))
        return self._decoded(self._registry, found, through=True)

    def origins(self, event_ids: Sequence[str]) -> dict[str, tuple[str | None, int]]:
        """Tell of recorded events which base recorded each first, None for this log's own, and at which position."""
        columns = (EVENTS.c.event_id, EVENTS.c.origin_base, EVENTS.c.origin_position, EVENTS.c.position)
        with self._engine.connect() as connection:
            return {
                row.event_id: (row.origin_base, row.origin_position or row.position)
                for some in _portions(event_ids)
                for row in connection.execute(select(*columns).where(EVENTS.c.event_id.in_(some)))
            }

    def known_commands(self, command_ids: Sequence[str]) -> set[str]:
        """Tell which of some commands are recorded already."""
        return self._among(EVENTS.c.command_id, command_ids)

    def versions(self, streams: Sequence[str]) -> dict[str, int]:
        """Tell the last version of each stream that is there."""
        found: dict[str, int] = {}
        with self._engine.connect() as connection:
            for some in _portions(streams):
                query = select(EVENTS.c.stream_id, func.max(EVENTS.c.version)).where(EVENTS.c.stream_id.in_(some))
                found |= {row[0]: row[1] for row in connection.execute(query.group_by(EVENTS.c.stream_id))}
        return found

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find where the events stand here that an event of another base names by their positions there.

        What that base had merged itself is left out, for its places are told nowhere.
        """
        if origin is None:
            return [*positions]
        there, found = EVENTS.c.origin_position, dict[int, int]()
        query = select(there, EVENTS.c.position).where(EVENTS.c.origin_base == origin)
        with self._engine.connect() as connection:
            begun = connection.execute(select(func.min(there)).where(EVENTS.c.origin_base == origin)).scalar() or 0
            for some in _portions([position for position in positions if position >= begun]):
                found |= {row[0]: row[1] for row in connection.execute(query.where(there.in_(some)))}
        # Before it branched, its places were those of this base as well.
        return [found.get(position, position) for position in positions if position < begun or position in found]

    def streams(self, subject: str) -> list[str]:
        """List the streams of a subject."""
        query = select(EVENTS.c.stream_id).where(EVENTS.c.stream_id.like(f"{subject}-%"), EVENTS.c.version == 1)
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(EVENTS.c.position)).scalars())

    def _among(self, column: ColumnElement[str], wanted: Sequence[str]) -> set[str]:
        with self._engine.connect() as connection:
            return {
                found
                for some in _portions(wanted)
                for found in connection.execute(select(column).where(column.in_(some))).scalars()
            }

    def _facts(self, query: Select[Any], *, through: bool = False) -> list[Fact]:
        with self._explaining(), self._engine.connect() as connection:
            rows = [(Envelope.from_row(row), row[WIDTH]) for row in connection.execute(query)]
        return self._decoded(self._registry, rows, through=through)

    def _decoded(
        self,
        registry: Registry,
        rows: Sequence[tuple[Envelope, bytes]],
        upto: int | None = None,
        *,
        through: bool = False,
    ) -> list[Fact]:
        with self._explaining():
            # After the rows: a merge that came meanwhile may have brought some of them.
            held = Held() if through else self.holding.at(upto)
        registry.prepare([payload for _, payload in rows])
        if held or through:
            return self._one_by_one(registry, rows, held)
        # Where nothing was ever held back, nobody let it count either.
        decode = registry.decode
        try:
            return [Fact(envelope, decode(envelope, payload)) for envelope, payload in rows]
        except UNREADABLE:
            return self._one_by_one(registry, rows, held)

    def _one_by_one(self, registry: Registry, rows: Iterable[tuple[Envelope, bytes]], held: Held) -> list[Fact]:
        """Decode events with what merges did to them, and name the one that cannot be read."""
        return [fact_of(registry, envelope, payload, self.holding, held) for envelope, payload in rows]

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            raise DamagedEvent(f"The log cannot be read ({cause}); run 'epex audit verify' to see why.") from error


def mark_of(event_id: str, payload: bytes) -> str:
    """Name one version of an event."""
    return f"{event_id} {sha256(payload).hexdigest()[:MARK]}"


def fact_of(registry: Registry, envelope: Envelope, payload: bytes, holding: Holding, held: Held) -> Fact:
    """Decode one event, as far as no merge holds it back.

    Raises DamagedEvent when the payload cannot be read.
    """
    if held.ids and envelope.event_id in held.ids:
        return Fact(envelope, HeldEvent(envelope.type, payload))
    if version := held.versions.get(envelope.event_id):
        envelope, payload = as_version(envelope, version), version.payload.encode()
    if envelope.type == APPLIED and (row := holding.original(payload)):
        original = Envelope.from_row(row)
        counting = fact_of(registry, original, row[WIDTH], holding, _without(held, original.event_id))
        return Fact(as_applied(envelope, counting.envelope), counting.event)
    try:
        return Fact(envelope, registry.decode(envelope, payload))
    except UNREADABLE as error:
        raise DamagedEvent(
            f"Event {envelope.position} cannot be read ({error}); run 'epex audit verify' to see what was changed."
        ) from error


def _without(held: Held, event_id: str) -> Held:
    return Held(held.ids - {event_id}, held.versions)


def _portions(wanted: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (wanted[start : start + TOGETHER] for start in range(0, len(wanted), TOGETHER))
