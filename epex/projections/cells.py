"""Every cell of a database of views, as it is stored: for whoever has to know that something is in none of them."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from epex.projections.store import PREFIX, Store

Cells = tuple[str, ...]
PORTION = 1000


def rows(store: Store) -> Iterator[tuple[str, Cells]]:
    """Give the texts of each row of each table, with the table's name."""
    for name in _tables(store):
        yield from ((name, cells) for cells in _selected(store, name))


def _tables(store: Store) -> list[str]:
    names = sorted(sa.inspect(store.engine).get_table_names())
    # A server's database may hold tables that are nobody's view.
    return [name for name in names if name.startswith(PREFIX)] if store.is_shared else names


def _selected(store: Store, table: str) -> Iterator[Cells]:
    with store.engine.connect() as connection:
        query = f'SELECT * FROM "{table}"'  # noqa: S608 - names of our own tables
        for row in connection.execution_options(yield_per=PORTION).exec_driver_sql(query):
            yield tuple(filter(None, map(_text, row)))


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""
