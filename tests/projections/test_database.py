"""Connections to the views share the file with others."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Timer

from epex.projections.database import empty_unused, open_engine


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


def written(path: Path, table: str) -> None:
    """Make a table, and close the database."""
    engine = open_engine(str(path))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE {table} (id)")
    engine.dispose()


def test_who_opened_a_database_before_it_is_emptied_works_in_the_same_one(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    written(path, "old")
    early = sqlite3.connect(path)

    emptied = empty_unused(str(path))
    engine = open_engine(str(path))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE new (id)")
        connection.commit()
        early.execute("SELECT 1 FROM new")
    engine.dispose()
    early.execute("CREATE TABLE late (id)")
    early.close()

    assert (emptied, tables(path)) == (True, ["new", "late"])


def test_nothing_of_a_database_that_is_emptied_is_left_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    written(path, "secret_of_old")
    before = [b"secret_of_old" in path.read_bytes()]

    empty_unused(str(path))

    assert [*before, b"secret_of_old" in path.read_bytes()] == [True, False]
    assert [file.name for file in tmp_path.iterdir()] == ["views.db"]


def test_a_database_that_is_emptied_is_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    written(path, "old")
    empty_unused(str(path))
    with closing(sqlite3.connect(path)) as late:
        late.execute("CREATE TABLE late (id)")

    assert tables(path) == ["late"]


def test_a_database_that_somebody_reads_is_not_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    with open_engine(str(path)).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE old (id)")
        connection.commit()

        assert (empty_unused(str(path)), tables(path)) == (False, ["old"])


def test_a_database_that_this_process_opened_twice_is_not_thrown_away_by_another(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    asked = "import sys; from epex.projections.database import empty_unused; print(empty_unused(sys.argv[1]))"
    with open_engine(str(path)).connect():
        open_engine(str(path)).dispose()

        other = subprocess.run([sys.executable, "-c", asked, str(path)], capture_output=True, text=True, check=True)

    assert other.stdout == "False\n"
