"""Files beside the keys that are there and wrong: nothing can be brought back over them."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from epex.app.config import FILES, Config
from epex.app.keys import DATABASE, WRAPPING, key_file, source
from epex.core.decision import Refused
from epex.core.log.keystore import KeyStore
from epex.core.log.notes import Note, PublicKey
from epex.core.log.register import FILE_NAME, parse_register
from epex.core.log.vault import fingerprint, stored_fingerprints


class Misplaced(NamedTuple):
    """A file that is not what its name says, and why."""

    path: Path
    why: str

    def __str__(self) -> str:
        """Say it in one clause."""
        return f"{self.path} is {self.why}"


def misplaced(config: Config, key: PublicKey | None) -> Misplaced | None:
    """Find a file beside the keys that is wrong, if there is one; `key` verifies the register."""
    return _database(config.keys_folder / DATABASE) or _wrapping(config) or _register(config, key)


def require_none_misplaced(config: Config, key: PublicKey | None) -> None:
    """Refuse to bring anything back over a file that is wrong."""
    if found := misplaced(config, key):
        raise Refused(f"{found}; move it away first, then run this again.")


def require_fitting(config: Config, keys: Mapping[str, bytes]) -> None:
    """Refuse wrapping keys that do not open the keys that are here."""
    path = config.keys_folder / DATABASE
    known = stored_fingerprints(KeyStore(path)) if path.exists() else {}
    if any(known.get(name, mark) != mark for name, mark in _marks(keys).items()):
        instead = "bring a newer backup of the keys, or move that file away first"
        raise Refused(f"{path} is wrapped under another key than the backup's; {instead}.")


def _database(path: Path) -> Misplaced | None:
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        # The file may be sound, and only not be had now: whoever opens it says why.
        return None
    except sqlite3.DatabaseError as error:
        said = str(error)
    return None if said == "ok" else Misplaced(path, f"no database of keys that can be read ({said})")


def _wrapping(config: Config) -> Misplaced | None:
    path = config.keys_folder / DATABASE
    if config.wrapping != FILES or not path.exists():
        return None
    known = stored_fingerprints(KeyStore(path))
    for name in WRAPPING:
        with suppress(Refused):
            found = source(config)(name)
            if found and known.get(name, fingerprint(found)) != fingerprint(found):
                return Misplaced(config.keys_folder / key_file(name), f"not the wrapping key that belongs to {path}")
    return None


def _register(config: Config, key: PublicKey | None) -> Misplaced | None:
    path = config.keys_folder / FILE_NAME
    if not path.exists():
        return None
    try:
        note = Note.parse(path.read_text("utf-8"))
        parse_register(note.text)
    except ValueError as error:
        return Misplaced(path, f"no register of destroyed keys that can be read ({error})")
    return None if key is None or key.verifies(note) else Misplaced(path, "not signed by this base")


def _marks(keys: Mapping[str, bytes]) -> dict[str, str]:
    return {name: fingerprint(key) for name, key in keys.items()}
