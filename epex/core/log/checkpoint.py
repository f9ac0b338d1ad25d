"""Checkpoints, as c2sp.org/tlog-checkpoint has them: how many events there were, and the root over them."""

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64
from epex.core.log.notes import COSIGNATURE, KEY_BYTES, Note, PublicKey

ORIGIN = "epex/"
REGISTER = "destroyed-keys"
SUFFIX = ".txt"
NAME = re.compile(r"[0-9]{12}-[0-9a-f]{8}\.txt")
PRIVATE_FOLDER = 0o700
HASH_BYTES = 32
TEXT = re.compile(rf"(\S+)\n(0|[1-9][0-9]{{0,17}})\n([A-Za-z0-9+/]{{43}}=)\n(?:{REGISTER} ([A-Za-z0-9+/]{{43}}=)\n)?")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's size and root at one moment, with the hash of the register of destroyed keys at that moment."""

    origin: str
    size: int
    root: bytes
    register: bytes | None = None

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read the text of a checkpoint; raises ValueError when it is none."""
        found = TEXT.fullmatch(text)
        if not found:
            raise ValueError("it is no checkpoint")
        register = b64decode(found[4]) if found[4] else None
        return cls(found[1], int(found[2]), b64decode(found[3]), register)

    @property
    def text(self) -> str:
        """Write what is signed."""
        extension = f"{REGISTER} {b64encode(self.register).decode()}\n" if self.register is not None else ""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n{extension}"


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint with the note that it was read from."""

    checkpoint: Checkpoint
    note: Note

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Read a signed checkpoint; raises ValueError when it is none."""
        note = Note.parse(raw)
        return cls(Checkpoint.from_text(note.text), note)

    def witnesses(self) -> list[PublicKey]:
        """List the witnesses whose cosignatures verify; a witness's name ends with its key."""
        named = {signature.name for signature in self.note.signatures if signature.name != self.checkpoint.origin}
        return [key for name in sorted(named) if (key := witness_key(name)) and key.verifies(self.note)]

    def sound(self) -> "Signed":
        """Leave out every line but the log's own and those of witnesses whose cosignatures verify."""
        kept = {self.checkpoint.origin, *(key.name for key in self.witnesses())}
        lines = tuple(line for line in self.note.signatures if line.name in kept)
        return Signed(self.checkpoint, Note(self.note.text, lines))


class Checkpoints:
    """The folder of signed checkpoints, one file each and nothing else."""

    def __init__(self, folder: Path) -> None:
        """Name the folder."""
        self.folder = folder

    def write(self, signed: Signed) -> Path:
        """Keep a checkpoint; sound cosignatures join those that are there already.

        Raises Refused when the file that is there is none.
        """
        self.folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path = self.folder / file_name(signed.checkpoint)
        known = read_checkpoint(path).note.signatures if path.exists() else ()
        note = Note(signed.note.text, known).with_signatures(*signed.sound().note.signatures)
        beside = path.with_suffix(".new")
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(str(note))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        return path

    def paths(self) -> list[Path]:
        """List the files, the smallest log first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(path for path in found if NAME.fullmatch(path.name))

    def all(self) -> Iterator[tuple[Path, Signed]]:
        """Read every checkpoint; raises Refused at a file that is none."""
        return ((path, read_checkpoint(path)) for path in self.paths())

    def newest(self) -> Signed | None:
        """Read the checkpoint over most events; raises Refused when that file is none."""
        paths = self.paths()
        return read_checkpoint(paths[-1]) if paths else None

    def newest_of(self, key: PublicKey) -> Signed | None:
        """Read the checkpoint over most events that a key signed; what is broken or somebody else's is passed over."""
        found = self.readable(newest_first=True)
        return next(
            (signed for signed in found if signed.checkpoint.origin == key.name and key.verifies(signed.note)), None
        )

    def readable(self, *, newest_first: bool = False) -> Iterator[Signed]:
        """Read what can be read; what cannot is named by a verification, and locks nobody out."""
        for path in reversed(self.paths()) if newest_first else self.paths():
            with suppress(Refused):
                yield read_checkpoint(path)


def read_checkpoint(path: Path) -> Signed:
    """Read one file.

    Raises Refused when it cannot be read, or is no checkpoint.
    """
    try:
        return Signed.parse(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Refused(f"There is no file {path}; name a checkpoint that exists.") from error
    except (ValueError, OSError) as error:
        raise Refused(f"{path} is no signed checkpoint ({_reason(error)}); take it from where it was kept.") from error


def file_name(checkpoint: Checkpoint) -> str:
    """Name the file of a checkpoint: its size, then the beginning of its text's SHA-256."""
    return f"{checkpoint.size:012}-{sha256(checkpoint.text.encode()).hexdigest()[:8]}{SUFFIX}"


def witness_name(name: str, public: str) -> str:
    """Name a witness so that whoever holds a cosignature can verify it: its name, then its key in base64url."""
    return f"{name}/{public}"


def witness_key(name: str) -> PublicKey | None:
    """Read a witness's key out of its name; None when there is none in it."""
    try:
        public = from_base64(name.rpartition("/")[2])
    except ValueError:
        return None
    return PublicKey(name, public, COSIGNATURE) if "/" in name and len(public) == KEY_BYTES else None


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not text"
    return error.strerror or "it cannot be read" if isinstance(error, OSError) else str(error)
