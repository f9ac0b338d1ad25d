"""A disk that forgets: a power cut keeps what SQLite synced, and a random part of the rest."""

# ruff: noqa: N802 - the library calls its methods so

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

NAME = "forgetful"
SECTOR = 512
WRITE_CHANCES = ("kept", "lost", "torn")
KEPT_FILES = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL


@dataclass
class Written:
    """One write that may still get lost: bytes at a place, or a new length."""

    offset: int
    raw: bytes | None = None


@dataclass
class Platter:
    """What surely is on the disk of one file, and what was written since."""

    synced: bytes = b""
    is_listed: bool = False
    is_deleted: bool = False
    waiting: list[Written] = field(default_factory=list)

    def sync(self) -> None:
        """Bring everything that waits to the disk."""
        self.synced = _written(self.synced, self.waiting)
        self.is_listed, self.waiting = True, []

    def after_cut(self, drawn: Random) -> bytes | None:
        """Draw what a power cut leaves of the file; None is no file."""
        if (self.is_deleted or not self.is_listed) and drawn.random() < 1 / 2:
            return None
        survivors = [part for write in self.waiting for part in _survivors(write, drawn)]
        return _written(self.synced, survivors)


class Disk(apsw.VFS):
    """The machine's file system, watched; after `cut_after` writes and syncs it is as if there were no more power."""

    def __init__(self) -> None:
        """Register under one name for this process; a disk that does not sync folders is a fault to plant."""
        super().__init__(NAME, "")
        self.syncs_folders = True
        self.insert({}, 0)

    def insert(self, files: dict[Path, bytes], cut_after: int) -> None:
        """Begin with files that are on the disk; a cut after 0 never comes."""
        self.platters = {str(path): Platter(raw, is_listed=True) for path, raw in files.items()}
        self.cut_after = cut_after
        self.steps = 0

    @property
    def is_off(self) -> bool:
        """Tell whether the power was cut."""
        return 0 < self.cut_after <= self.steps

    def step(self) -> None:
        """Count one write, sync, or deletion; the one that meets the cut is not finished."""
        if not self.is_off:
            self.steps += 1
        if self.is_off:
            raise apsw.IOError("The power was cut.")

    def after_cut(self, drawn: Random) -> dict[Path, bytes]:
        """Draw what a power cut leaves of all files."""
        drawn_files = {Path(name): platter.after_cut(drawn) for name, platter in sorted(self.platters.items())}
        return {path: raw for path, raw in drawn_files.items() if raw is not None}

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file and watch it, if it is one that outlives its connection."""
        if name is None or not flags[0] & KEPT_FILES:
            return apsw.VFSFile("", name, flags)
        path = name if isinstance(name, str) else name.filename()
        platter = self.platters.get(path)
        if platter is None or platter.is_deleted:
            self.platters[path] = Platter()
        return Watched(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001 - the library's signature
        """Delete a file; until its folder is synced, it may come back."""
        self.step()
        super().xDelete(filename, syncdir)
        platter = self.platters[filename]
        platter.is_deleted = True
        if syncdir and self.syncs_folders:
            del self.platters[filename]


class Watched(apsw.VFSFile):
    """One open file of the disk."""

    def __init__(self, disk: Disk, path: str, name: Any, flags: list[int]) -> None:
        """Open it in the machine's file system as well: there it is read."""
        super().__init__("", name, flags)
        self._disk = disk
        self._platter = disk.platters[path]

    def xWrite(self, raw: bytes, offset: int) -> None:
        """Write, without a promise."""
        self._wait(Written(offset, bytes(raw)))
        super().xWrite(raw, offset)

    def xTruncate(self, size: int) -> None:
        """Shorten, without a promise."""
        self._wait(Written(size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: ARG002 - the library's signature
        """Bring to the disk what was written."""
        self._disk.step()
        self._platter.sync()

    def _wait(self, write: Written) -> None:
        if not self._disk.is_off:
            self._platter.waiting.append(write)
        self._disk.step()


def _written(raw: bytes, writes: list[Written]) -> bytes:
    whole = bytearray(raw)
    for write in writes:
        if len(whole) < write.offset:
            whole.extend(bytes(write.offset - len(whole)))
        if write.raw is None:
            del whole[write.offset :]
        else:
            whole[write.offset : write.offset + len(write.raw)] = write.raw
    return bytes(whole)


def _survivors(write: Written, drawn: Random) -> list[Written]:
    match drawn.choice(WRITE_CHANCES):
        case "kept":
            return [write]
        case "torn" if write.raw:
            starts = range(0, len(write.raw), SECTOR)
            kept = [start for start in starts if drawn.random() < 1 / 2]
            return [Written(write.offset + start, write.raw[start : start + SECTOR]) for start in kept]
        case _:
            return []
