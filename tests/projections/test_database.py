"""Connections to the views share the file with others."""

import sqlite3
from pathlib import Path
from threading import Timer

from epex.projections.database import open_engine


def test_open_engine_waits_for_one_who_writes_without_the_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "views.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = Timer(0.3, other.close)
    done.start()

    with open_engine(str(path)).connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()

    assert (mode, done.finished.is_set()) == ("wal", True)
