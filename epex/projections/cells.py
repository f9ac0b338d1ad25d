"""Every cell of a database of views, as it is stored: for whoever has to know that something is in none of them."""

from collections.abc import Collection, Iterator
from typing import Any

import sqlalchemy as sa

from epex.projections import positions
from epex.projections.documents import DOCUMENTS
from epex.projections.section_rows import INDEXES, STATISTICS, STEMS_TABLE
from epex.projections.store import PREFIX, Store

Cells = tuple[str, ...]
PORTION = 1000


def rows(store: Store, apart: Collection[str] = ()) -> Iterator[tuple[str, Cells]]:
    """Give the texts of each row of each table, with the table's name, but for some tables."""
    for name in _tables(store):
        if name not in apart:
            yield from ((name, cells) for cells in _selected(store, name))


def counted(store: Store) -> frozenset[str]:
    """Name the tables that hold the documents that serve once more, taken apart: statistics and their index.

    Those that were made of other documents are not among them.
    """
    with store.engine.connect() as connection:
        there = positions.stands(connection)
    documents = there.get(DOCUMENTS.name)
    source = f", documents {documents.version} {documents.build}, " if documents else "\0"
    made = {name for name, stand in there.items() if source in f"{stand.build}, "}
    sections = {store.sql(table).name for table in STATISTICS.tables if STATISTICS.name in made}
    kept = tuple(table for name, table in INDEXES.items() if name in made)
    index = {name for name in _tables(store) if name.startswith(kept)}
    return frozenset(sections | index)


def is_in_a_stem(store: Store, word: str) -> bool:
    """Tell whether a word is a stem of any document or a part of one."""
    there = store.sql(STEMS_TABLE)
    having = sa.select(there.c.term).where(there.c.term.contains(word, autoescape=True))
    return there.name in _tables(store) and bool(store.read(having.limit(1)))


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
