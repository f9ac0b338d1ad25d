"""The index as a full-text table of SQLite beside the sections; it is kept in the views' own database.

FTS5 keeps the postings. Its query language and its bm25(), which counts what is hidden too, are not used: where a stem
stands is read from its vocabulary.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING

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
NUMBERS = f"SELECT doc FROM {INDEX_PLACES} WHERE term = ?"  # noqa: S608 - as above
PLACES = f"SELECT doc, offset FROM {INDEX_PLACES} WHERE term = ?"  # noqa: S608 - as above


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

    def frequencies(self, stem: str) -> Iterable[tuple[int, int]]:
        """Give each section with the stem, and how often the stem stands there."""
        return Counter(chain.from_iterable(self._read(NUMBERS, stem))).items()

    def places(self, stem: str) -> Iterator[tuple[int, list[int]]]:
        """Give each section with the stem, and at which stems of it this one stands."""
        for number, found in groupby(self._read(PLACES, stem), key=itemgetter(0)):
            yield number, [place for _, place in found]
