"""Recorders on SQLAlchemy Core that keep eventsourcing's contracts, on SQLite and PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from threading import Condition
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
    Subscription,
)
from msgspec import structs
from sqlalchemy import Connection, Engine, Row, func, select
from sqlalchemy import exc as errors

from epex.core.log.database import WRITING, driven, lock_for_writing, reserve_positions
from epex.core.log.envelope import METADATA, Envelope, leaf_hash, stamp
from epex.core.log.schema import EVENTS

POLL_SECONDS = 0.1
# The hot writes go by the driver's cursor, which takes rows as they are.
INSERT = (
    f"INSERT INTO events ({', '.join(METADATA)}, payload, payload_hash)"  # noqa: S608 - the schema's own names
    f" VALUES ({', '.join('?' * len(METADATA))}, ?, ?)"
)
# The index is taken as the row is written: the write lock is held, so leaves are dense.
NEXT_LEAF = (
    "INSERT INTO leaves (leaf_index, position, hash)"
    " SELECT coalesce(max(leaf_index), -1) + 1, CAST(? AS bigint), ? FROM leaves"
)
NEWEST = "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1"


@dataclass(frozen=True, eq=False)
class EnvelopedEvent(Notification):
    """A stored event with its envelope; it equals a stored event that stores the same."""

    envelope: Envelope

    def __eq__(self, other: object) -> bool:
        """Compare what eventsourcing's contract knows."""
        return isinstance(other, StoredEvent) and _contract(self) == _contract(other)

    def __hash__(self) -> int:
        """Hash what is compared."""
        return hash(_contract(self))


def enveloped(envelope: Envelope, payload: bytes) -> EnvelopedEvent:
    """Pair an envelope with its payload."""
    return EnvelopedEvent(
        originator_id=envelope.stream_id,
        originator_version=envelope.version,
        topic=envelope.type,
        state=payload,
        id=envelope.position,
        envelope=envelope,
    )


def from_row(row: Row[Any]) -> EnvelopedEvent:
    """Read one row of the log."""
    return enveloped(Envelope.from_row(row), bytes(row.payload))


def now() -> str:
    """Read the machine's clock, in the log's notation."""
    return stamp(datetime.now(UTC))


class StreamRecorder(AggregateRecorder):
    """Write events with their ledger leaves, and read streams."""

    def __init__(self, engine: Engine) -> None:
        """Work on a database whose tables are there."""
        self.engine = engine
        self._writing = engine.execution_options(**WRITING)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record events as one unit."""
        self._insert(stored_events, kwargs.get("recorded_at") or now())
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read a stream in the order of its versions."""
        query = select(EVENTS).where(EVENTS.c.stream_id == str(originator_id))
        if gt is not None:
            query = query.where(EVENTS.c.version > gt)
        if lte is not None:
            query = query.where(EVENTS.c.version <= lte)
        query = query.order_by(EVENTS.c.version.desc() if desc else EVENTS.c.version).limit(limit)
        with self.engine.connect() as connection:
            return [from_row(row) for row in connection.execute(query)]

    def _insert(self, stored_events: Sequence[StoredEvent], recorded_at: str) -> list[int]:
        if not stored_events:
            return []
        with translated(), self._writing.begin() as connection:
            lock_for_writing(connection)
            placed = place(connection, stored_events, recorded_at)
            rows, leaves = zip(*map(rows_of, placed), strict=True)
            connection.exec_driver_sql(driven(INSERT, connection.dialect), list(rows))
            connection.exec_driver_sql(driven(NEXT_LEAF, connection.dialect), list(leaves))
        return [event.id for event in placed]


class LogRecorder(StreamRecorder, ApplicationRecorder):
    """Record the application sequence as well: the log."""

    def __init__(self, engine: Engine) -> None:
        """Work on a database whose tables are there."""
        super().__init__(engine)
        self.recorded = Condition()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Record events as one unit and return their positions."""
        positions = self._insert(stored_events, kwargs.get("recorded_at") or now())
        with self.recorded:
            self.recorded.notify_all()
        return positions

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Read the log in the order of positions."""
        query = select(EVENTS).order_by(EVENTS.c.position).limit(limit)
        if start is not None:
            query = query.where(EVENTS.c.position >= start if inclusive_of_start else EVENTS.c.position > start)
        if stop is not None:
            query = query.where(EVENTS.c.position <= stop)
        if topics:
            query = query.where(EVENTS.c.type.in_(topics))
        with self.engine.connect() as connection:
            return [from_row(row) for row in connection.execute(query)]

    def max_notification_id(self) -> int | None:
        """Give the last position, or None for an empty log."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.max(EVENTS.c.position))).scalar()

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Follow the log, also when other processes write to it."""
        return Following(self, gt, topics)


class Following(Subscription[ApplicationRecorder]):
    """Yield notifications as they are recorded; it looks again when told or ten times a second."""

    def __init__(self, recorder: LogRecorder, gt: int | None, topics: Sequence[str]) -> None:
        """Begin after a position."""
        super().__init__(recorder, gt, topics)
        self._recorded = recorder.recorded
        self._waiting: list[Notification] = []

    def stop(self) -> None:
        """End the iteration, also while it waits."""
        super().stop()
        with self._recorded:
            self._recorded.notify_all()

    def __next__(self) -> Notification:
        """Return the next notification, waiting for it."""
        while not self._has_been_stopped:
            if self._waiting:
                notification = self._waiting.pop(0)
                self._last_notification_id = notification.id
                return notification
            self._look()
        raise StopIteration

    def _look(self) -> None:
        start = self._last_notification_id or 0
        found = self._recorder.select_notifications(start, 500, topics=self._topics, inclusive_of_start=False)
        self._waiting = list(found)
        if not found:
            with self._recorded:
                self._recorded.wait(POLL_SECONDS)


@contextmanager
def translated() -> Iterator[None]:
    """Raise eventsourcing's errors for the database's."""
    try:
        yield
    except errors.IntegrityError as error:
        raise IntegrityError(str(error.orig)) from error
    except errors.OperationalError as error:
        raise OperationalError(str(error.orig)) from error


def place(connection: Connection, stored: Sequence[StoredEvent], recorded_at: str) -> list[EnvelopedEvent]:
    """Give events their positions and the moment, under the write lock; time never goes back."""
    moment = max(recorded_at, connection.exec_driver_sql(NEWEST).scalar() or "")
    positions = reserve_positions(connection, len(stored))
    return [
        enveloped(structs.replace(_envelope(event), position=position, recorded_at=moment), event.state)
        for event, position in zip(stored, positions, strict=True)
    ]


def rows_of(event: EnvelopedEvent) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Lay an event out as a row of the log and one of the ledger."""
    payload_hash = sha256(event.state).digest()
    row = (*structs.astuple(event.envelope), event.state, payload_hash)
    return row, (event.id, leaf_hash(event.envelope, payload_hash))


def _envelope(stored: StoredEvent) -> Envelope:
    if isinstance(stored, EnvelopedEvent):
        return stored.envelope
    return Envelope(stream_id=str(stored.originator_id), version=stored.originator_version, type=stored.topic)


def _contract(stored: StoredEvent) -> tuple[object, ...]:
    return (str(stored.originator_id), stored.originator_version, stored.topic, stored.state)
