"""The index as a full-text table of SQLite beside the sections; it is kept in the views' own database.

FTS5 keeps the postings. Its query language and its bm25(), which counts what is hidden too, are not used: where a stem
stands is read from its vocabulary.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import msgspec

from epex.projections.section_rows import FULL_TEXT, INDEX, INDEX_PLACES
from epex.projections.table import Row
from epex.search.in_views import IndexInViews, LookUps
from epex.search.ranking import Postings

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Stems are folded: letters and figures, which this tokenizer leaves as they are.
MAKE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(stems, tokenize = 'ascii', columnsize = 0)",
    f"CREATE VIRTUAL TABLE {INDEX_PLACES} USING fts5vocab('{INDEX}', 'instance')",
)
ADD = f"INSERT INTO {INDEX} (rowid, stems) VALUES (?, ?)"  # noqa: S608 - the schema's own name
REMOVE = f"DELETE FROM {INDEX} WHERE rowid = ?"  # noqa: S608 - as above
# Each column as one text, which takes a third of the time that so many rows would.
NUMBERS = f"SELECT group_concat(doc) FROM {INDEX_PLACES} WHERE term = ?"  # noqa: S608 - as above
PLACES = f"SELECT group_concat(doc), group_concat(offset) FROM {INDEX_PLACES} WHERE term = ?"  # noqa: S608 - as above


class Fts5Index(IndexInViews):
    """The full-text table of one base."""

    name = FULL_TEXT
    version = 1

    def _make(self, connection: "Connection") -> None:
        for statement in MAKE:
            connection.exec_driver_sql(statement)

    def _finish(self, connection: "Connection") -> None:
        """Have everything there: the table is an index as it is."""

    def _remove(self, connection: "Connection", numbers: Sequence[int]) -> None:
        connection.exec_driver_sql(REMOVE, [(number,) for number in numbers])

    def _add(self, connection: "Connection", sections: Sequence[Row]) -> None:
        connection.exec_driver_sql(ADD, [(section["number"], section["stems"]) for section in sections])

    def _places(self, connection: "Connection") -> Postings:
        return Places(connection)


class Places(LookUps):
    """Where stems stand, in the vocabulary of the table."""

    def frequencies(self, stem: str) -> Collection[tuple[int, int]]:
        """Give each section with the stem, and how often the stem stands there."""
        (numbers,) = self._columns(NUMBERS, stem)
        return Counter(numbers).items()

    def places(self, stem: str) -> Collection[tuple[int, list[int]]]:
        """Give each section with the stem, and at which stems of it this one stands."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number, place in zip(*self._columns(PLACES, stem), strict=True):
            found[number].append(place)
        return found.items()

    def _columns(self, query: str, stem: str) -> list[list[int]]:
        (row,) = self._read(query, stem)
        return [msgspec.json.decode(f"[{numbers or ''}]", type=list[int]) for numbers in row]
