"""The Whoosh index that follows the sections of a base, and is built anew whenever it is not sound."""

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from epex.core.decision import Refused
from epex.core.watching import each
from epex.projections.positions import Stand
from epex.projections.statistics import Statistics
from epex.search.backend import Answer, State
from epex.search.folder import IndexFolder
from epex.search.index import Snapshot, create, engine, write
from epex.search.manifest import Manifest
from epex.search.ranking import Postings

if TYPE_CHECKING:
    from epex.projections.store import Connection

NAME = "whoosh"
# Others may take away what is being written, but not again and again.
TRIES = 3


class FollowingIndex:
    """The index of one base, in its place on disk."""

    name = NAME

    def __init__(self, root: Path, secret: bytes, statistics: Statistics, destroyed: str = "") -> None:
        """Name the place; nothing is opened yet."""
        self._root = root
        self._secret = secret
        self._statistics = statistics
        self._destroyed = destroyed
        self._manifest: Manifest | None = None
        self._snapshot: Snapshot | None = None

    def ask(self, question: Callable[[Postings], Answer]) -> Answer:
        """Put a question to an index that holds every section as it is now; one that is damaged is built anew."""
        counted = self._statistics.catch_up()
        try:
            return question(self._current(counted))
        except Refused:
            raise
        except Exception:  # noqa: BLE001 - a damaged index raises anything
            self.rebuild()
            return question(self._current(self._statistics.catch_up()))

    def rebuild(self) -> State:
        """Build the index anew beside the one that serves, then put it in its place."""
        self.close()
        for _ in range(TRIES - 1):
            try:
                return self._rebuilt()
            except Refused:
                raise
            except Exception:  # noqa: BLE001, S112 - what was taken away meanwhile raises anything
                continue
        return self._rebuilt()

    def _rebuilt(self) -> State:
        counted = self._statistics.catch_up()
        folder = self._folder(counted)
        with folder.writing():
            return _state(self._built(folder, counted))

    def state(self) -> State | None:
        """Tell how far an index that is sound has come, else None."""
        manifest = self._folder(self._statistics.catch_up()).verified()
        return _state(manifest) if manifest else None

    def close(self) -> None:
        """Let go of the files."""
        if self._snapshot:
            self._snapshot.close()
        self._manifest = self._snapshot = None

    def _folder(self, counted: Stand) -> IndexFolder:
        """Name the place of an index of these statistics: others number sections otherwise."""
        schema = f"{self._made}, sections {counted.version} {counted.build}, destroyed {self._destroyed}"
        return IndexFolder(self._root, self._secret, schema)

    @cached_property
    def _made(self) -> str:
        return engine()

    def _current(self, counted: Stand) -> Snapshot:
        folder = self._folder(counted)
        manifest = folder.verified(self._manifest)
        if manifest is None or manifest.position != counted.position:
            manifest = self._caught_up(folder, counted)
        if self._snapshot is None or manifest != self._manifest:
            self.close()
            self._snapshot = Snapshot(folder.path(manifest))
            self._manifest = manifest
        return self._snapshot

    def _caught_up(self, folder: IndexFolder, counted: Stand) -> Manifest:
        with folder.writing():
            # Another process may have done it while this one waited.
            manifest = folder.verified()
            if manifest and manifest.position < counted.position:
                manifest = self._extended(folder, manifest, counted)
            return manifest or self._built(folder, counted)

    def _extended(self, folder: IndexFolder, manifest: Manifest, counted: Stand) -> Manifest | None:
        try:
            return self._extend(folder, manifest, counted)
        except (OSError, Refused):
            raise
        except Exception:  # noqa: BLE001 - a damaged index raises anything
            return None

    def _extend(self, folder: IndexFolder, manifest: Manifest, counted: Stand) -> Manifest:
        place = folder.path(manifest)
        with self._statistics.standing_still() as connection:
            with closing(Snapshot(place)) as before:
                gone = self._statistics.gone(connection, manifest.position, counted.position)
                outdated = [before.documents[number] for number in gone if number in before.documents]
            held = self._write(connection, place, manifest.position, counted, outdated)
        return folder.publish(place, counted.position, held, known=manifest.files)

    def _built(self, folder: IndexFolder, counted: Stand) -> Manifest:
        place = folder.fresh()
        create(place)
        with self._statistics.standing_still() as connection:
            held = self._write(connection, place, 0, counted)
        return folder.publish(place, counted.position, held)

    def _write(
        self, connection: "Connection", place: Path, after: int, counted: Stand, outdated: Sequence[int] = ()
    ) -> int:
        """Write what is new, and take out what is outdated; return how many documents there are now."""
        sections = self._statistics.changed(connection, after, counted.position)
        write(place, each("Indexing", "sections", sections, self._statistics.newer(connection, after)), outdated)
        return self._statistics.held(connection)


def _state(manifest: Manifest) -> State:
    return State(manifest.position, manifest.documents)
