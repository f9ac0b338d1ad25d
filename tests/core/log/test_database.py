"""Connections to the log are durable, or refused."""

import sqlite3
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, text

from epex.core.log.database import UnsafeLog, _make_durable, connect
from epex.core.log.schema import create, is_created


def test_connect_keeps_wal_and_full(engine: Engine) -> None:
    with engine.connect() as connection:
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")]

    assert settings == ["wal", 2]


@pytest.mark.parametrize("name", ["what?", "a%20b", "a#b", "two words", "معرفة", "it's", "a&b=c"])
def test_connect_opens_the_file_that_was_named_and_no_other(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    engine = connect(tmp_path / name / "events.db")

    create(engine)

    engine.dispose()
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.db")] == [Path(name) / "events.db"]


def test_connect_waits_for_one_who_writes_without_the_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.3, other.close)
    done.start()

    with connect(path).connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    assert (mode, done.finished.is_set()) == ("wal", True)


def test_connect_says_that_the_disk_is_full() -> None:
    with pytest.raises(UnsafeLog, match="disk is full; free some space"):
        _make_durable(Full(), None)


class Full:
    """A driver's connection whose disk has no room; the error is SQLite's own."""

    isolation_level: str | None = ""

    def execute(self, _statement: str) -> None:
        connection = sqlite3.connect(":memory:")
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE filling (a)")


class Careless:
    """A driver's connection on a disk that cannot do WAL."""

    isolation_level: str | None = ""

    def execute(self, statement: str) -> "Careless":
        self.statement = statement
        return self

    def fetchone(self) -> tuple[object]:
        return ("delete",) if "journal" in self.statement else (2,)


def test_connect_refuses_a_disk_without_wal() -> None:
    with pytest.raises(UnsafeLog, match="delete/2 instead of WAL/FULL"):
        _make_durable(Careless(), None)


def test_create_makes_the_tables_and_nothing_else_does(tmp_path: Path, postgres_url: str) -> None:
    for address in (str(tmp_path / "new.db"), postgres_url):
        engine = connect(address)
        before = is_created(engine)
        create(engine)

        assert (before, is_created(engine)) == (False, True)
        engine.dispose()
