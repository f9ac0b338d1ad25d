"""The opponents of a rebuild: the same folds of the same opened events, written through the sqlite3 module alone.

`Shelf` is what somebody would write who needs no version, no restart, no second process and no other database: plain
tables, one INSERT OR REPLACE for each row that changed. `in_one_transaction` folds the whole log in memory and writes
every row once, which no rebuild that can be resumed may do. `tracked` is what `eventsourcing` offers: its tracking
recorder for SQLite, which keeps the position beside the rows, event by event.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path

from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteCursor, SQLiteDatastore, SQLiteTrackingRecorder

from bench.measuring import seconds
from epex.core.log.envelope import Fact
from epex.projections.projection import Projection
from epex.projections.table import Batch, Row, Rows, Table, kind_of

AFFINITIES = {int: "INTEGER", bool: "INTEGER", float: "REAL"}


class Shelf:
    """Views in a file: tables made by hand, rows loaded by id, rows replaced."""

    def __init__(self, cursor: sqlite3.Cursor | SQLiteCursor, projections: Iterable[Projection]) -> None:
        """Make the tables."""
        self.cursor = cursor
        self.projections = list(projections)
        self.tables = [table for projection in self.projections for table in projection.tables]
        for table in self.tables:
            columns = ", ".join(
                f'"{name}" {AFFINITIES.get(kind_of(kind)[0], "TEXT")}' for name, kind in table.columns.items()
            )
            cursor.execute(f"CREATE TABLE {table.name} ({columns}, PRIMARY KEY ({_named(table.key)}))")

    def load(self, table: Table, ids: Sequence[str | int]) -> Iterator[Row]:
        """Read the rows about some ids."""
        query = f"SELECT * FROM {table.name} WHERE {_named(table.key[:1])} IN ({', '.join('?' * len(ids))})"  # noqa: S608 - own names
        names = tuple(table.columns)
        self.cursor.execute(query, ids)
        for values in self.cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            row.update({name: json.loads(row[name]) for name in table.json_columns})
            yield row

    def write(self, rows: Rows) -> None:
        """Write what was folded."""
        table = rows.table
        if gone := rows.removed():
            where = " AND ".join(f'"{name}" = ?' for name in table.key)
            self.cursor.executemany(f"DELETE FROM {table.name} WHERE {where}", gone)  # noqa: S608 - as above
        marks = ", ".join("?" * len(table.columns))
        cells, texts = itemgetter(*table.columns), table.json_columns
        written = (cells({**row, **{name: json.dumps(row[name]) for name in texts}}) for row in rows.written())
        self.cursor.executemany(f"INSERT OR REPLACE INTO {table.name} VALUES ({marks})", written)  # noqa: S608

    def index(self) -> None:
        """Make the indexes."""
        for table in self.tables:
            for names in table.indexes:
                name = f"{table.name}_{'_'.join(names)}"
                self.cursor.execute(f"CREATE INDEX {name} ON {table.name} ({_named(names)})")


def in_one_transaction(path: Path, projections: Iterable[Projection], batches: Iterable[Sequence[Fact]]) -> None:
    """Fold the whole log in memory, then write every row once."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        shelf = Shelf(connection.cursor(), projections)
        folded = [(projection, Batch(lambda _table, _ids: ())) for projection in shelf.projections]
        for facts in batches:
            for projection, batch in folded:
                projection.fold(batch, facts)
        for _, batch in folded:
            for rows in batch.touched():
                shelf.write(rows)
        shelf.index()
        connection.execute("COMMIT")


def tracked(path: Path, projections: Iterable[Projection], before: Iterable[Fact], facts: Iterable[Fact]) -> float:
    """Let eventsourcing's recorder keep the position of each event in the transaction that writes its rows.

    What came before is there already, in one transaction; give the seconds for the rest.
    """
    datastore = SQLiteDatastore(str(path))
    recorder = SQLiteTrackingRecorder(datastore)
    recorder.create_table()
    with datastore.transaction(commit=True) as cursor:
        shelf = Shelf(cursor, projections)
        shelf.index()
        for fact in before:
            _apply(shelf, fact)
    spent = seconds(_follow, datastore, recorder, shelf, facts)
    datastore.close()
    return spent


def _follow(datastore: SQLiteDatastore, recorder: SQLiteTrackingRecorder, shelf: Shelf, facts: Iterable[Fact]) -> None:
    for fact in facts:
        with datastore.transaction(commit=True) as cursor:
            recorder._insert_tracking(cursor, Tracking("log", fact.position))  # noqa: SLF001 - as its own recorders do
            shelf.cursor = cursor
            _apply(shelf, fact)


def _named(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _apply(shelf: Shelf, fact: Fact) -> None:
    for projection in shelf.projections:
        if fact.event.__class__ in projection.handlers or projection.every:
            batch = Batch(shelf.load)
            projection.fold(batch, [fact])
            for rows in batch.touched():
                shelf.write(rows)
