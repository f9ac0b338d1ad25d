"""Restore a base from its backup into a new folder: believed only after every hash was compared, never run."""

import sqlite3
from pathlib import Path
from typing import Any

from epex.app.config import FILE_NAME, Config, read_config, write_config
from epex.app.keeping.archive import Archive
from epex.app.keeping.backup import KIND, LOG, NAMES, REGISTER, Tell
from epex.app.keeping.building import built_beside, require_free
from epex.app.keeping.copies import announced, examine, log_of, told
from epex.app.keeping.foreign import is_plain
from epex.app.keeping.registers import apply_registers, find_register, parse
from epex.app.keys import PRIVATE_FOLDER
from epex.core.decision import Refused


def restore(file: Path, folder: Path, *, tell: Tell, register: Path | None = None) -> dict[str, Any]:
    """Make a base of a backup in a new folder, without keys; return what it holds.

    Raises Refused when the backup is not as it was written, or the folder is in use; then nothing is left behind.
    """
    require_free(folder)
    with Archive.open(file, KIND, NAMES) as archive, built_beside(folder) as workplace:
        archive.require_room(workplace)
        tell("Reading the backup ...")
        config = _unpack(archive, workplace)
        tell("Hashing every event again ...")
        verdict = examine(config)
        _require_as_written(archive, verdict)
        notes = [parse(archive.text(REGISTER), file)] if REGISTER in archive.names else []
        erased = apply_registers(config, [*notes, *([find_register(register)] if register else [])], announced(config))
    return {
        "folder": str(folder),
        "base_id": config.base_id,
        "network": config.network,
        **{name: verdict[name] for name in ("size", "root", "head", "faults")},
        "erased_keys": erased,
        "made_at": archive.manifest.get("made_at"),
    }


def _unpack(archive: Archive, folder: Path) -> Config:
    if not {LOG, FILE_NAME} <= set(archive.names):
        raise Refused(f"{archive.path} holds no log, or no settings; take another copy of it.")
    archive.extract(FILE_NAME, folder / FILE_NAME)
    config = read_config(folder)
    if config.base_id != archive.manifest.get("base_id"):
        raise Refused(f"{archive.path} is put together from the backups of two bases; take another copy of it.")
    if config != config.at(folder):
        # Where the log, the views and the keys of the base that was backed up are is no place of this one.
        config = config.at(folder)
        write_config(config)
    for place in (log_of(config).parent, config.checkpoints_folder, config.keys_folder):
        place.mkdir(mode=PRIVATE_FOLDER)
    archive.extract(LOG, log_of(config))
    _require_plain_tables(archive, log_of(config))
    for name in archive.names:
        if name.startswith(f"{config.checkpoints_folder.name}/"):
            archive.extract(name, folder / name)
    return config


def _require_plain_tables(archive: Archive, log: Path) -> None:
    try:
        plain = is_plain(log)
    except sqlite3.DatabaseError as error:
        raise Refused(f"{archive.path} holds a log that cannot be read ({error}); take another copy of it.") from error
    if not plain:
        raise Refused(f"{archive.path} holds a database with more in it than a log, or less; take another copy of it.")


def _require_as_written(archive: Archive, verdict: dict[str, Any]) -> None:
    said = archive.manifest
    if verdict["faults"] and not said.get("faults"):
        raise Refused(f"{archive.path} cannot be restored, for {told(verdict['faults'])}; take another backup.")
    if any(said.get(name) != verdict[name] for name in ("size", "root")):
        raise Refused(f"{archive.path} says that its log is another one than it holds; take another copy of it.")
