"""The opponent of the log: the sqlite3 module with the same columns, keys and durability, and nothing else.

It gets rows that are ready to be written (the sealed payload included), so it pays neither for encoding nor sealing,
and it keeps no ledger. No store that offers as much can be faster with this database.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from bench.measuring import RUNS, seconds
from epex.core.log.schema import EVENTS

COLUMNS = [column.name for column in EVENTS.columns]
NAMES, MARKS = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
INSERT = f"INSERT INTO events ({NAMES}) VALUES ({MARKS})"  # noqa: S608 - the schema's own names
READ = f"SELECT {NAMES} FROM events ORDER BY position"  # noqa: S608 - as above
NEWEST = f"{READ} DESC LIMIT ?"
EVERY = -1
Rows = Sequence[tuple[Any, ...]]


def race(
    log: Path, count: int, ours: Callable[[int], object], theirs: Callable[[sqlite3.Connection, Rows], object]
) -> tuple[float, float]:
    """Let both write the same rows into tables of the same size, in turns; give the median rate of each.

    `ours` is told the number of the run and appends `count` events to the log; `theirs` gets the rows it made.
    """
    spent: tuple[list[float], list[float]] = ([], [])
    with raw_log(newest_rows(log)) as connection:
        for run in range(RUNS):
            spent[0].append(seconds(ours, run))
            spent[1].append(seconds(theirs, connection, newest_rows(log, count)))
    return count / median(spent[0]), count / median(spent[1])


@contextmanager
def raw_log(rows: Rows) -> Iterator[sqlite3.Connection]:
    """Make a table with rows in it, in WAL and FULL as the log is."""
    with (
        TemporaryDirectory(prefix="epex-bench-") as folder,
        closing(sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(str(CreateTable(EVENTS).compile(dialect=sqlite.dialect())))
        insert(connection, rows)
        yield connection


def insert(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows in one durable commit."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(INSERT, rows)
    connection.execute("COMMIT")


def newest_rows(path: Path, count: int = EVERY) -> Rows:
    """Read the last rows of a log, or all of them, in the order of positions."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(NEWEST, (count,)).fetchall()[::-1]
