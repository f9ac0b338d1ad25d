"""Databases are written out, and whoever is in the way is named."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from epex.app.erasing import databases
from epex.app.erasing.databases import settle
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
