"""An index that follows the documents: opened when it is sound, extended when it is behind, built anew otherwise."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from epex.core.decision import Refused
from epex.core.watching import each
from epex.projections.document_queries import Documents, Extent
from epex.projections.documents import DOCUMENTS
from epex.projections.table import Row
from epex.search.folder import IndexFolder
from epex.search.index import Analysed, Snapshot, create, engine, write
from epex.search.languages import code_of, stems
from epex.search.manifest import Manifest
from epex.search.texts import bodies, language_of_rest, titles

ANALYSIS = 1
Answer = TypeVar("Answer")


class FollowingIndex:
    """The index of one base, in its place on disk."""

    def __init__(
        self, root: Path, secret: bytes, documents: Documents, languages: Sequence[str], destroyed: str = ""
    ) -> None:
        """Name the place; nothing is opened yet."""
        self._root = root
        self._secret = secret
        self._documents = documents
        self._languages = tuple(languages)
        self._destroyed = destroyed
        self._manifest: Manifest | None = None
        self._snapshot: Snapshot | None = None

    def ask(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Put a question to an index that holds every document as it is now; one that is damaged is built anew."""
        try:
            return question(self._current())
        except Refused:
            raise
        except Exception:  # noqa: BLE001 - a damaged index raises anything
            self.rebuild()
            return question(self._current())

    def rebuild(self) -> Manifest:
        """Build the index anew beside the one that serves, then put it in its place."""
        self.close()
        with self._folder.writing():
            return self._built()

    def manifest(self) -> Manifest | None:
        """Give the manifest of an index that is sound, else None."""
        return self._folder.verified()

    def close(self) -> None:
        """Let go of the files."""
        if self._snapshot:
            self._snapshot.close()
        self._manifest = self._snapshot = None

    @cached_property
    def _folder(self) -> IndexFolder:
        made = f"{engine()}, analysis {ANALYSIS}, documents {DOCUMENTS.version}, {' '.join(self._languages)}"
        return IndexFolder(self._root, self._secret, f"{made}, destroyed {self._destroyed}")

    def _current(self) -> Snapshot:
        manifest = self._folder.verified(self._manifest)
        if manifest is None or extent_of(manifest) != self._documents.extent():
            manifest = self._caught_up()
        if self._snapshot is None or manifest != self._manifest:
            self.close()
            self._snapshot = Snapshot(self._folder.path(manifest))
            self._manifest = manifest
        return self._snapshot

    def _caught_up(self) -> Manifest:
        with self._folder.writing():
            # Another process may have done it while this one waited.
            manifest, extent = self._folder.verified(), self._documents.extent()
            if manifest and manifest.position < extent.position:
                manifest = self._extended(manifest)
            if manifest is None or _is_astray(manifest, self._documents.extent()):
                manifest = self._built()
            return manifest

    def _extended(self, manifest: Manifest) -> Manifest | None:
        try:
            return self._extend(manifest)
        except (OSError, Refused):
            raise
        except Exception:  # noqa: BLE001 - a damaged index raises anything
            return None

    def _extend(self, manifest: Manifest) -> Manifest:
        folder = self._folder.path(manifest)
        with closing(Snapshot(folder)) as before:
            numbers = before.numbers
        rows = list(self._documents.changed(manifest.position))
        outdated = [numbers[row["id"]] for row in rows if row["id"] in numbers]
        write(folder, analysed(each("Indexing", "documents", rows, len(rows)), self._languages), outdated)
        documents = len(numbers) + len(rows) - len(outdated)
        return self._folder.publish(folder, rows[-1]["position"], documents, known=manifest.files)

    def _built(self) -> Manifest:
        folder = self._folder.fresh()
        create(folder)
        rows = list(self._documents.changed())
        write(folder, analysed(each("Indexing", "documents", rows, len(rows)), self._languages))
        return self._folder.publish(folder, rows[-1]["position"] if rows else 0, len(rows))


def analysed(rows: Iterable[Row], languages: Sequence[str]) -> Iterator[Analysed]:
    """Take documents apart into the stems that an index keeps."""
    for row in rows:
        rest = language_of_rest(row, languages)
        texts = (*titles(row, rest), *bodies(row, rest))
        found = [stem for language, text in texts for stem in stems(text, language)]
        yield Analysed(row["id"], code_of(row["language"]) or rest, found)


def extent_of(manifest: Manifest) -> Extent:
    """Tell how far the documents of an index reach."""
    return Extent(manifest.position, manifest.documents)


def _is_astray(manifest: Manifest, extent: Extent) -> bool:
    """Tell an index that cannot come from these documents from one that is only behind."""
    ahead = manifest.position > extent.position
    return ahead or (manifest.position == extent.position and manifest.documents != extent.documents)
