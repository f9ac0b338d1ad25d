"""Connections to the views share the file with others."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread, Timer
from time import sleep

import pytest

from epex.projections import database
from epex.projections.database import open_engine, replace, replace_unused


def test_open_engine_waits_for_one_who_writes_without_the_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.3, other.close)
    done.start()

    with open_engine(str(path)).connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    assert (mode, done.finished.is_set()) == ("wal", True)


def tables(path: Path) -> list[str]:
    """Name the tables that whoever opens the database finds."""
    with open_engine(str(path)).connect() as connection:
        return list(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())


def test_who_opens_a_database_while_it_is_thrown_away_gets_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, found = tmp_path / "views.db", list[list[str]]()
    engine = open_engine(str(path))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE old (id)")
    engine.dispose()
    late = Thread(target=lambda: found.append(tables(path)))

    def meanwhile(address: str) -> None:
        late.start()
        sleep(0.3)
        replace(address)

    monkeypatch.setattr(database, "replace", meanwhile)
    thrown = replace_unused(str(path))
    late.join()

    assert (thrown, found) == (True, [[]])


def test_a_database_that_somebody_reads_is_not_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    with open_engine(str(path)).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE old (id)")
        connection.commit()

        assert (replace_unused(str(path)), tables(path)) == (False, ["old"])


def test_a_database_that_this_process_opened_twice_is_not_thrown_away_by_another(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    asked = "import sys; from epex.projections.database import replace_unused; print(replace_unused(sys.argv[1]))"
    with open_engine(str(path)).connect():
        open_engine(str(path)).dispose()

        other = subprocess.run([sys.executable, "-c", asked, str(path)], capture_output=True, text=True, check=True)

    assert other.stdout == "False\n"
