"""Connections to the log: durable on SQLite, serialised on PostgreSQL."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import SQLITE_BUSY, SQLITE_FULL, DatabaseError, OperationalError
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event

from epex.core.decision import Refused

# The name by which other rooms know it, for they do not know the library.
Database: TypeAlias = Engine
WRITING = {"epex_writes": True}
BUSY_SECONDS = 60
PAUSE_SECONDS = 0.02
FULL = 2
LAST = 2**63 - 1
NEXT_OF_SEQUENCE = "SELECT nextval(pg_get_serial_sequence('events', 'position')) FROM generate_series(1, %s)"
LAST_OF_SEQUENCE = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'"


class UnsafeLog(Refused):
    """Say that a database does not give the durability that the log needs."""


def connect(address: str | Path) -> Engine:
    """Open the database at a path or a `postgresql://` address.

    Raises UnsafeLog when SQLite does not keep the durable settings.
    """
    if isinstance(address, str) and address.startswith("postgresql"):
        scheme, rest = address.split("://", 1)
        # A server that was started anew meanwhile has ended the connections that are kept.
        return create_engine(f"{scheme.split('+')[0]}+psycopg://{rest}", pool_pre_ping=True)
    if "://" in str(address):
        raise UnsafeLog(
            f"'{address}' is no address of a log; write a path or postgresql://... under [log] in epex.toml."
        )
    # As a URL of its parts: in a text, a ? or % in the name of a folder would be read as something else.
    url = URL.create("sqlite", database=str(address))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _make_durable)
    event.listen(engine, "begin", _begin)
    return engine


def driven(statement: str, engine: Engine) -> str:
    """Write a statement with ? for its parameters as the driver of a database takes it."""
    return statement.replace("?", "%s") if engine.dialect.name == "postgresql" else statement


@contextmanager
def hot_cursor(engine: Engine) -> Iterator[Any]:
    """Give the driver's cursor, by which hot reads go: a statement costs a third of one through SQLAlchemy.

    Raises the driver's errors.
    """
    with engine.connect() as connection:
        yield connection.connection.cursor()


def lock_for_writing(connection: Connection) -> None:
    """Let one writer at a time in, so that the order of positions is the order of commits."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE events IN EXCLUSIVE MODE")


def reserve_positions(connection: Connection, count: int) -> list[int]:
    """Take the next positions; none is ever given twice."""
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        cursor.execute(NEXT_OF_SEQUENCE, (count,))
        return [int(position) for (position,) in cursor]
    (last,) = cursor.execute(LAST_OF_SEQUENCE).fetchone()
    return list(range(last + 1, last + count + 1))


def write_ahead(connection: Any) -> str:
    """Switch a driver's connection to the write-ahead log; give the mode it is in.

    While another writes without that log, SQLite answers "busy" at once instead of waiting (sqlite.org/wal.html).
    Raises sqlite3.DatabaseError, "busy" after BUSY_SECONDS.
    """
    last = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except OperationalError as error:
            if error.sqlite_errorcode & 0xFF != SQLITE_BUSY or time.monotonic() > last:
                raise
            time.sleep(PAUSE_SECONDS)


def _make_durable(connection: Any, _record: object) -> None:
    # The driver would start its own deferred transactions; `_begin` decides instead.
    connection.isolation_level = None
    try:
        mode = write_ahead(connection)
    except DatabaseError as error:
        raise UnsafeLog(f"The log cannot be opened ({error}); {_instead(error)}.") from error
    connection.execute("PRAGMA synchronous = FULL")
    level = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", FULL) and mode != "memory":
        raise UnsafeLog(f"The log's database is in mode {mode}/{level} instead of WAL/FULL; move it to a local disk.")


def _instead(error: DatabaseError) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF == SQLITE_FULL:
        return "its disk is full; free some space"
    if isinstance(error, OperationalError):
        return "see that its disk has room and its folder is writable"
    return "bring it back from a backup with 'epex restore FILE DIR'"


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("epex_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
