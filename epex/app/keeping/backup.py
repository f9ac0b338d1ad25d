"""Back a base up: its log, settings, checkpoints and register of destroyed keys in one verified file; never a key."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from epex.app.config import FILE_NAME, SERVER, Config, as_toml, read_config
from epex.app.keeping.archive import Archive, NewArchive, new_archive
from epex.app.keeping.copies import announced, copy_base, examine, log_of, told
from epex.app.keeping.registers import apply_registers, parse
from epex.app.keys import PRIVATE_FOLDER
from epex.core.decision import Refused
from epex.core.log import register

KIND = "backup"
REGISTER = register.FILE_NAME
LOG = "events.db"
COPY = "copy"
HEAD = ("size", "root", "head", "faults")
NAMES = re.compile(r"events\.db|epex\.toml|destroyed\.txt|checkpoints/[0-9]{12}-[0-9a-f]{8}\.txt")
Tell = Callable[[str], None]


def back_up(config: Config, path: Path, *, tell: Tell, damaged: bool = False) -> dict[str, Any]:
    """Save all that was acknowledged until now, while others may go on writing; return what the file says of itself.

    Raises Refused when something is at the path, or the log is damaged and that was not asked for.
    """
    with new_archive(path) as archive:
        tell("Copying the log ...")
        place = archive.workplace / COPY
        place.mkdir(mode=PRIVATE_FOLDER)
        copied = copy_base(config, place)
        tell("Hashing every event again ...")
        verdict = examine(copied)
        if verdict["faults"] and not damaged:
            instead = "see 'epex audit verify', or save what is there with --damaged."
            raise Refused(f"Nothing was saved, for {told(verdict['faults'])}; {instead}")
        tell("Writing the file ...")
        _add_all(archive, config, copied)
        manifest = archive.seal(KIND, {**about(config), **{name: verdict[name] for name in HEAD}})
        with Archive.open(archive.path, KIND, NAMES) as written:
            written.require_sound()
            manifest["not_restorable"] = why = _not_restorable(written, copied)
        if why and not damaged:
            instead = "see 'epex doctor', or save what is there with --damaged."
            raise Refused(f"Nothing was saved, for it could not be restored: {why}; {instead}")
    return manifest


def damaged_places(faults: Sequence[Mapping[str, Any]]) -> int:
    """Count the events at which something is wrong."""
    return len({fault["position"] for fault in faults if fault["position"]})


def about(config: Config) -> dict[str, Any]:
    """Say which base something is of."""
    return {"base_id": config.base_id, "network": config.network}


def _not_restorable(written: Archive, copied: Config) -> str:
    """Do with the copy, whose log was verified, what a restore does with the rest; say what stopped it, if anything."""
    try:
        (copied.folder / FILE_NAME).write_bytes(written.read(FILE_NAME))
        read_config(copied.folder)
        copied.keys_folder.mkdir(mode=PRIVATE_FOLDER)
        notes = [parse(written.text(REGISTER), Path(REGISTER))] if REGISTER in written.names else []
        apply_registers(copied, notes, announced(copied))
    except Refused as refused:
        return str(refused).rstrip(".").partition("; ")[0]
    return ""


def _add_all(archive: NewArchive, config: Config, copied: Config) -> None:
    archive.add_file(LOG, log_of(copied))
    archive.add(FILE_NAME, _settings(config))
    for path in sorted(copied.checkpoints_folder.iterdir()):
        archive.add_file(f"{path.parent.name}/{path.name}", path)
    # After the checkpoints, so that none of them speaks of a register that is newer.
    if (config.keys_folder / REGISTER).exists():
        archive.add_file(REGISTER, config.keys_folder / REGISTER)


def _settings(config: Config) -> bytes:
    # The address of a server may hold a password, and elsewhere it would be the address of another base's log.
    if SERVER in config.log + config.views:
        return as_toml(config.at(config.folder)).encode()
    return (config.folder / FILE_NAME).read_bytes()
