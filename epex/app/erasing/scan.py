"""Look at every byte below some folders, also within archives and compressed files."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from epex.app.erasing.forms import Bounds, Finder
from epex.core.log.canonical import canonical_json

CHUNK = 8 << 20
HEAD = 8192
DEEPEST = 4
# More than this is a trap, or nothing that a base has to do with.
LARGEST_INNER = 512 << 20
SPOILT = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
Opener = Callable[[IO[bytes]], Any]
COMPRESSED: dict[bytes, Opener] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found in one file, or in a member of one; `fault` says why it could not be looked into."""

    path: str
    size: int
    hits: int
    fault: str = ""


class TooLarge(ValueError):
    """Say that something grows beyond all bounds when it is unpacked."""


class Scan:
    """Looks for texts in the files below some folders."""

    def __init__(self, base: Path, others: Iterable[Path], finder: Finder) -> None:
        """Look below the base's folder, and at folders and files that lie elsewhere."""
        self._base = base.resolve()
        self._roots = [self._base, *(path.resolve() for path in others)]
        self._finder = finder
        self._seen: set[tuple[int, int]] = set()

    def run(self) -> Iterator[Scanned]:
        """Give what was found, file by file, in the order of their names."""
        for root in self._roots:
            yield from self._path(root)

    def name(self, path: Path) -> str:
        """Name a file as it is reported: by its path in the base, or from the root elsewhere."""
        name = path.relative_to(self._base) if path.is_relative_to(self._base) else path
        return name.as_posix().encode(errors="replace").decode()

    def _named(self, path: Path) -> int:
        own = path.relative_to(self._base).as_posix() if path.is_relative_to(self._base) else path.name
        return self._finder.count(own.encode(errors="replace"))

    def _folder(self, folder: Path) -> Iterator[Scanned]:
        try:
            paths = sorted(folder.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            yield Scanned(self.name(folder), 0, 0, f"it cannot be read ({error.strerror})")
            return
        for path in paths:
            yield from self._path(path)

    def _path(self, path: Path) -> Iterator[Scanned]:
        try:
            found = path.stat()
        except OSError:
            # A link to nothing, or a file that has gone: its name is all there is.
            yield Scanned(self.name(path), 0, self._named(path))
            return
        if (found.st_dev, found.st_ino) in self._seen:
            return
        self._seen.add((found.st_dev, found.st_ino))
        if path.is_dir():
            yield from self._folder(path)
        elif S_ISREG(found.st_mode):
            yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Scanned]:
        name = self.name(path)
        try:
            with path.open("rb") as file:
                whole, *members = self._looked_into(name, file, 0)
        except FileNotFoundError:
            return
        except OSError as error:
            yield Scanned(name, 0, 0, f"it cannot be read ({error.strerror})")
            return
        yield Scanned(name, whole.size, whole.hits + self._named(path), whole.fault)
        yield from members

    def _looked_into(self, name: str, file: IO[bytes], depth: int) -> Iterator[Scanned]:
        head = file.read(HEAD)
        file.seek(0)
        bounds = Bounds.CELLS if b"\0" in head else Bounds.WORDS
        size, hits = count(file, self._finder, bounds)
        yield Scanned(name, size, hits)
        if depth < DEEPEST:
            file.seek(0)
            yield from self._unpacked(name, file, head, depth)

    def _unpacked(self, name: str, file: IO[bytes], head: bytes, depth: int) -> Iterator[Scanned]:
        try:
            if head.startswith(ZIP):
                yield from self._members(name, file, depth)
            for magic, opened in COMPRESSED.items():
                if head.startswith(magic):
                    yield from self._looked_into(f"{name}!", _inner(opened(file)), depth + 1)
        except SPOILT as error:
            yield Scanned(f"{name}!", 0, 0, f"what is packed in it cannot be read ({type(error).__name__})")

    def _members(self, name: str, file: IO[bytes], depth: int) -> Iterator[Scanned]:
        with ZipFile(file) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                with archive.open(member) as content:
                    inner = _inner(content)
                whole, *further = self._looked_into(f"{name}!{member.filename}", inner, depth + 1)
                hits = whole.hits + self._finder.count(member.filename.encode(errors="replace"))
                yield Scanned(whole.path, whole.size, hits)
                yield from further


def count(file: IO[bytes], finder: Finder, bounds: Bounds) -> tuple[int, int]:
    """Give the size of a file, and how often the texts stand in it; what lies across two portions counts once."""
    size, hits, reach, before = 0, 0, finder.reach, b""
    while portion := file.read(CHUNK):
        size += len(portion)
        raw = before + portion
        # What stands wholly in the overlap was counted with the portion before.
        hits += finder.count(raw, bounds) - (finder.count(before, bounds) if before else 0)
        before = raw[-reach:]
    return size, hits


def digest(scanned: Iterable[Scanned]) -> str:
    """Hash what was looked through: each name, size and count, in canonical JSON."""
    return sha256(canonical_json([[each.path, each.size, each.hits] for each in scanned])).hexdigest()


def _inner(content: Any) -> IO[bytes]:
    """Unpack into memory, for a temporary file would be one more place to look at."""
    raw = content.read(LARGEST_INNER + 1)
    if len(raw) > LARGEST_INNER:
        raise TooLarge
    return BytesIO(raw)
