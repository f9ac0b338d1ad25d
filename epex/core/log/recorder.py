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
from sqlalchemy import Engine, Row, func, select
from sqlalchemy import exc as errors

from epex.core.log.database import LAST, WRITING, driven, hot_cursor, lock_for_writing, reserve_positions
from epex.core.log.envelope import METADATA, WIDTH, Envelope, Prefixed, stamp
from epex.core.log.schema import EVENTS

POLL_SECONDS = 0.1
INSERT = (
    f"INSERT INTO events ({', '.join(METADATA)}, payload, payload_hash)"  # noqa: S608 - the schema's own names
    f" VALUES ({', '.join('?' * len(METADATA))}, ?, ?)"
)
INSERT_LEAF = "INSERT INTO leaves (leaf_index, position, hash) VALUES (?, ?, ?)"
END = (
    "SELECT (SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1),"
    " (SELECT coalesce(max(leaf_index), -1) + 1 FROM leaves)"
)
STREAM = (
    f"SELECT {', '.join(METADATA)}, payload FROM events"  # noqa: S608 - as above
    " WHERE stream_id = ? AND version > ? AND version <= ? ORDER BY version {} LIMIT ?"
)


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
        self._prefixed = Prefixed()

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
        bounds = (-1 if gt is None else gt, LAST if lte is None else lte, LAST if limit is None else limit)
        with translated(self.engine), hot_cursor(self.engine) as cursor:
            cursor.execute(driven(STREAM.format("DESC" if desc else "ASC"), self.engine), (str(originator_id), *bounds))
            return [enveloped(Envelope(*row[:WIDTH]), bytes(row[WIDTH])) for row in cursor]

    def _insert(self, stored_events: Sequence[StoredEvent], recorded_at: str) -> list[int]:
        if not stored_events:
            return []
        with translated(self.engine), self._writing.begin() as connection:
            lock_for_writing(connection)
            cursor = connection.connection.cursor()
            # Under the write lock, so that time never goes back and leaves are dense.
            newest, first_leaf = cursor.execute(END).fetchone()
            positions = reserve_positions(connection, len(stored_events))
            rows = rows_of(stored_events, positions, max(recorded_at, newest or ""))
            cursor.executemany(driven(INSERT, self.engine), rows)
            self._add_leaves(cursor, rows, first_leaf)
        return positions

    def _add_leaves(self, cursor: Any, rows: Sequence[tuple[Any, ...]], first: int) -> None:
        cursor.executemany(driven(INSERT_LEAF, self.engine), leaves_of(rows, first, self._prefixed))


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
def translated(engine: Engine) -> Iterator[None]:
    """Raise eventsourcing's errors for the database's, and for its driver's."""
    driver = engine.dialect.loaded_dbapi
    try:
        yield
    except (errors.IntegrityError, driver.IntegrityError) as error:
        raise IntegrityError(str(getattr(error, "orig", error))) from error
    except (errors.OperationalError, driver.OperationalError) as error:
        raise OperationalError(str(getattr(error, "orig", error))) from error


def rows_of(stored: Sequence[StoredEvent], positions: Sequence[int], moment: str) -> list[tuple[Any, ...]]:
    """Lay events out as rows of the log, at their positions and the moment."""
    return [
        (
            *structs.astuple(structs.replace(_envelope(event), position=position, recorded_at=moment)),
            event.state,
            sha256(event.state).digest(),
        )
        for event, position in zip(stored, positions, strict=True)
    ]


def leaves_of(rows: Sequence[tuple[Any, ...]], first: int, prefixed: Prefixed) -> list[tuple[Any, ...]]:
    """Lay out the leaves of events as rows of the ledger, from an index on."""
    return [(index, row[0], prefixed.leaf(row[:WIDTH], row[WIDTH + 1])) for index, row in enumerate(rows, start=first)]


def _envelope(stored: StoredEvent) -> Envelope:
    if isinstance(stored, EnvelopedEvent):
        return stored.envelope
    return Envelope(stream_id=str(stored.originator_id), version=stored.originator_version, type=stored.topic)


def _contract(stored: StoredEvent) -> tuple[object, ...]:
    return (str(stored.originator_id), stored.originator_version, stored.topic, stored.state)
