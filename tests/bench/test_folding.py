"""The opponents of a rebuild build what ours builds."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench.bases import Ground, new_base
from bench.folding import in_one_transaction, tracked
from bench.histories import Teller
from bench.reading import batches
from bench.rebuild import projections

SOME, LAST = 300, 40
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Record a history and follow it."""
    with new_base() as made:
        made.append(islice(Teller(made.by).tell(), SOME))
        made.base.today.catch_up()
        yield made


def ours(ground: Ground) -> dict[str, Rows]:
    """Read every table of ours."""
    views = ground.base.today
    tables = [table for projection in projections(ground) for table in projection.tables]
    return {table.name: in_order(views.read(views.table(table).select())) for table in tables}


def theirs(ground: Ground, path: Path) -> dict[str, Rows]:
    """Read every table of an opponent."""
    found: dict[str, Rows] = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in (table for projection in projections(ground) for table in projection.tables):
            cursor = connection.execute(f"SELECT * FROM {table.name}")
            rows = [dict(zip(table.columns, row, strict=True)) for row in cursor]
            found[table.name] = in_order([{**row, **_read(row, table.json_columns)} for row in rows])
    return found


def in_order(rows: Rows) -> Rows:
    """Sort rows by all that they hold; true and 1 are the same to SQLite."""
    plain = [{name: _plain(value) for name, value in row.items()} for row in rows]
    return sorted(plain, key=lambda row: json.dumps(row, sort_keys=True))


def _read(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: json.loads(row[name]) for name in names}


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def test_opponent_in_one_transaction_builds_the_same_rows(ground: Ground, tmp_path: Path) -> None:
    in_one_transaction(tmp_path / "views.db", projections(ground), batches(ground))

    assert theirs(ground, tmp_path / "views.db") == ours(ground)


def test_opponent_with_tracking_builds_the_same_rows(ground: Ground, tmp_path: Path) -> None:
    facts = ground.base.log.facts()

    spent = tracked(tmp_path / "views.db", projections(ground), facts[:-LAST], facts[-LAST:])

    assert theirs(ground, tmp_path / "views.db") == ours(ground)
    assert spent > 0


def test_opponent_with_tracking_keeps_each_position(ground: Ground, tmp_path: Path) -> None:
    facts = ground.base.log.facts()

    tracked(tmp_path / "views.db", projections(ground)[:1], facts[:-LAST], facts[-LAST:])

    with closing(sqlite3.connect(tmp_path / "views.db")) as connection:
        (kept,) = connection.execute("SELECT max(notification_id) FROM tracking").fetchone()
    assert kept == facts[-1].position
