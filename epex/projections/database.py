"""Connections to the views: fast and disposable on SQLite, shared on PostgreSQL."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import StaticPool

from epex.core.decision import Refused
from epex.core.log.database import write_ahead

WRITING = {"epex_writes": True}
MEMORY = ":memory:"
BUSY_SECONDS = 60
APPLICATION_ID = 0x65706578
CACHE_KILOBYTES = 65_536
FORMAT = 1
BESIDE = ("-wal", "-shm", "-journal")
MARKED, MARKS = ("application_id", "user_version"), [APPLICATION_ID, FORMAT]
MARKING = [f"PRAGMA {name} = {mark}" for name, mark in zip(MARKED, MARKS, strict=True)]
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
# What PostgreSQL says when a lock is not to be had in time, or two processes wait for each other.
CONTENDED = ("55P03", "40P01")
DAMAGE = {10: "IOERR", 11: "CORRUPT", 26: "NOTADB"}
LACKING = ("no such table", "no such column", "has no column", "vtable constructor failed")


def is_shared(address: str) -> bool:
    """Tell a server's address from a file's."""
    return address.startswith("postgresql")


def open_engine(address: str) -> sa.Engine:
    """Open the database at a path, `:memory:` or a `postgresql://` address; a stranger's file is thrown away."""
    if is_shared(address):
        scheme, rest = address.split("://", 1)
        # As the log's.
        return sa.create_engine(f"{scheme.split('+')[0]}+psycopg://{rest}", pool_pre_ping=True)
    if address == MEMORY:
        return _listen(sa.create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}))
    _make_file(Path(address))
    if not _is_ours(address):
        discard(address)
        _make_file(Path(address))
    return _listen(_sqlite(address))


def discard(address: str) -> None:
    """Throw away the files of a disposable database."""
    if address == MEMORY:
        return
    for suffix in (*BESIDE, ""):
        Path(address + suffix).unlink(missing_ok=True)


def replace(address: str) -> None:
    """Put an empty database in the place of a disposable one; there is always one or the other."""
    if address == MEMORY:
        return
    fresh = f"{address}.new"
    discard(fresh)
    open_engine(fresh).dispose()
    for suffix in BESIDE:
        Path(address + suffix).unlink(missing_ok=True)
    Path(fresh).replace(address)


def empty_unused(address: str) -> bool:
    """Empty a database that nobody else has open; tell whether it was so.

    It stays the same file: who opens it meanwhile waits. One that took its place would share its journal's name with
    the one that others are about to read (sqlite.org/howtocorrupt.html).
    """
    try:
        with closing(sqlite3.connect(address, timeout=0)) as connection, closing(sqlite3.connect(MEMORY)) as empty:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
            # The journal can only be left while nobody else is connected.
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            for statement in MARKING:
                empty.execute(statement)
            empty.backup(connection)
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        replace(address)
    return True


def is_damage(error: BaseException) -> bool:
    """Tell a database that cannot be read from one that is only busy."""
    cause = getattr(error, "orig", None)
    code = getattr(cause, "sqlite_errorcode", 0) or 0
    return code & 0xFF in DAMAGE or any(lack in str(cause) for lack in LACKING)


def is_contended(error: Exception) -> bool:
    """Tell whether somebody else's lock was in the way."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in CONTENDED


def _sqlite(address: str) -> sa.Engine:
    return sa.create_engine(
        sa.URL.create("sqlite", database=address), connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )


def _listen(engine: sa.Engine) -> sa.Engine:
    event.listen(engine, "connect", _make_fast)
    event.listen(engine, "begin", _begin)
    return engine


def _make_file(path: Path) -> None:
    try:
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        # Closing a file that is there would let go of this process's locks on it (sqlite.org/howtocorrupt.html).
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
    except OSError as error:
        message = f"The views cannot be written at {path}; make the folder writable or name another in epex.toml."
        raise Refused(message) from error


def _is_ours(address: str) -> bool:
    engine = _listen(_sqlite(address))
    try:
        # Whoever only reads does not wait for those who write.
        with engine.connect() as connection:
            if not _is_empty(connection):
                return _marks(connection) == MARKS
        with engine.execution_options(**WRITING).begin() as connection:
            empty = _is_empty(connection)
            for statement in MARKING if empty else ():
                connection.exec_driver_sql(statement)
            return empty or _marks(connection) == MARKS
    except sa.exc.DBAPIError as error:
        if is_damage(error):
            return False
        message = f"The views at {address} cannot be opened ({error.orig}); make their folder writable."
        raise Refused(message) from error
    finally:
        engine.dispose()


def _is_empty(connection: sa.Connection) -> bool:
    return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()


def _marks(connection: sa.Connection) -> list[int]:
    return [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in MARKED]


def _make_fast(connection: Any, _record: object) -> None:
    # The driver would start its own deferred transactions; `_begin` decides instead.
    connection.isolation_level = None
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    # What was erased may not stay behind in free pages.
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("epex_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
