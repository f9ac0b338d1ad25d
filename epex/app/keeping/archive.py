"""The file of a backup: a private zip with a manifest that names every member by its hash."""

import errno
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from re import Pattern
from secrets import token_hex
from shutil import disk_usage, rmtree
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from epex import __version__
from epex.app.keys import PRIVATE_FILE, PRIVATE_FOLDER
from epex.core.decision import Refused
from epex.core.watching import watched

FORMAT = 1
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64_000_000
LONGEST_TEXT = 64_000_000
PIECE = 1 << 20
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
DRAFT = "draft.zip"
UNREADABLE = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


@dataclass
class NewArchive:
    """An archive that is being written, in a private folder beside its place."""

    path: Path
    zip: ZipFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def workplace(self) -> Path:
        """Give the folder, for what goes into the archive."""
        return self.path.parent

    def add(self, name: str, content: bytes) -> None:
        """Add a member from memory."""
        self.zip.writestr(_described(name), content, ZIP_DEFLATED)
        self._keep(name, sha256(content).hexdigest(), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a member from a file."""
        digest, size = sha256(), 0
        with (
            path.open("rb") as file,
            self.zip.open(_described(name), "w", force_zip64=True) as member,
            watched(f"Packing {name}", "MB") as tell,
        ):
            whole = os.fstat(file.fileno()).st_size
            while piece := file.read(PIECE):
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                tell(size // PIECE, whole // PIECE)
        self._keep(name, digest.hexdigest(), size)

    def seal(self, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """Write the manifest, last of all."""
        manifest = {
            "kind": kind,
            "format": FORMAT,
            "program": f"epex {__version__}",
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **said,
            "members": self.members,
        }
        self.zip.writestr(_described(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1), ZIP_DEFLATED)
        self.zip.close()
        return manifest

    def _keep(self, name: str, digest: str, size: int) -> None:
        self.members[name] = {"sha256": digest, "bytes": size}


@contextmanager
def naming_a_full_disk(folder: Path) -> Iterator[None]:
    """Say that there is no room, where something is written into a folder; raises Refused then."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise Refused(f"The disk of {folder} is full; free some space, or name another place.") from error


@contextmanager
def new_archive(path: Path) -> Iterator[NewArchive]:
    """Write an archive beside its place, with a private folder to work in; it comes into its place when all is in it.

    Raises Refused when something is there already, or nothing can be written there.
    """
    _require_place(path)
    workplace = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with naming_a_full_disk(path.parent):
            workplace.mkdir(mode=PRIVATE_FOLDER)
            draft = workplace / DRAFT
            os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            with ZipFile(draft, "w", ZIP_DEFLATED) as written:
                yield NewArchive(draft, written)
            sync(draft)
            _require_place(path)
            draft.replace(path)
            sync(path.parent)
    finally:
        # What a killed run left goes too; whoever else writes to this place is refused.
        for left in path.parent.glob(f".{path.name}.*.part") if path.exists() else [workplace]:
            rmtree(left, ignore_errors=True)


@dataclass(frozen=True)
class Archive:
    """An archive that is being read; nothing in it is believed before its hash was compared."""

    path: Path
    zip: ZipFile
    manifest: dict[str, Any]

    @classmethod
    @contextmanager
    def open(cls, path: Path, kind: str, names: Pattern[str]) -> Iterator[Self]:
        """Open an archive of one kind, whose members have names of that kind only.

        Raises Refused when it is none, or damaged.
        """
        try:
            opened = ZipFile(path)
        except FileNotFoundError as error:
            raise Refused(f"There is no file {path}; name one that exists.") from error
        except UNREADABLE as error:
            raise _no_archive(path, kind, "it is no zip file, or was cut off") from error
        with opened:
            yield cls(path, opened, _manifest(path, opened, kind, names))

    @property
    def names(self) -> list[str]:
        """List the members."""
        return list(self.manifest["members"])

    def read(self, name: str) -> bytes:
        """Read a member that fits into memory; raises Refused when it was changed."""
        if self.manifest["members"][name]["bytes"] > LONGEST_TEXT:
            raise self._damaged(name)
        return b"".join(self._pieces(name))

    def text(self, name: str) -> str:
        """Read a text; raises Refused when it was changed."""
        try:
            return self.read(name).decode()
        except UnicodeDecodeError as error:
            raise self._damaged(name) from error

    def extract(self, name: str, target: Path) -> None:
        """Write a member into a new private file; raises Refused when it was changed."""
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            for piece in self._pieces(name):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())

    def require_sound(self) -> None:
        """Read every member once; raises Refused when one is not as its hash says."""
        for name in self.names:
            for _ in self._pieces(name):
                pass

    def require_room(self, folder: Path) -> None:
        """Refuse when the members do not fit on the disk."""
        needed = sum(member["bytes"] for member in self.manifest["members"].values())
        if needed > disk_usage(folder).free:
            raise Refused(f"{self.path} needs {needed} bytes, which are not free in {folder}; free some space first.")

    def _pieces(self, name: str) -> Iterator[bytes]:
        expected, digest, size = self.manifest["members"][name], sha256(), 0
        try:
            with self.zip.open(name) as member, watched(f"Unpacking {name}", "MB") as tell:
                while piece := _piece(member):
                    size += len(piece)
                    if size > expected["bytes"]:
                        break
                    digest.update(piece)
                    yield piece
                    tell(size // PIECE, expected["bytes"] // PIECE)
        except UNREADABLE as error:
            raise self._damaged(name) from error
        if (size, digest.hexdigest()) != (expected["bytes"], expected["sha256"]):
            raise self._damaged(name)

    def _damaged(self, name: str) -> Refused:
        return Refused(f"{self.path} is damaged: its member {name} is not as it was written; take another copy of it.")


def sync(path: Path) -> None:
    """Make durable what a file holds, or which files a folder holds."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _piece(member: IO[bytes]) -> bytes:
    return member.read(PIECE)


def _described(name: str) -> ZipInfo:
    described = ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    described.compress_type = ZIP_DEFLATED
    described.external_attr = PRIVATE_FILE << 16
    return described


def _require_place(path: Path) -> None:
    if path.exists():
        raise Refused(f"{path} is there already; name a new file, so that nothing is written over.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}; make it, or name another place.")


def _manifest(path: Path, opened: ZipFile, kind: str, names: Pattern[str]) -> dict[str, Any]:
    listed = [info.filename for info in opened.infolist()]
    try:
        if opened.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise _no_archive(path, kind, "its manifest is too long")
        manifest = json.loads(opened.read(MANIFEST))
        members = manifest["members"]
        sound = all(_is_member(name, member, names) for name, member in members.items())
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError, *UNREADABLE) as error:
        raise _no_archive(path, kind, "its manifest is missing or cannot be read") from error
    if manifest.get("kind") != kind or manifest.get("format") != FORMAT:
        found = f"{manifest.get('kind')}, format {manifest.get('format')}"
        raise _no_archive(path, kind, f"it says that it is {found}")
    if not sound or sorted(listed) != sorted([*members, MANIFEST]):
        raise _no_archive(path, kind, "it does not hold what its manifest lists, or more")
    return dict(manifest)


def _is_member(name: str, member: Any, names: Pattern[str]) -> bool:
    return bool(names.fullmatch(name)) and type(member["bytes"]) is int and type(member["sha256"]) is str


def _no_archive(path: Path, kind: str, why: str) -> Refused:
    return Refused(f"{path} is no {kind} of epex that can be read: {why}; take another copy of it.")
