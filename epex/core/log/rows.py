"""Read the log as the database holds it, unopened and unbelieved: what verification and proofs are made from."""

from collections.abc import Iterator
from sqlite3 import DatabaseError
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from epex.core.decision import Refused
from epex.core.log.envelope import METADATA
from epex.core.log.schema import EVENTS, LEAVES

Cells = tuple[Any, ...]
Pair = tuple[Cells | None, Cells | None]
PORTION = 1000
# No position is below one, and whatever stands there is to be seen.
BEFORE_ALL = -(1 << 62)
COLUMNS = (*METADATA, "payload", "payload_hash")
OF_EVENTS = f"SELECT {', '.join(COLUMNS)} FROM events WHERE position > {{}} ORDER BY position"  # noqa: S608 - names only
# By the index of the leaf: a condition on its position would let SQLite go through the whole ledger to keep this order.
OF_LEAVES = (
    "SELECT position, leaf_index, hash FROM leaves"  # noqa: S608 - numbers only
    f" WHERE leaf_index > coalesce((SELECT leaf_index FROM leaves WHERE position = {{}}), {BEFORE_ALL})"
    " ORDER BY leaf_index"
)
# The index on streams answers this alone: it is read once, and nothing is sorted.
OUT_OF_ORDER = """
SELECT position, version, expected FROM (
    SELECT position, version, row_number() OVER stream AS expected, lag(position) OVER stream AS before
    FROM events WINDOW stream AS (PARTITION BY stream_id ORDER BY version)
) AS streams WHERE version <> expected OR before > position ORDER BY position
"""


class Disorder(NamedTuple):
    """An event out of order in its stream."""

    position: int
    version: int
    expected: int


class RowReader:
    """The rows of events and leaves, in order and in portions."""

    def __init__(self, engine: Engine) -> None:
        """Read through a connection of its own each time."""
        self._engine = engine

    def pairs(self, after: int = BEFORE_ALL) -> Iterator[Pair]:
        """Yield every event after a position with its leaf, as one snapshot of the log holds them.

        An event is its metadata, payload and payload hash; a leaf its position, index and hash; a missing side is None.
        Raises Refused when the database cannot be read.
        """
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            try:
                yield from _paired(_cells(connection, OF_EVENTS, after), _cells(connection, OF_LEAVES, after))
            except (DatabaseError, DBAPIError) as error:
                connection.invalidate()
                raise _unreadable(error) from error

    def disorder(self) -> list[Disorder]:
        """Find the events whose version does not follow the one before in its stream, or that stand before that one."""
        with self._engine.connect() as connection:
            return [Disorder(*row) for row in connection.exec_driver_sql(OUT_OF_ORDER)]

    def leaves(self) -> list[bytes]:
        """Read the ledger: the hash of every leaf in order."""
        query = select(LEAVES.c.hash).order_by(LEAVES.c.leaf_index)
        with self._engine.connect() as connection:
            return [bytes(leaf) for leaf in connection.execute(query).scalars()]

    def leaf(self, index: int) -> tuple[int, bytes] | None:
        """Read one leaf: the position of its event, and its hash; None when there is none."""
        query = select(LEAVES.c.position, LEAVES.c.hash).where(LEAVES.c.leaf_index == index)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return (row.position, bytes(row.hash)) if row else None

    def recorded_after(self, position: int) -> str | None:
        """Tell when the first event after a position was recorded; None when there is none."""
        query = select(EVENTS.c.recorded_at).where(EVENTS.c.position > position).order_by(EVENTS.c.position).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def recorded_at(self, index: int) -> str | None:
        """Tell when the event of a leaf was recorded; None when there is none."""
        query = select(EVENTS.c.recorded_at).join(LEAVES, LEAVES.c.position == EVENTS.c.position)
        with self._engine.connect() as connection:
            return connection.execute(query.where(LEAVES.c.leaf_index == index)).scalar()

    def leaf_index(self, position: int) -> int | None:
        """Find the leaf of an event; None when it has none."""
        query = select(LEAVES.c.leaf_index).where(LEAVES.c.position == position)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def size(self) -> int:
        """Count the leaves, which have no gaps."""
        with self._engine.connect() as connection:
            last = connection.execute(select(func.max(LEAVES.c.leaf_index))).scalar()
        return 0 if last is None else int(last) + 1


def _cells(connection: Connection, query: str, after: int) -> Iterator[Cells]:
    try:
        for cells in _portions(connection, query.format(after)):
            after = cells[0] if type(cells[0]) is int else after
            yield cells
    except DatabaseError as error:
        if "decode" not in str(error):
            raise
        # Undecodable text is to become a named fault, not an exception of the driver.
        driver: Any = connection.connection.driver_connection
        driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            yield from _portions(connection, query.format(after))
        finally:
            driver.text_factory = str


def _portions(connection: Connection, query: str) -> Iterator[Cells]:
    if connection.dialect.name == "sqlite":
        # The rows as the driver gives them: an audit reads millions.
        yield from _fetched(connection.connection.driver_connection, query)
        return
    for portion in connection.execution_options(yield_per=PORTION).exec_driver_sql(query).partitions():
        yield from map(tuple, portion)


def _fetched(driver: Any, query: str) -> Iterator[Cells]:
    cursor = driver.execute(query)
    while portion := cursor.fetchmany(PORTION):
        yield from portion


def _paired(events: Iterator[Cells], leaves: Iterator[Cells]) -> Iterator[Pair]:
    event, leaf = next(events, None), next(leaves, None)
    while event and leaf:
        if event[0] == leaf[0]:
            yield event, leaf
            event, leaf = next(events, None), next(leaves, None)
        elif type(leaf[0]) is int and event[0] < leaf[0]:
            yield event, None
            event = next(events, None)
        else:
            yield None, leaf
            leaf = next(leaves, None)
    while event:
        yield event, None
        event = next(events, None)
    while leaf:
        yield None, leaf
        leaf = next(leaves, None)


def _unreadable(error: Exception) -> Refused:
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    return Refused(f"The log cannot be read ({reason}); bring it back from a backup with 'epex restore'.")
