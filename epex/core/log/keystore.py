"""The file `keys.db`: wrapped data keys, the heads that were signed, and secrets of work that is under way."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from epex.core.decision import Refused

PRIVATE_FILE = 0o600
BUSY_SECONDS = 60
PARTS = {"keys", "tombstones", "wrappings", "heads", "restored", "registers", "pending"}

SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    subject TEXT PRIMARY KEY,
    wrapping TEXT NOT NULL,
    wrapped BLOB,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
    destroyed_at TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS tombstones ON keys (subject, destroyed_at) WHERE destroyed_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS wrappings (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS heads (
    size INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    peaks BLOB NOT NULL,
    leaf BLOB NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS restored (at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))) STRICT;
CREATE TABLE IF NOT EXISTS registers (hash BLOB PRIMARY KEY) STRICT;
CREATE TABLE IF NOT EXISTS pending (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
"""


class KeyStore:
    """A private SQLite file that overwrites what it deletes."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises Refused when it cannot be read.
        """
        self.path = path
        # Closing a file that is there would let go of this process's locks on it (sqlite.org/howtocorrupt.html).
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        try:
            with self.connected() as connection:
                if not _is_complete(connection):
                    connection.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            instead = "move the file away, then bring it back from the backup of the keys"
            raise Refused(f"The keys in {path} cannot be read ({error}); {instead}.") from error
        self._seen = self._state()

    def others_wrote(self) -> bool:
        """Tell whether the file was written to since this was asked, by anybody but this object."""
        before, self._seen = self._seen, self._state()
        return self._seen != before

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that commits each statement."""
        with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            # A commit here is the deletion of the journal, and only EXTRA lets that last through a power cut.
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in one durable transaction; whatever is raised in it leaves all as it was.

        Raises Refused when the file cannot be written.
        """
        try:
            with self.connected() as connection:
                connection.execute("BEGIN IMMEDIATE")
                is_known, version = self._state() == self._seen, _version(connection)
                yield connection
                connection.execute("COMMIT")
                own = self._state()
                # The version tells commits of others, so none of them hides behind this one.
                if is_known and _version(connection) == version:
                    self._seen = own
        except sqlite3.OperationalError as error:
            message = f"The keys cannot be written ({error}); nothing was recorded. Check rights and free space."
            raise Refused(message) from error

    def _state(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_mtime_ns, found.st_size


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _is_complete(connection: sqlite3.Connection) -> bool:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")} >= PARTS
