"""An index in memory, of documents as they stood on an earlier day; nothing of it is ever on disk."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from epex.core.watching import each
from epex.projections.document_queries import Documents
from epex.search.following import analysed, extent_of
from epex.search.index import Snapshot, create, in_memory, write
from epex.search.manifest import Manifest

Answer = TypeVar("Answer")


class PassingIndex:
    """The index of documents that seldom change; it is built when it is first asked, and goes with the process."""

    def __init__(self, documents: Documents, languages: Sequence[str]) -> None:
        """Name what is indexed; nothing is built yet."""
        self._documents = documents
        self._languages = tuple(languages)
        self._manifest: Manifest | None = None
        self._snapshot: Snapshot | None = None

    def ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Put a question to an index that holds every document as it is now."""
        if self._manifest is None or extent_of(self._manifest) != self._documents.extent():
            self.rebuild()
        assert self._snapshot is not None  # noqa: S101 - it was built a moment ago
        return question(self._snapshot)

    def rebuild(self) -> Manifest:
        """Build the index anew."""
        self.close()
        place = in_memory()
        create(place)
        rows = list(self._documents.changed())
        write(place, analysed(each("Indexing", "documents", rows, len(rows)), self._languages))
        position = rows[-1]["position"] if rows else 0
        self._snapshot = Snapshot(place)
        self._manifest = Manifest(schema="", position=position, documents=len(rows), folder="", files={})
        return self._manifest

    def manifest(self) -> Manifest | None:
        """Tell how far the index reaches; None before it was built."""
        return self._manifest

    def close(self) -> None:
        """Let go of the index."""
        if self._snapshot:
            self._snapshot.close()
        self._manifest = self._snapshot = None
