"""What stands in a log's file and is none of epex: tables, indexes, views and triggers that somebody added."""

import sqlite3
from contextlib import closing
from pathlib import Path

from epex.core.decision import Refused
from epex.core.log.schema import METADATA as TABLES

OBJECTS = "SELECT type, name FROM sqlite_master WHERE type <> 'index' OR sql IS NOT NULL ORDER BY type DESC, name"
OF_SQLITE = "sqlite_"


def foreign_objects(path: Path) -> list[tuple[str, str]]:
    """List what is neither of the log nor SQLite's own, by kind and name; triggers and views come before tables.

    Raises sqlite3.DatabaseError when the file is no database.
    """
    return [(kind, name) for kind, name in _objects(path) if kind != "table" or not _is_own(name)]


def is_plain(path: Path) -> bool:
    """Tell whether a file holds the tables of a log and nothing else.

    Raises sqlite3.DatabaseError when it is no database.
    """
    return not foreign_objects(path) and {name for _, name in _objects(path)} >= set(TABLES.tables)


def leave_out_foreign(path: Path) -> None:
    """Take what is foreign out of a copy of a log, so that nothing of it is left in free pages.

    Raises Refused when that cannot be.
    """
    found = foreign_objects(path)
    if not found:
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        for kind, name in found:
            quoted = name.replace('"', '""')
            try:
                connection.execute(f'DROP {kind} IF EXISTS "{quoted}"')
            except sqlite3.DatabaseError as error:
                message = f"The log holds the {kind} {name}, which is not its own and cannot be left out ({error})"
                raise Refused(f"{message}; drop it there first.") from error


def _objects(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection.execute(OBJECTS).fetchall()


def _is_own(name: str) -> bool:
    return name in TABLES.tables or name.startswith(OF_SQLITE)
