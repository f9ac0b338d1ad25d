"""The folder of the index: one index serves, a new one is built beside it and put in its place."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from epex.core.decision import Refused
from epex.search.manifest import NAME, Manifest, hashes_of

PRIVATE = 0o700
LOCK = "lock"


class IndexFolder:
    """Where the index of one base lies; only what this base sealed is ever opened."""

    def __init__(self, root: Path, secret: bytes, schema: str) -> None:
        """Name the place; nothing is read or made yet."""
        self.root = root
        self._secret = secret
        self._schema = schema

    def verified(self, opened: Manifest | None = None) -> Manifest | None:
        """Give the manifest when every file of the index is as it was written, else None.

        The files of the index that is `opened` already are not read again.
        """
        try:
            manifest = Manifest.unsealed((self.root / NAME).read_bytes(), self._secret)
            if manifest is None or manifest.schema != self._schema:
                return None
            sound = manifest == opened or hashes_of(self.path(manifest)) == manifest.files
        except OSError:
            return None
        return manifest if sound else None

    def path(self, manifest: Manifest) -> Path:
        """Name the folder that serves."""
        return self.root / manifest.folder

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one process at a time change the index.

        Raises Refused when the folder cannot be written, and FileNotFoundError when it was taken away meanwhile.
        """
        from whoosh.util.filelock import FileLock  # noqa: PLC0415 - start-up: only searching needs it

        with self._writable():
            self.root.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            self.root.chmod(PRIVATE)
            lock = FileLock(str(self.root / LOCK))
            lock.acquire(blocking=True)
            try:
                yield
            finally:
                lock.release()

    def fresh(self) -> Path:
        """Make an empty folder for a new index."""
        folder = self.root / token_hex(8)
        folder.mkdir(mode=PRIVATE)
        return folder

    def publish(self, folder: Path, position: int, documents: int, known: Mapping[str, str] | None = None) -> Manifest:
        """Let a written index serve, and throw away every other one."""
        manifest = Manifest(
            schema=self._schema,
            position=position,
            documents=documents,
            folder=folder.name,
            files=hashes_of(folder, known),
        )
        draft = self.root / f"{NAME}.new"
        draft.write_bytes(manifest.sealed(self._secret))
        os.replace(draft, self.root / NAME)  # noqa: PTH105 - Path.replace is the same call with a longer name
        self._clear(keep={NAME, LOCK, folder.name})
        return manifest

    def _clear(self, keep: set[str]) -> None:
        for path in self.root.iterdir():
            if path.name in keep:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    @contextmanager
    def _writable(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            # Somebody took the index away meanwhile, for there is another one.
            raise
        except OSError as error:
            message = (
                f"The search index cannot be written in {self.root}; make the folder writable, or free some space."
            )
            raise Refused(message) from error
