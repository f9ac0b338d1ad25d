"""Look at every byte below some folders, also within archives and compressed files."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from epex.app.erasing.forms import Bounds, Finder
from epex.app.erasing.sought import SQLITE, SoughtKeys
from epex.core.log.canonical import canonical_json
from epex.core.watching import watched

CHUNK = 2 << 20
KILOBYTE = 1 << 10
HEAD = 8192
DEEPEST = 4
# More than this is a trap, or nothing that a base has to do with.
LARGEST_INNER = 16 << 30
# What is packed and larger than this is unpacked while it is read, again and again.
IN_MEMORY = 32 << 20
SPOILT = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
Opener = Callable[[IO[bytes]], Any]
COMPRESSED: dict[bytes, Opener] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
ZIP = b"PK\x03\x04"
HOLDS_KEY = "it still holds a key of what is to go; delete it"
LEADS_OUT = "it is a link that leads out of the base"
TOO_DEEP = "what is packed in it is packed too deep to be looked into"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found in one file, or in a member of one; `fault` says why it could not be looked into."""

    path: str
    size: int
    hits: int
    fault: str = ""


def _unheard(_size: int) -> None:
    pass


class TooLarge(ValueError):
    """Say that something grows beyond all bounds when it is unpacked."""


class Scan:
    """Looks for texts in the files below some folders."""

    def __init__(self, base: Path, others: Iterable[Path], finder: Finder, keys: SoughtKeys | None = None) -> None:
        """Look below the base's folder, and at folders and files that lie elsewhere, for texts and for keys."""
        self._base = base.resolve()
        self._roots = [self._base, *(path.resolve() for path in others)]
        self._finder = finder
        self._keys = keys or SoughtKeys()
        self._seen: set[tuple[int, int]] = set()
        self._done = 0
        self._tell: Callable[[], None] = lambda: None

    def run(self) -> Iterator[Scanned]:
        """Give what was found, file by file, in the order of their names."""
        total = sum(map(_bytes_below, self._roots))
        with watched("Looking", "KB") as tell:
            self._tell = lambda: tell(self._done // KILOBYTE, total // KILOBYTE)
            for root in self._roots:
                yield from self._path(root)

    def _looked_at(self, size: int) -> None:
        self._done += size
        self._tell()

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
        if path.is_symlink():
            yield from self._link(path)
            return
        try:
            found = path.stat()
        except OSError:
            # A file that has gone: its name is all there is.
            yield Scanned(self.name(path), 0, self._named(path))
            return
        is_known = (found.st_dev, found.st_ino) in self._seen
        self._seen.add((found.st_dev, found.st_ino))
        if (is_known or not S_ISREG(found.st_mode)) and path not in self._roots and (hits := self._named(path)):
            yield Scanned(self.name(path), 0, hits)
        if is_known:
            return
        if path.is_dir():
            yield from self._folder(path)
        elif S_ISREG(found.st_mode):
            yield from self._file(path)

    def _link(self, path: Path) -> Iterator[Scanned]:
        """Look at a link itself: what it leads to is looked at where it lies, or it is nobody's business here."""
        try:
            goal = path.resolve()
        except (OSError, RuntimeError):
            goal = self._base
        is_inside = any(goal.is_relative_to(root) for root in self._roots)
        hits = self._named(path) + self._finder.count(str(path.readlink()).encode(errors="replace"))
        yield Scanned(self.name(path), 0, hits, "" if is_inside else LEADS_OUT)

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
        is_packed = _is_packed(file, head)
        file.seek(0)
        bounds = Bounds.CELLS if b"\0" in head else Bounds.WORDS
        # In what is packed a short text stands by chance; what is in it is unpacked below.
        finder = self._finder.telling() if is_packed else self._finder
        # What is packed in a file is part of its size.
        looked_at = _unheard if depth else self._looked_at
        size, hits, has_key = count(file, finder, bounds, self._keys, looked_at)
        if head.startswith(SQLITE) and not has_key:
            file.seek(0)
            has_key = self._keys.are_in_database(file, size)
        fault = HOLDS_KEY if has_key else TOO_DEEP if is_packed and depth == DEEPEST else ""
        yield Scanned(name, size, hits, fault)
        if is_packed and depth < DEEPEST:
            file.seek(0)
            yield from self._unpacked(name, file, head, depth)

    def _unpacked(self, name: str, file: IO[bytes], head: bytes, depth: int) -> Iterator[Scanned]:
        opener = next((opened for magic, opened in COMPRESSED.items() if head.startswith(magic)), None)
        try:
            if opener is None:
                yield from self._members(name, file, depth)
            else:
                yield from self._looked_into(f"{name}!", _inner(opener(file)), depth + 1)
        except SPOILT as error:
            yield Scanned(f"{name}!", 0, 0, f"what is packed in it cannot be read ({type(error).__name__})")

    def _members(self, name: str, file: IO[bytes], depth: int) -> Iterator[Scanned]:
        with ZipFile(file) as archive:
            for member in archive.infolist():
                named = self._finder.count(member.filename.encode(errors="replace"))
                if member.is_dir():
                    if named:
                        yield Scanned(f"{name}!{member.filename}", 0, named)
                    continue
                with archive.open(member) as content:
                    whole, *further = self._looked_into(f"{name}!{member.filename}", _inner(content), depth + 1)
                yield Scanned(whole.path, whole.size, whole.hits + named, whole.fault)
                yield from further


def count(
    file: IO[bytes],
    finder: Finder,
    bounds: Bounds,
    keys: SoughtKeys | None = None,
    looked_at: Callable[[int], None] = _unheard,
) -> tuple[int, int, bool]:
    """Give the size of a file, how often the texts stand in it, and whether a key does.

    What lies across two portions counts once; raises TooLarge when it grows beyond all bounds.
    """
    sought = keys or SoughtKeys()
    size, hits, has_key, reach, before = 0, 0, False, max(finder.reach, sought.reach), b""
    while portion := file.read(CHUNK):
        size += len(portion)
        if size > LARGEST_INNER:
            raise TooLarge
        raw = before + portion
        # What stands wholly in the overlap was counted with the portion before.
        hits += finder.count(raw, bounds) - (finder.count(before, bounds) if before else 0)
        has_key = has_key or sought.are_in(raw)
        before = raw[-reach:]
        looked_at(len(portion))
    return size, hits, has_key


def digest(scanned: Iterable[Scanned]) -> str:
    """Hash what was looked through: each name, size and count, in canonical JSON."""
    return sha256(canonical_json([[each.path, each.size, each.hits] for each in scanned])).hexdigest()


def _bytes_below(root: Path) -> int:
    total = 0
    # What cannot be read now is told of when it is looked at.
    with suppress(OSError):
        for path in (root, *root.rglob("*")):
            total += path.lstat().st_size if path.is_file() else 0
    return total


def _is_packed(file: IO[bytes], head: bytes) -> bool:
    if head.startswith((ZIP, *COMPRESSED)):
        return True
    file.seek(0)
    try:
        # An archive may stand behind something else, such as a program that unpacks it.
        return is_zipfile(file)
    except SPOILT:
        return False


def _inner(content: Any) -> IO[bytes]:
    """Take what is small into memory, for a temporary file would be one more place to look at."""
    raw = content.read(IN_MEMORY + 1)
    if len(raw) <= IN_MEMORY:
        return BytesIO(raw)
    content.seek(0)
    return content  # type: ignore[no-any-return]
