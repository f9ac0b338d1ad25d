"""Tables and rows as projections see them: plain values, folded in memory, free of any database."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from types import NoneType
from typing import Any, get_args

Row = dict[str, Any]
Key = tuple[Any, ...]
# Gives the rows of a table whose keys begin with some ids.
Load = Callable[["Table", Sequence[str | int]], Iterable[Row]]
REMEMBERED = 5000

KINDS = (str, int, float, bool, dict, list)


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a read model; a column is str, int, float, bool, dict or list, or one of these `| None`."""

    name: str
    key: tuple[str, ...]
    columns: Mapping[str, Any]
    indexes: tuple[tuple[str, ...], ...] = field(default=(), kw_only=True)
    # Rows that are small and many lie in the order of their keys, where the database can do that.
    is_clustered: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Refuse a column of a kind that no database keeps."""
        wrong = [name for name, kind in self.columns.items() if kind_of(kind)[0] not in KINDS]
        missing = [name for name in self.key if name not in self.columns]
        if wrong or missing or not self.key:
            message = f"The table '{self.name}' has unusable columns or keys: {', '.join(wrong + missing) or 'no key'}."
            raise ValueError(message)

    @cached_property
    def blank(self) -> Row:
        """Hold what a column contains until an event says more."""
        kinds = {name: kind_of(kind) for name, kind in self.columns.items()}
        return {name: None if optional else kind() for name, (kind, optional) in kinds.items()}

    @cached_property
    def key_of(self) -> Callable[[Mapping[str, Any]], Key]:
        """Take the key out of a row."""
        only, *more = self.key
        return itemgetter(*self.key) if more else lambda row: (row[only],)

    @cached_property
    def json_columns(self) -> tuple[str, ...]:
        """Name the columns that hold lists or dicts."""
        return tuple(name for name, kind in self.columns.items() if kind_of(kind)[0] in (dict, list))


def kind_of(column: Any) -> tuple[type, bool]:
    """Split `str | None` into the kind and whether it may be missing."""
    parts = get_args(column) or (column,)
    kinds = [part for part in parts if part is not NoneType]
    return (kinds[0] if len(kinds) == 1 else NoneType), NoneType in parts


class Rows:
    """The rows of one table that a batch has touched.

    A key begins with the id of what its row is about: all rows about that are loaded when the first is asked for.
    """

    def __init__(self, table: Table, load: Load, expected: Iterable[str] = ()) -> None:
        """Start with nothing known."""
        self.table = table
        self.begin(load, expected)
        self._known: dict[Key, Row | None] = {}
        self._loaded: set[str | int] = set()
        self._touched: dict[Key, None] = {}

    def get(self, key: str | int | Key) -> Mapping[str, Any] | None:
        """Return one row, or None."""
        where = key if isinstance(key, tuple) else (key,)
        row = self._known.get(where)
        if row is None and where[0] not in self._loaded and where not in self._known:
            self._fetch(where[0])
            row = self._known.get(where)
        return row

    def put(self, row: Mapping[str, Any]) -> None:
        """Write a whole row; columns that are left out are blank."""
        table = self.table
        full = {**table.blank, **row}
        if len(full) != len(table.columns):
            message = f"The table '{table.name}' has no column {', '.join(sorted(full.keys() - table.columns.keys()))}."
            raise KeyError(message)
        where = table.key_of(full)
        self._known[where] = full
        self._touched[where] = None

    def change(self, key: str | int | Key, **columns: Any) -> None:
        """Change some columns of a row; a row that is not there stays away."""
        row = self.get(key)
        if row is not None:
            self.put({**row, **columns})

    def extend(self, key: str | int | Key, column: str, *values: Any) -> None:
        """Add values to a list in a row."""
        row = self.get(key)
        if row is not None:
            self.put({**row, column: [*row[column], *values]})

    def remove(self, key: str | int | Key) -> None:
        """Take a row away."""
        where = key if isinstance(key, tuple) else (key,)
        self._known[where] = None
        self._touched[where] = None

    def written(self) -> list[Row]:
        """List the rows to write."""
        return [row for key in self._touched if (row := self._known[key]) is not None]

    def removed(self) -> list[Key]:
        """List the keys to delete."""
        return [key for key in self._touched if self._known[key] is None]

    def begin(self, load: Load, expected: Iterable[str]) -> None:
        """Begin a batch that will probably ask for the expected ids, after the last one was written."""
        self._load = load
        self._expected = expected

    def settle(self) -> None:
        """Note that all is written; only a few rows are remembered, so that memory stays bounded."""
        self._touched.clear()
        if len(self._known) > REMEMBERED:
            self._known.clear()
            self._loaded.clear()

    def _fetch(self, wanted: str | int) -> None:
        # Where rows are known by a number, no stream can be meant.
        ids = {wanted, *(self._expected if isinstance(wanted, str) else ())} - self._loaded
        self._expected = ()
        self._loaded |= ids
        for row in self._load(self.table, list(ids)):
            # What the batch has written itself is newer.
            self._known.setdefault(self.table.key_of(row), row)


class Batch:
    """Every row that a batch of events touches, by table."""

    def __init__(self, load: Load, streams: Collection[str] = ()) -> None:
        """Remember how rows are loaded, and which streams the batch is about."""
        self._load = load
        self._streams = streams
        self._rows: dict[Table, Rows] = {}

    def __getitem__(self, table: Table) -> Rows:
        """Return the rows of a table."""
        rows = self._rows.get(table)
        if rows is None:
            rows = self._rows[table] = Rows(table, self._load, self._streams)
        return rows

    def begin(self, load: Load, streams: Collection[str]) -> None:
        """Begin anew after all was written; `streams` are the ids that will probably be asked for."""
        self._load, self._streams = load, streams
        for rows in self._rows.values():
            rows.settle()
            rows.begin(load, streams)

    def touched(self) -> Iterable[Rows]:
        """List the tables that were used."""
        return self._rows.values()
