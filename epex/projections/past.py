"""The views as they stood at a position, in memory: built by the same folds, and never more open than they are today.

A label is told with its row. Where fewer people read a row today than at that time, because consent was withdrawn or a
story taken back, only those read it as of the earlier day as well.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from epex.projections.columns import label_of, narrower
from epex.projections.follow import Log
from epex.projections.positions import Stand
from epex.projections.runner import Views
from epex.projections.store import Store
from epex.projections.table import Row, Table

# From what tells nothing of a place to what tells the most.
PRECISIONS = ("withheld", "country", "region", "city")
CIRCLE = ("access", "author", "place_precision")
Rule = Callable[[Row, Row], Row]


class PastViews(Views):
    """Every read model as it was, for those who may read it today."""

    def __init__(self, log: Log, today: Views, upto: int | None = None, rule: "Rule | None" = None) -> None:
        """Build from a log, up to a position; a `rule` joins who could read a row then and who can today."""
        super().__init__(Store(":memory:"), log, upto=upto)
        self._rule = rule or narrowed
        self._today = today
        self._held: dict[str, tuple[Store, int]] = {}
        self._as_it_was: dict[str, list[tuple[Table, list[Row]]]] = {}

    def read_through(self, log: Log, today: Views) -> None:
        """Go on with another opening of the same base."""
        self._log, self._today = log, today

    def catch_up(self, names: Collection[str] | None = None) -> list[Stand]:
        """Build what is not there yet, and hold it against what may be read today."""
        wanted = tuple(self.names if names is None else names)
        stopped = super().catch_up(wanted)
        now = (self.store, self._today.head())
        loose = [name for name in wanted if self._held.get(name) != now]
        if loose:
            self._today.catch_up(loose)
            self._hold(loose)
            self._held.update(dict.fromkeys(loose, (self.store, now[1])))
        return stopped

    def _hold(self, names: Iterable[str]) -> None:
        with self.store.writing() as connection:
            for name in names:
                for table, rows in self._as_it_was.pop(name, ()):
                    self._write(connection, table, rows)
            for name in names:
                for table in self.projection(name).tables:
                    changes = self._changes(connection, table) if "access" in table.columns else []
                    if changes:
                        self._as_it_was.setdefault(name, []).append((table, [then for then, _ in changes]))
                        self._write(connection, table, [held for _, held in changes])

    def _changes(self, connection: sa.Connection, table: Table) -> list[tuple[Row, Row]]:
        """Find the rows that may not be read as they were; each as it was, and as it is to be."""
        columns = (*table.key, *(name for name in CIRCLE if name in table.columns))
        then = _rows(connection, self.table(table), columns)
        with self._today.store.engine.connect() as there:
            today = _rows(there, self._today.table(table), columns)
        # Nearly every row is as it was, and is not looked at any further.
        differing, known = then - today, len(table.key)
        now = {row[:known]: dict(zip(columns, row, strict=True)) for row in today - then} if differing else {}
        rows = (dict(zip(columns, row, strict=True)) for row in differing if row[:known] in now)
        held = ((row, {**row, **self._rule(row, now[tuple(row[name] for name in table.key)])}) for row in rows)
        return [(row, new) for row, new in held if new != row]

    def _write(self, connection: sa.Connection, table: Table, rows: list[Row]) -> None:
        there = self.table(table)
        where = sa.and_(*(there.c[name] == sa.bindparam(f"key_{name}") for name in table.key))
        named = [{(f"key_{name}" if name in table.key else name): value for name, value in row.items()} for row in rows]
        changed: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name not in table.key}
        connection.execute(sa.update(there).where(where).values(changed), named)


def narrowed(then: Row, today: Row) -> Row:
    """Say who may read a row as it was: those who could at that time and can today."""
    return {
        "access": _access(then["access"], today["access"]),
        **({"author": then["author"] if then["author"] == today["author"] else ""} if "author" in then else {}),
        **({"place_precision": _precision(then, today)} if "place_precision" in then else {}),
    }


def as_today(then: Row, today: Row) -> Row:
    """Say who may read a row as it was: those who can today."""
    return {name: today[name] for name in CIRCLE if name in then}


def _access(then: str, today: str) -> str:
    label = narrower(label_of(then), label_of(today))
    circles = {access.partition(":")[2] for access in (then, today)} - {""}
    if then != today and len(circles) > 1:
        return "private"
    return then if label_of(then) == label else today


def _precision(then: Mapping[str, Any], today: Mapping[str, Any]) -> str:
    told = {then["place_precision"], today["place_precision"]}
    return str(min(told, key=PRECISIONS.index)) if len(told) > 1 and told <= set(PRECISIONS) else told.pop()


def _rows(connection: sa.Connection, there: sa.Table, columns: Iterable[str]) -> set[tuple[Any, ...]]:
    return set(map(tuple, connection.execute(sa.select(*(there.c[name] for name in columns)))))
