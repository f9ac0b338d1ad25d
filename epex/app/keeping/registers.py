"""Registers of destroyed keys from elsewhere: whoever was erased may not come back with a backup."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from epex.app.config import Config
from epex.app.keeping.archive import LONGEST_TEXT, UNREADABLE
from epex.app.keys import DATABASE, write_private
from epex.app.opening import origin
from epex.core.decision import Refused
from epex.core.log.checkpoint import Checkpoints
from epex.core.log.notes import Note, PublicKey
from epex.core.log.register import FILE_NAME, Register, parse_register, register_hash, register_text
from epex.core.log.vault import Vault


def find_register(path: Path) -> Note:
    """Read a register: a file of its own, or the one in a backup, a backup of keys or a bundle.

    Raises Refused when there is none.
    """
    try:
        if not is_zipfile(path):
            return parse(path.read_text("utf-8"), path)
        with ZipFile(path) as archive, archive.open(FILE_NAME) as member:
            return parse(member.read(LONGEST_TEXT).decode(), path)
    except (KeyError, ValueError, *UNREADABLE) as error:
        raise Refused(f"{path} holds no register of destroyed keys that can be read; name another file.") from error


def parse(text: str, path: Path) -> Note:
    """Read the text of a signed register.

    Raises Refused when it is none.
    """
    try:
        note = Note.parse(text)
        parse_register(note.text)
    except ValueError as error:
        raise Refused(f"The register of destroyed keys in {path} is damaged ({error}); take another copy.") from error
    return note


def apply_registers(config: Config, notes: Sequence[Note], keys: Mapping[str, PublicKey]) -> int:
    """Destroy in a folder of keys whatever one of several registers lists, and keep the longest; count what is listed.

    Raises Refused when one was not signed by this base, or its newest checkpoint knows of a newer one.
    """
    key = keys.get(origin(config))
    if notes and (key is None or not all(key.verifies(note) for note in notes)):
        raise Refused("A register of destroyed keys was not signed by this base; take the one from its own backup.")
    listed = sorted((parse_register(note.text) for note in notes), key=len)
    whole = {subject: moment for rows in reversed(listed) for subject, moment in rows.items()}
    vault = Vault(config.keys_folder / DATABASE, {})
    register = Register(origin(config), config.keys_folder / FILE_NAME, vault)
    for note in sorted(notes, key=lambda note: len(note.text)):
        register.path.unlink(missing_ok=True)
        write_private(register.path, str(note).encode())
        register.apply(key)
    if key:
        hold_newest(config, vault, whole, key)
    return len(whole)


def hold_newest(config: Config, vault: Vault, whole: Mapping[str, str], key: PublicKey) -> None:
    """Note down that the register which the newest checkpoint knows of is part of what was destroyed.

    Raises Refused when it is not.
    """
    newest = Checkpoints(config.checkpoints_folder).newest_of(key)
    digest = newest.checkpoint.register if newest else None
    if not newest or not digest:
        return
    in_time = sorted(whole.items(), key=lambda row: (row[1], row[0]))
    earlier = (dict(in_time[:count]) for count in range(len(in_time), -1, -1))
    if all(register_hash(register_text(newest.checkpoint.origin, rows)) != digest for rows in earlier):
        raise Refused(
            f"The register of destroyed keys is older than the checkpoint over {newest.checkpoint.size} events, and"
            " would bring back what was erased; add a newer one with --register."
        )
    with vault.store.writing() as connection:
        connection.execute("INSERT OR IGNORE INTO registers VALUES (?)", (digest,))
