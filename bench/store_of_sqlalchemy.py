"""The opponent of bulk appends that needs an interpreter of its own, for it pins an older SQLAlchemy.

`python store_of_sqlalchemy.py LOG RUNS COUNT` records the payloads of the last COUNT events of a log as often as
RUNS says, COUNT to a commit, in an eventsourcing-sqlalchemy store on SQLite (WAL, FULL); it prints the seconds of each.
"""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing_sqlalchemy.datastore import SQLAlchemyDatastore  # type: ignore[import-not-found]  # see above
from eventsourcing_sqlalchemy.recorders import SQLAlchemyApplicationRecorder  # type: ignore[import-not-found]  # see above
from sqlalchemy import event

PAYLOADS = "SELECT type, payload FROM events ORDER BY position DESC LIMIT ?"


def main(log: str, runs: int, count: int) -> None:
    """Record the same payloads again and again."""
    with closing(sqlite3.connect(log)) as connection:
        payloads = connection.execute(PAYLOADS, (count,)).fetchall()
    with tempfile.TemporaryDirectory(prefix="epex-bench-") as folder:
        datastore = SQLAlchemyDatastore(url=f"sqlite:///{Path(folder) / 'log.db'}")
        event.listen(datastore.engine, "connect", durable)
        recorder = SQLAlchemyApplicationRecorder(datastore, events_table_name="events")
        recorder.create_table()
        for _ in range(runs):
            stored = [StoredEvent(uuid4(), 1, topic, state) for topic, state in payloads]
            begun = perf_counter()
            recorder.insert_events(stored)
            print(perf_counter() - begun)


def durable(connection: sqlite3.Connection, _record: object) -> None:
    """Ask SQLite for what our log has."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
