"""The views as they stood at a position, in memory: built by the same folds, and never more open than they are today.

A label is told with its row. Where fewer people read a row today than at that time, because consent was withdrawn or a
story taken back, only those read it as of the earlier day as well. A place and a person are named no more precisely
than today, and words that nobody reads any more are gone from every day.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from epex.core.sealed import ERASED
from epex.core.vocabulary import NAME_PREFERENCES
from epex.projections import positions
from epex.projections.columns import ORIGIN, label_of, narrower
from epex.projections.documents import DOCUMENTS
from epex.projections.follow import Log
from epex.projections.positions import Stand
from epex.projections.runner import Views
from epex.projections.section_rows import STATISTICS
from epex.projections.store import Store
from epex.projections.table import Row, Table

# From what tells nothing of a place or a person to what tells the most.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "place_precision": ("withheld", "country", "region", "city"),
    "name_preference": NAME_PREFERENCES[::-1],
}
CIRCLE = ("access", "author", *CHOICES)
# What stands as the title of what was erased or withdrawn, and what of its row is as it was all the same.
TAKEN = (ERASED, "[withdrawn]")
MANY = 500
NO_WORDS = (*CIRCLE, *ORIGIN, "status", "shades")
Rule = Callable[[Row, Row], Row]


class PastViews(Views):
    """Every read model as it was, for those who may read it today."""

    def __init__(self, log: Log, today: Views, upto: int | None = None, rule: "Rule | None" = None) -> None:
        """Build from a log, up to a position; a `rule` joins who could read a row then and who can today."""
        super().__init__(Store(":memory:"), log, today.plugins, upto)
        self._rule = rule or narrowed
        self._today = today
        self._held: dict[str, tuple[Store, int]] = {}
        self._as_it_was: dict[str, list[tuple[Table, list[Row]]]] = {}
        self._expected: Collection[str] = ()

    def read_through(self, log: Log, today: Views) -> None:
        """Go on with another opening of the same base."""
        self._log, self._today = log, today

    def catch_up(self, names: Collection[str] | None = None) -> list[Stand]:
        """Build what is not there yet, and hold it against what may be read today."""
        wanted, head = tuple(self.names if names is None else names), self._today.head()
        if loose := self._loose(wanted, head):
            # They come first: what stopped them is told with the event's number in the log.
            self._today.catch_up(loose)
        stopped = super().catch_up(wanted)
        if loose := self._loose(wanted, head):
            self._hold(loose)
            self._held.update(dict.fromkeys(loose, (self.store, head)))
        return stopped

    def expect(self, names: Collection[str]) -> None:
        """Say what will be asked for next, so that one pass over the log builds it all."""
        self._expected = names

    def ahead(self) -> Collection[str]:
        """Name what is expected; what is asked for beyond it brings all others along, and there is no third pass."""
        expected, self._expected = self._expected, self.names
        return expected

    def warn(self, stopped: Stand) -> None:
        """Leave it to today's views, where nobody was told of this one."""
        if stopped.name not in self._today.warned:
            self._today.warn(stopped)

    def _loose(self, names: Iterable[str], head: int) -> list[str]:
        return [name for name in names if self._held.get(name) != (self.store, head)]

    def _hold(self, names: Collection[str]) -> None:
        with self.store.writing() as connection:
            if DOCUMENTS.name in names:
                # Who reads a document may be others now.
                positions.forget(connection, STATISTICS.name)
            for name in names:
                for table, rows in self._as_it_was.pop(name, ()):
                    self._write(connection, table, rows)
            for name in names:
                for table in self.projection(name).tables:
                    for changes in self._held_back(connection, table) if "access" in table.columns else ():
                        self._as_it_was.setdefault(name, []).append((table, [then for then, _ in changes]))
                        self._write(connection, table, [held for _, held in changes])

    def _held_back(self, connection: sa.Connection, table: Table) -> Iterator[list[tuple[Row, Row]]]:
        taken = self._taken_back(connection, table) if "title" in table.columns else []
        yield from filter(None, (self._changes(connection, table), taken))

    def _taken_back(self, connection: sa.Connection, table: Table) -> list[tuple[Row, Row]]:
        """Find the rows whose words nobody reads any more; each as it was, and with the words of today."""
        columns = tuple(name for name in table.columns if name not in NO_WORDS)
        then, now = (views.table(table) for views in (self, self._today))
        with self._today.store.engine.connect() as today:
            taken = _words(today, now, columns, now.c.title.in_(TAKEN))
        held = {table.key_of(row): row for row in taken}
        ids = sorted({key[0] for key in held})
        chunks = (ids[start : start + MANY] for start in range(0, len(ids), MANY))
        told, named = then.c.title.not_in(TAKEN), then.c[table.key[0]]
        rows = (row for chunk in chunks for row in _words(connection, then, columns, told & named.in_(chunk)))
        return [(row, held[key]) for row in rows if (key := table.key_of(row)) in held]

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
        **{name: least(name, then[name], today[name]) for name in CHOICES if name in then},
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


def least(choice: str, then: str, today: str) -> str:
    """Choose, of two choices how somebody is named or how precisely a place is told, the one that tells less."""
    order = CHOICES[choice]
    return min(then, today, key=order.index) if {then, today} <= set(order) else today


def _words(
    connection: sa.Connection, there: sa.Table, columns: Iterable[str], where: sa.ColumnElement[bool]
) -> list[Row]:
    chosen = sa.select(*(there.c[name] for name in columns)).where(where)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def _rows(connection: sa.Connection, there: sa.Table, columns: Iterable[str]) -> set[tuple[Any, ...]]:
    return set(map(tuple, connection.execute(sa.select(*(there.c[name] for name in columns)))))
