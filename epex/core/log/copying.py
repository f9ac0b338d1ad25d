"""Copy a log into another database, row by row: positions, leaves and all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, insert, inspect, text

from epex.core.decision import Refused
from epex.core.log.database import WRITING, lock_for_writing
from epex.core.log.rows import COLUMNS, Pair, RowReader
from epex.core.log.schema import EVENTS, LEAVES, METADATA

Progress = Callable[[int], None]
PORTION = 1000
OF_LEAF = ("position", "leaf_index", "hash")
CLOSED = "closed_for_good"
CLOSE = f"""
CREATE TRIGGER {CLOSED} BEFORE INSERT ON events BEGIN
    SELECT RAISE(ABORT, 'this log was moved to a server; open the base again');
END
"""


def copy_rows(source: Engine, target: Engine, progress: Progress | None = None) -> int:
    """Bring over what the target lacks, as one snapshot of the source and in one transaction; return how many events.

    Raises Refused when the target holds something else than the beginning of the source.
    """
    with target.execution_options(**WRITING).begin() as connection:
        lock_for_writing(connection)
        last = _shared_end(source, target)
        copied = 0
        for portion in _portions(RowReader(source).pairs(last)):
            copied += _insert(connection, portion)
            if progress:
                progress(copied)
        _go_on_counting(connection, _counted(source))
    return copied


def missing_tables(engine: Engine) -> list[str]:
    """List the tables of the log that are not there."""
    return sorted(set(METADATA.tables) - set(inspect(engine).get_table_names()))


@contextmanager
def closing_for_good(engine: Engine) -> Iterator[None]:
    """Keep writers out of a local log meanwhile, and for good when nothing is raised."""
    with engine.execution_options(**WRITING).begin() as connection:
        yield
        connection.exec_driver_sql(CLOSE)


def is_closed(engine: Engine) -> bool:
    """Tell whether a local log was closed because it was moved."""
    query = text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = :name")
    with engine.connect() as connection:
        return connection.dialect.name == "sqlite" and bool(connection.execute(query, {"name": CLOSED}).scalar())


def reopen(engine: Engine) -> None:
    """Let a closed log be written to again."""
    with engine.execution_options(**WRITING).begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {CLOSED}")


def _shared_end(source: Engine, target: Engine) -> int:
    there = RowReader(target)
    size = there.size()
    if not size:
        return 0
    here = RowReader(source)
    if here.leaves()[:size] != there.leaves():
        raise Refused("That database holds another log; name an empty one.")
    end = here.leaf(size - 1)
    return end[0] if end else 0


def _portions(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while portion := list(islice(rest, PORTION)):
        yield portion


def _insert(connection: Connection, portion: Sequence[Pair]) -> int:
    events = [dict(zip(COLUMNS, event, strict=True)) for event, _ in portion if event]
    leaves = [dict(zip(OF_LEAF, leaf, strict=True)) for _, leaf in portion if leaf]
    for table, rows in ((EVENTS, events), (LEAVES, leaves)):
        if rows:
            connection.execute(insert(table), rows)
    return len(events)


def _counted(source: Engine) -> int:
    """Give the last position that was handed out, so that none is given twice."""
    query = "SELECT coalesce(max(position), 0) FROM events"
    if source.dialect.name == "sqlite":
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"
    with source.connect() as connection:
        return int(connection.exec_driver_sql(query).scalar_one())


def _go_on_counting(connection: Connection, last: int) -> None:
    given: dict[str, Any] = {"last": last}
    if not last:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('events', 'position'), :last)"), given)
    else:
        connection.execute(text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = 'events'"), given)
