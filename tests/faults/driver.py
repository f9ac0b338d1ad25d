"""Python's database interface over apsw, as far as SQLAlchemy and the keys need it: for the forgetful disk."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

# Raising the standard library's errors keeps every `except` of our own code true; SQLAlchemy asks for all of them.
from sqlite3 import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)
from typing import Any

import apsw

from tests.faults.disk import NAME

__all__ = ["DataError", "Error", "InterfaceError", "InternalError", "NotSupportedError", "ProgrammingError"]

paramstyle = "qmark"
Binary = memoryview
sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
Row = tuple[Any, ...]


class Connection:
    """A connection in which nothing begins by itself."""

    isolation_level: str | None = None
    text_factory: Any = str

    def __init__(self, path: str) -> None:
        """Open a database on the forgetful disk."""
        with translated():
            self._inner = apsw.Connection(path, vfs=NAME)

    def cursor(self) -> "Cursor":
        """Make a cursor."""
        return Cursor(self._inner)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "Cursor":
        """Run one statement."""
        return self.cursor().execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> "Cursor":
        """Run one statement for each row."""
        return self.cursor().executemany(statement, rows)

    def executescript(self, statements: str) -> "Cursor":
        """Run several statements."""
        return self.execute(statements)

    def commit(self) -> None:
        """Commit what was begun."""
        self._end("COMMIT")

    def rollback(self) -> None:
        """Take back what was begun."""
        self._end("ROLLBACK")

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        """Offer a function to SQL."""
        self._inner.create_scalar_function(name, function, count, deterministic=deterministic)

    def close(self) -> None:
        """Close, whatever still runs."""
        # As with SQLite's own driver: what cannot be written back now stays in its journal.
        with suppress(apsw.Error):
            self._inner.close(force=True)

    def _end(self, how: str) -> None:
        if self._inner.in_transaction:
            self.execute(how)


class Cursor:
    """The rows of one statement, all read at once."""

    arraysize = 1
    description: Sequence[Row] | None = None
    rowcount = -1
    lastrowid = 0

    def __init__(self, connection: apsw.Connection) -> None:
        """Stand on a connection."""
        self._connection = connection
        self._rows: list[Row] = []

    def execute(self, statement: str, values: Sequence[Any] = ()) -> "Cursor":
        """Run one statement."""
        return self._run(statement, [values])

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> "Cursor":
        """Run one statement for each row."""
        return self._run(statement, rows)

    def fetchone(self) -> Row | None:
        """Give the next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = arraysize) -> list[Row]:
        """Give the next rows."""
        given, self._rows = self._rows[:size], self._rows[size:]
        return given

    def fetchall(self) -> list[Row]:
        """Give all rows that are left."""
        return self.fetchmany(len(self._rows))

    def __iter__(self) -> Iterator[Row]:
        """Go through the rows that are left."""
        return iter(self.fetchall())

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []

    def _run(self, statement: str, rows: Iterable[Sequence[Any]]) -> "Cursor":
        with translated():
            before = self._connection.total_changes()
            cursor = self._connection.cursor()
            cursor.exec_trace = self._describe
            self._rows = [row for values in rows for row in cursor.execute(statement, tuple(values))]
            self.rowcount = self._connection.total_changes() - before
            self.lastrowid = self._connection.last_insert_rowid()
        return self

    def _describe(self, cursor: apsw.Cursor, _statement: str, _values: object) -> bool:
        self.description = [(*column, None, None, None, None, None)[:7] for column in cursor.get_description()] or None
        return True


def connect(path: object, timeout: float = 0, isolation_level: str | None = None, **_: object) -> Connection:
    """Open a database on the forgetful disk; nobody else is there to wait for."""
    del timeout
    connection = Connection(str(path))
    connection.isolation_level = isolation_level
    return connection


@contextmanager
def translated() -> Iterator[None]:
    """Raise the standard library's errors for apsw's."""
    try:
        yield
    except apsw.ConstraintError as error:
        raise IntegrityError(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise DatabaseError(str(error)) from error
    except apsw.Error as error:
        raise OperationalError(str(error)) from error
