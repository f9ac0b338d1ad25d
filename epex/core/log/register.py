"""The register of destroyed keys: which, and when. It goes whole into every backup and bundle.

Checkpoints carry its hash. A base whose keys are older than a checkpoint sees by it that keys came back to life.
"""

import os
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from epex.core.decision import Refused
from epex.core.log.notes import Note, PublicKey, Signer
from epex.core.log.vault import Vault

TITLE = "destroyed keys"
FILE_NAME = "destroyed.txt"
PRIVATE_FILE = 0o600
ROW = re.compile(r"(\S+) (\S+)")


class Register:
    """The destroyed keys of one base, and the signed file that tells of them."""

    def __init__(self, origin: str, path: Path, vault: Vault) -> None:
        """Name the file beside the keys."""
        self.path = path
        self._origin = origin
        self._vault = vault

    @property
    def text(self) -> str:
        """Write the register as the vault has it now."""
        return register_text(self._origin, self._vault.tombstones())

    def read(self) -> Note | None:
        """Read the file; None when there is none.

        Raises Refused when it is damaged.
        """
        try:
            note = Note.parse(self.path.read_text("utf-8"))
            parse_register(note.text)
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise Refused(f"{self.path} is damaged ({error}); take it from the newest backup.") from error
        return note

    def write(self, signer: Signer) -> None:
        """Bring the file up to what the vault has; it is never half written."""
        text = self.text
        self._remember(text)
        known = self.read()
        if known and known.text == text:
            return
        beside = self.path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "w") as file:
            file.write(str(signer.sign(text)))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)

    def apply(self, key: PublicKey | None) -> None:
        """Destroy what the file lists and the vault still has, so that nobody who was erased comes back.

        Raises Refused when the file is damaged, or was not signed by the base's `key`.
        """
        note = self.read()
        if note is None:
            return
        if not note.text.startswith(f"{self._origin} ") or (key and not key.verifies(note)):
            raise Refused(f"{self.path} was not signed by this base; take it from the newest backup.")
        listed, there = parse_register(note.text), self._vault.tombstones()
        if missing := listed.keys() - there.keys():
            self._vault.destroy(*missing, at=listed)
        if not self.has_held(register_hash(note.text)):
            self._remember(note.text)

    def has_held(self, digest: bytes) -> bool:
        """Tell whether the register once was the one with this hash, so that it holds all that stood there."""
        if digest == register_hash(register_text(self._origin, {})):
            return True
        with self._vault.store.connected() as connection:
            return connection.execute("SELECT 1 FROM registers WHERE hash = ?", (digest,)).fetchone() is not None

    def _remember(self, text: str) -> None:
        with self._vault.store.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO registers VALUES (?)", (register_hash(text),))


def register_text(origin: str, destroyed: Mapping[str, str]) -> str:
    """Write the register of a base: its title, how many keys, and a line for each with its moment."""
    rows = (f"{subject} {destroyed[subject]}\n" for subject in sorted(destroyed))
    return f"{origin} {TITLE}\n{len(destroyed)}\n{''.join(rows)}"


def parse_register(text: str) -> dict[str, str]:
    """Read a register: each destroyed key with its moment; raises ValueError when it is none."""
    title, count, *rows = text.removesuffix("\n").split("\n")
    found = {row[1]: row[2] for line in rows if (row := ROW.fullmatch(line))}
    if not title.endswith(f" {TITLE}") or count != str(len(found)) or len(rows) != len(found):
        raise ValueError("it is no register of destroyed keys")
    return found


def register_hash(text: str) -> bytes:
    """Hash a register, as checkpoints carry it."""
    return sha256(text.encode()).digest()
