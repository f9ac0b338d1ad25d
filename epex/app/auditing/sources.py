"""Where a witness sees a checkpoint: a base's folder, a bundle, a request with its proof of growth, or one file."""

import re
import zipfile
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from epex.app.config import FILE_NAME, Config, read_config
from epex.app.opening import open_database, origin
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.checkpoint import Checkpoint, Checkpoints, Signed, read_checkpoint
from epex.core.log.database import Database, UnsafeLog
from epex.core.log.ledger import is_consistent, root_of
from epex.core.log.notes import PublicKey
from epex.core.log.rows import RowReader

REQUEST = re.compile(r"old (0|[1-9][0-9]{0,17})\n((?:[A-Za-z0-9+/]{43}=\n){0,63})\n")
LARGEST = 1_000_000_000
CHECKPOINTS = "checkpoints"


@dataclass(frozen=True, slots=True)
class Growth:
    """A proof that a log grew out of its first `size` events."""

    size: int
    path: Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Shown:
    """A checkpoint as it is shown to a witness, with what there is to check it by.

    `home` is the folder of checkpoints that a cosignature can be given back to.
    """

    signed: Signed
    leaves: Sequence[bytes] | None = None
    growth: Growth | None = None
    keys: Sequence[PublicKey] = field(default=())
    home: Path | None = None

    def grew_from(self, seen: Checkpoint) -> bool | None:
        """Tell whether the log grew out of what was seen; None when nothing here can show it."""
        shown = self.signed.checkpoint
        if seen.size == shown.size:
            return seen.root == shown.root
        if self.leaves is not None and (seen.size > len(self.leaves) or root_of(self.leaves[: seen.size]) != seen.root):
            return False
        if seen.size > shown.size:
            return None
        if self.leaves is not None:
            return True
        if self.growth is None or self.growth.size != seen.size:
            return None
        return is_consistent(seen.size, seen.root, shown.size, shown.root, self.growth.path)

    def is_whole(self) -> bool:
        """Tell whether the checkpoint is that of the ledger it is shown with, if there is one."""
        size = self.signed.checkpoint.size
        return self.leaves is None or root_of(self.leaves[:size]) == self.signed.checkpoint.root


def shown_at(place: Path) -> Shown:
    """Look at a base's folder, its folder of checkpoints, a bundle, a request, or one checkpoint.

    Raises Refused when there is nothing of the kind.
    """
    if place.is_dir():
        folder = place.parent if place.name == CHECKPOINTS and _is_base(place.parent) else place
        return _of_base(folder) if _is_base(folder) else _of_folder(place)
    if not place.is_file():
        raise Refused(f"There is no {place}; name a base's folder, a bundle or a checkpoint.")
    if zipfile.is_zipfile(place):
        return _of_bundle(place)
    if found := REQUEST.match(place.read_text("utf-8", "replace")):
        return _of_request(place, found)
    folder = place.resolve().parent
    signed = read_checkpoint(place)
    if folder.name == CHECKPOINTS and _is_base(folder.parent):
        return _of_base(folder.parent, signed)
    return Shown(signed)


def _is_base(folder: Path) -> bool:
    return (folder / FILE_NAME).is_file()


def _of_base(folder: Path, signed: Signed | None = None) -> Shown:
    config = read_config(folder)
    checkpoints, engine = Checkpoints(config.checkpoints_folder), _opened(config)
    keys = tuple(announced_keys(engine).values())
    own = (newest for key in keys if key.name == origin(config) and (newest := checkpoints.newest_of(key)))
    shown = signed or next(own, None)
    if shown is None:
        raise Refused(f"{folder} has no checkpoint yet; its people make one with 'epex audit checkpoint'.")
    return Shown(shown, RowReader(engine).leaves(), keys=keys, home=checkpoints.folder)


def _opened(config: Config) -> Database:
    try:
        return open_database(config)
    except UnsafeLog as error:
        raise Refused(
            f"The log in {config.folder} cannot be read from here; ask for a bundle of it instead."
        ) from error


def _of_folder(folder: Path) -> Shown:
    newest = Checkpoints(folder).newest()
    if newest is None:
        raise Refused(f"{folder} holds no checkpoint; name a base's folder, a bundle or a checkpoint.")
    return Shown(newest, home=folder)


def _of_request(place: Path, found: re.Match[str]) -> Shown:
    try:
        signed = Signed.parse(place.read_text("utf-8")[found.end() :])
    except ValueError as error:
        raise Refused(f"{place} is no request to a witness ({error}); ask for it again.") from error
    return Shown(signed, growth=Growth(int(found[1]), [b64decode(line) for line in found[2].split()]))


def _of_bundle(place: Path) -> Shown:
    try:
        with zipfile.ZipFile(place) as bundle:
            names = sorted(name for name in bundle.namelist() if name.startswith(f"{CHECKPOINTS}/"))
            leaves = [bytes.fromhex(line) for line in _member(bundle, "ledger.txt").split()]
            keys = [PublicKey.from_vkey(line) for line in _member(bundle, "keys.txt").splitlines()]
            signed = Signed.parse(_member(bundle, names[-1])) if names else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused(f"{place} is no sound bundle ({error}); ask for it again.") from error
    if signed is None:
        raise Refused(f"{place} holds no checkpoint; ask for one that was made after 'epex audit checkpoint'.")
    return Shown(signed, leaves, keys=keys)


def _member(bundle: zipfile.ZipFile, name: str) -> str:
    if bundle.getinfo(name).file_size > LARGEST:
        raise ValueError(f"{name} is too large")
    return bundle.read(name).decode()
