"""Databases are written out, and whoever is in the way is named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from epex.app.erasing import databases
from epex.app.erasing.databases import held, settle
from epex.app.erasing.forms import Finder
from epex.core.decision import Refused


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "some.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE texts (text TEXT)")
    connection.close()
    return path


@pytest.fixture
def other(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    monkeypatch.setattr(databases, "BRIEFLY", 0.2)
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def test_settle_empties_the_journal(path: Path, other: sqlite3.Connection) -> None:
    other.execute("INSERT INTO texts VALUES ('waiting in the journal')")
    journal = path.with_name("some.db-wal")
    before = journal.stat().st_size

    settle(path)

    assert (before > 0, journal.stat().st_size) == (True, 0)
    assert b"waiting in the journal" in path.read_bytes()


@pytest.mark.parametrize("begin", ["BEGIN; SELECT * FROM texts", "BEGIN IMMEDIATE"])
def test_settle_names_the_database_that_somebody_uses(path: Path, other: sqlite3.Connection, begin: str) -> None:
    other.execute("INSERT INTO texts VALUES ('one')")
    for statement in begin.split("; "):
        other.execute(statement).fetchone()
    with sqlite3.connect(path, isolation_level=None, timeout=0) as writer:
        try:
            writer.execute("INSERT INTO texts VALUES ('two')")
        except sqlite3.OperationalError:
            assert begin == "BEGIN IMMEDIATE"

    with pytest.raises(Refused, match=r"Something still reads .*some\.db, so not all of it is written out; stop it"):
        settle(path)
    writer.close()


def test_settle_names_a_database_that_is_locked_as_a_whole(path: Path, other: sqlite3.Connection) -> None:
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(Refused, match="Something still reads"):
        settle(path)


def test_settle_leaves_no_row_where_it_lay_before_it_moved(path: Path) -> None:
    terms = [sha256(str(number).encode()).hexdigest()[:12] for number in range(9000)]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("CREATE TABLE counted (term TEXT PRIMARY KEY) WITHOUT ROWID")
        for start in range(0, len(terms), 100):
            with connection:
                some = [(term,) for term in terms[start : start + 100]]
                connection.executemany("INSERT OR IGNORE INTO counted VALUES (?)", some)

    settle(path)
    before = path.read_bytes()
    settle(path, packs=True)

    after = path.read_bytes()
    moved = [term for term in terms if before.count(term.encode()) > 1]
    assert (moved != [], [after.count(term.encode()) for term in moved]) == (True, [1] * len(moved))


def test_held_counts_what_a_full_text_index_keeps_but_not_what_it_only_gives(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(stems)")
        connection.execute("CREATE VIRTUAL TABLE places USING fts5vocab('found', 'instance')")
        connection.executemany("INSERT INTO found VALUES (?)", [("marmalade kettle",), ("kettle marmalade",)])

    # Each text as it was written, and the word once among the index's own.
    assert held(path, Finder(["marmalade"])) == 3
