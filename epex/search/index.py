"""The Whoosh index: which stems stand where in which document. It knows nothing else about a document.

Whoosh writes and reads postings; its query parser, its matchers that combine others, its collectors and its spelling
are not used: they rank wrongly, let filtered documents through or tell of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from epex.core.watching import each

if TYPE_CHECKING:
    from whoosh.fields import Schema
    from whoosh.filedb.filestore import Storage
    from whoosh.reading import IndexReader

ID = "id"
LANGUAGE = "language"
STEMS = "stems"
NAME = "epex"


def engine() -> str:
    """Name the programs whose versions shape an index."""
    import Stemmer  # noqa: PLC0415 - start-up: only searching needs it
    import whoosh  # noqa: PLC0415 - start-up: only searching needs it

    return f"whoosh {'.'.join(map(str, whoosh.__version__))}, stemmer {Stemmer.version()}"


def schema() -> "Schema":
    """Describe a document: its id and language as columns, its ready-made stems with their places."""
    from whoosh import fields  # noqa: PLC0415 - start-up: only searching needs it
    from whoosh.analysis.tokenizers import IDTokenizer  # noqa: PLC0415 - start-up: only searching needs it

    names = {name: fields.COLUMN() for name in (ID, LANGUAGE)}
    return fields.Schema(**names, **{STEMS: fields.TEXT(analyzer=IDTokenizer(), phrase=True)})


def in_memory() -> "Storage":
    """Give a place for an index that is never on disk."""
    from whoosh.filedb.filestore import RamStorage  # noqa: PLC0415 - start-up: only searching needs it

    return RamStorage()  # type: ignore[no-untyped-call]


def create(place: "Path | Storage") -> None:
    """Make an empty index in an empty folder, or in memory."""
    _storage(place).create_index(schema(), indexname=NAME)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document as the index keeps it."""

    id: str
    language: str
    stems: Sequence[str]


def write(place: "Path | Storage", documents: Iterable[Analysed], outdated: Iterable[int] = ()) -> None:
    """Add documents and take numbers out, in one commit."""
    with _storage(place).open_index(indexname=NAME).writer() as writer:  # type: ignore[no-untyped-call]
        total = 0
        for number in outdated:
            writer.delete_document(number)
        for document in documents:
            columns = {ID: document.id.encode(), LANGUAGE: document.language.encode()}
            writer.add_document(**columns, **{STEMS: list(document.stems)})
            total += len(set(document.stems))
        # The commit, which comes last, takes nearly as long: it goes through a posting for each stem of a document.
        postings = writer.pool.iter_postings
        writer.pool.iter_postings = lambda: each("Writing the index", "postings", postings(), total)


class Snapshot:
    """An index as it was when it was opened; documents have numbers here."""

    def __init__(self, place: "Path | Storage") -> None:
        """Open the index of a folder whose manifest was verified, or one in memory."""
        self._reader: IndexReader = _storage(place).open_index(indexname=NAME).reader()  # type: ignore[no-untyped-call]
        self._leaves = list(self._reader.leaf_readers())
        self.ids = dict(self._column(ID))
        self.languages = dict(self._column(LANGUAGE))
        self.numbers = {identity: number for number, identity in self.ids.items()}
        self._lengths = [
            leaf.doc_field_length(number, STEMS) or 0
            for leaf, _ in self._leaves
            for number in range(leaf.doc_count_all())
        ]

    def length(self, document: int) -> int:
        """Tell how many stems a document has, as precisely as Whoosh keeps it."""
        return self._lengths[document]

    def frequencies(self, stem: str) -> Iterator[tuple[int, float]]:
        """Give each document with a stem, and how often it stands there."""
        for leaf, offset in self._having(stem):
            matcher = leaf.postings(STEMS, stem)
            while matcher.is_active():
                yield offset + matcher.id(), matcher.weight()
                matcher.next()

    def places(self, stem: str) -> Iterator[tuple[int, list[int]]]:
        """Give each document with a stem, and at which words it stands."""
        for leaf, offset in self._having(stem):
            matcher = leaf.postings(STEMS, stem)
            while matcher.is_active():
                yield offset + matcher.id(), matcher.value_as("positions")
                matcher.next()

    def stems(self) -> set[str]:
        """List every stem, those of hidden documents too: what is shown of them has to be checked."""
        return {raw.decode() for leaf, _ in self._leaves if leaf.doc_count_all() for raw in leaf.lexicon(STEMS)}

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    def _having(self, stem: str) -> Iterator[tuple["IndexReader", int]]:
        return ((leaf, offset) for leaf, offset in self._leaves if (STEMS, stem) in leaf)

    def _column(self, name: str) -> Iterator[tuple[int, str]]:
        for leaf, offset in self._leaves:
            if leaf.doc_count_all():
                column = leaf.column_reader(name)
                yield from ((offset + number, column[number].decode()) for number in leaf.all_doc_ids())


def _storage(place: "Path | Storage") -> "Storage":
    from whoosh.filedb.filestore import FileStorage  # noqa: PLC0415 - start-up: only searching needs it

    return FileStorage(str(place)) if isinstance(place, Path) else place  # type: ignore[no-untyped-call]
