"""Back up the keys, apart from the log, and bring them back without ever bringing back who was erased."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import time
from typing import Any

from epex.app.config import FILES, Config
from epex.app.keeping.archive import Archive, new_archive
from epex.app.keeping.backup import REGISTER, Tell, about
from epex.app.keys import (
    DATABASE,
    OWN_SECRETS,
    PRIVATE_FOLDER,
    SIGNING,
    WRAPPING,
    key_file,
    parse_secret,
    source,
    wrapping_keys,
    write_private,
)
from epex.core.decision import Refused
from epex.core.log.canonical import to_base64
from epex.core.log.keystore import KeyStore
from epex.core.log.vault import Vault, fingerprint

KIND = "backup of keys"
NAMES = re.compile(r"keys\.db|destroyed\.txt|(base|evaluation|signing)\.key|(import|index)\.secret")
NEEDED = (SIGNING, *OWN_SECRETS)
LAST = "saved.txt"
PASSING = ".passing-"
AN_HOUR = 3600
OF_WRAPPINGS = "SELECT subject FROM keys WHERE wrapped IS NOT NULL AND wrapping = ?"


def back_up_keys(config: Config, path: Path, *, tell: Tell, is_trial: bool = False) -> dict[str, Any]:
    """Save all keys of a base in one private file, and open every one of them from it; return what it says of itself.

    Raises Refused when something is at the path, or a key is missing or does not open.
    """
    keys, begun = wrapping_keys(config), datetime.now(UTC)
    with new_archive(path) as archive:
        tell("Copying the keys ...")
        archive.add(DATABASE, copied_keys(config))
        for name in (*NEEDED, *((key_file(name) for name in keys) if config.wrapping == FILES else ())):
            archive.add(name, _read(config, name, keys))
        if (config.keys_folder / REGISTER).exists():
            archive.add_file(REGISTER, config.keys_folder / REGISTER)
        marks = {name: fingerprint(key) for name, key in keys.items()}
        manifest = archive.seal(KIND, {**about(config), "wrapping": marks})
        tell("Opening every key from the copy ...")
        with opened_keys(archive.path, config) as (_, vault, there):
            manifest["keys"] = sum(open_all(vault, name) for name in there)
    if not is_trial:
        _note_down(config, begun)
    return manifest


def last_backup(config: Config) -> datetime | None:
    """Tell when the keys were saved last; None when nobody knows."""
    try:
        return datetime.fromisoformat((config.keys_folder / LAST).read_text("ascii").strip())
    except (FileNotFoundError, ValueError):
        return None


def copied_keys(config: Config) -> bytes:
    """Copy the key database as one moment found it, without the secrets of work that is under way."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with closing(copy), KeyStore(config.keys_folder / DATABASE).connected() as connection:
        connection.backup(copy)
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("DELETE FROM pending")
        return copy.serialize()


@contextmanager
def opened_keys(file: Path, config: Config) -> Iterator[tuple[Archive, Vault, Mapping[str, bytes]]]:
    """Open a backup of this base's keys in a private folder that goes away, with the wrapping keys that open it.

    Raises Refused when it is damaged, of another base, or its wrapping key is not the one that is here.
    """
    config.keys_folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    with Archive.open(file, KIND, NAMES) as archive, passing_folder(config) as folder:
        if archive.manifest.get("base_id") != config.base_id or not {DATABASE, *NEEDED} <= set(archive.names):
            raise Refused(f"{file} holds no keys of this base; name a backup of its own keys.")
        archive.extract(DATABASE, folder / DATABASE)
        keys = _wrapping_of(archive, config)
        yield archive, Vault(folder / DATABASE, keys), keys


@contextmanager
def passing_folder(config: Config) -> Iterator[Path]:
    """Make a folder beside the keys, where copies of them pass; what a killed run left there long ago goes as well."""
    clear_passing(config, AN_HOUR)
    with TemporaryDirectory(prefix=PASSING, dir=config.keys_folder) as folder:
        yield Path(folder)


def clear_passing(config: Config, oldest: float = 0) -> None:
    """Take away the copies of keys that killed runs left, if they are old enough, in seconds."""
    for left in config.keys_folder.glob(f"{PASSING}*"):
        if time() - left.stat().st_mtime >= oldest:
            rmtree(left)


def open_all(vault: Vault, name: str) -> int:
    """Open every data key under a wrapping key, and count them; raises Refused when one does not open."""
    with vault.store.connected() as connection:
        subjects = [subject for (subject,) in connection.execute(OF_WRAPPINGS, (name,))]
    vault.load(subjects)
    return len(subjects)


def _note_down(config: Config, begun: datetime) -> None:
    beside = config.keys_folder / f"{LAST}.new"
    beside.unlink(missing_ok=True)
    write_private(beside, f"{begun.isoformat(timespec='seconds')}\n".encode())
    beside.replace(config.keys_folder / LAST)


def _read(config: Config, name: str, keys: Mapping[str, bytes]) -> bytes:
    # A rotation may have been cut off before the new key came into its place.
    for wrapping in keys:
        if name == key_file(wrapping):
            return to_base64(keys[wrapping]).encode()
    try:
        return (config.keys_folder / name).read_bytes()
    except FileNotFoundError as error:
        raise Refused(
            f"{config.keys_folder / name} is missing; bring it back with 'epex keys restore FILE'."
        ) from error


def _wrapping_of(archive: Archive, config: Config) -> dict[str, bytes]:
    """Take the wrapping keys out of a backup; those that never were files come from where they are kept."""
    found: dict[str, bytes] = {}
    for name in WRAPPING:
        if key_file(name) in archive.names:
            found[name] = _parsed(archive, key_file(name))
        elif name in archive.manifest["wrapping"] and (key := source(config)(name)):
            found[name] = key
    return found


def _parsed(archive: Archive, name: str) -> bytes:
    try:
        return parse_secret(archive.text(name))
    except ValueError as error:
        raise Refused(f"{archive.path} holds a {name} that is no key; take another copy of it.") from error
