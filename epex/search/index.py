"""The Whoosh index: which stems stand where in which section. It knows nothing else about a section.

Whoosh writes and reads postings; its query parser, its matchers that combine others, its collectors and its spelling
are not used: they rank wrongly, let filtered documents through or tell of them.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from epex.core.watching import each
from epex.projections.table import Row

if TYPE_CHECKING:
    from whoosh.fields import Schema
    from whoosh.filedb.filestore import Storage
    from whoosh.reading import IndexReader

NUMBER = "number"
STEMS = "stems"
NAME = "epex"


def engine() -> str:
    """Name the program whose version shapes an index."""
    import whoosh  # noqa: PLC0415 - start-up: only searching needs it

    return f"whoosh {'.'.join(map(str, whoosh.__version__))}"


def schema() -> "Schema":
    """Describe a section: its number as a column, its ready-made stems with their places."""
    from whoosh import fields  # noqa: PLC0415 - start-up: only searching needs it
    from whoosh.analysis.tokenizers import IDTokenizer  # noqa: PLC0415 - start-up: only searching needs it

    stems = fields.TEXT(analyzer=IDTokenizer(), phrase=True)
    return fields.Schema(**{NUMBER: fields.COLUMN(), STEMS: stems})


def create(place: Path) -> None:
    """Make an empty index in an empty folder."""
    _storage(place).create_index(schema(), indexname=NAME)  # type: ignore[no-untyped-call]


def write(place: Path, sections: Iterable[Row], outdated: Iterable[int] = ()) -> None:
    """Add sections and take documents of the index out, in one commit."""
    with _storage(place).open_index(indexname=NAME).writer() as writer:  # type: ignore[no-untyped-call]
        total = 0
        for document in outdated:
            writer.delete_document(document)
        for section in sections:
            stems = section["stems"].split()
            writer.add_document(**{NUMBER: str(section["number"]).encode(), STEMS: stems})
            total += len(set(stems))
        # The commit, which comes last, takes nearly as long: it goes through a posting for each stem of a section.
        postings = writer.pool.iter_postings
        writer.pool.iter_postings = lambda: each("Writing the index", "postings", postings(), total)


class Snapshot:
    """An index as it was when it was opened."""

    def __init__(self, place: Path) -> None:
        """Open the index of a folder whose manifest was verified."""
        self._reader: IndexReader = _storage(place).open_index(indexname=NAME).reader()  # type: ignore[no-untyped-call]
        self._leaves = list(self._reader.leaf_readers())
        self._numbers = [number for leaf, _ in self._leaves for number in _numbers(leaf)]

    @cached_property
    def documents(self) -> dict[int, int]:
        """Give the document of the index that each section is in."""
        there = (offset + document for leaf, offset in self._leaves for document in leaf.all_doc_ids())
        return {self._numbers[document]: document for document in there}

    def frequencies(self, stem: str) -> Iterator[tuple[int, int]]:
        """Give each section with a stem, and how often it stands there."""
        for leaf, offset in self._having(stem):
            matcher = leaf.postings(STEMS, stem)
            while matcher.is_active():
                yield self._numbers[offset + matcher.id()], int(matcher.weight())
                matcher.next()

    def places(self, stem: str) -> Iterator[tuple[int, list[int]]]:
        """Give each section with a stem, and at which stems of it this one stands."""
        for leaf, offset in self._having(stem):
            matcher = leaf.postings(STEMS, stem)
            while matcher.is_active():
                yield self._numbers[offset + matcher.id()], matcher.value_as("positions")
                matcher.next()

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _having(self, stem: str) -> Iterator[tuple["IndexReader", int]]:
        return ((leaf, offset) for leaf, offset in self._leaves if (STEMS, stem) in leaf)


def _numbers(leaf: "IndexReader") -> Iterator[int]:
    """Read the section of each document, those taken out as well: one after another is quicker than each by itself."""
    return map(int, leaf.column_reader(NUMBER, translate=False)) if leaf.doc_count_all() else iter(())


def _storage(place: Path) -> "Storage":
    from whoosh.filedb.filestore import FileStorage  # noqa: PLC0415 - start-up: only searching needs it

    return FileStorage(str(place))  # type: ignore[no-untyped-call]
