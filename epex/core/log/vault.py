"""The vault: one data key for every person and document, wrapped, and destroyed on demand."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64

NONCE_BYTES = 12
SALT_BYTES = 32
KEY_BYTES = 32
BATCH = 500
PRIVATE_FILE = 0o600

SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (
    subject TEXT PRIMARY KEY,
    wrapping TEXT NOT NULL,
    wrapped BLOB,
    created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
    destroyed_at TEXT
) STRICT
"""


class Cell(TypedDict):
    """A sealed field as it stands in the payload; bytes as unpadded base64url."""

    key: str
    nonce: str
    ciphertext: str
    commitment: str


class KeyDestroyed(Exception):
    """Say that a subject was erased and can never be written about again under its key."""


@dataclass(frozen=True)
class Opened:
    """A sealed field's salt and canonical text."""

    salt: bytes
    text: bytes


def is_cell(value: object) -> bool:
    """Tell whether a payload value is a sealed field."""
    return isinstance(value, dict) and value.keys() == Cell.__required_keys__


def commitment(salt: bytes, text: bytes) -> bytes:
    """Commit to a text: SHA-256(salt || canonical field)."""
    return sha256(salt + text).digest()


class Vault:
    """Data keys in `keys.db`, each wrapped under `base` or `evaluation`."""

    def __init__(self, path: Path, wrapping_keys: Mapping[str, bytes]) -> None:
        """Open the key database; without a wrapping key its texts stay sealed."""
        self._path = path
        self._wrapping = {name: AESGCM(key) for name, key in wrapping_keys.items()}
        self._ciphers: dict[str, AESGCM] = {}
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
        try:
            with closing(self._connect()) as connection:
                connection.execute(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise Refused(f"The keys in {path} cannot be read ({error}); bring them back from their backup.") from error

    def ensure(self, subjects: Mapping[str, str]) -> None:
        """Make the missing keys of the subjects, each under its wrapping key, in one durable commit.

        Raises KeyDestroyed when one of them was erased, KeyError when a wrapping key is not here.
        """
        missing = {subject: wrapping for subject, wrapping in subjects.items() if subject not in self._ciphers}
        if not missing:
            return
        rows = [(subject, name, self._wrap(subject, name)) for subject, name in missing.items()]
        try:
            self._insert(rows)
        except sqlite3.OperationalError as error:
            message = f"The keys cannot be written ({error}); nothing was recorded. Check rights and free space."
            raise Refused(message) from error
        self.load(missing)
        for subject in missing:
            if subject not in self._ciphers and self.is_destroyed(subject):
                raise KeyDestroyed(subject)

    def load(self, subjects: Iterable[str]) -> None:
        """Read and unwrap the keys that are there."""
        wanted = [subject for subject in subjects if subject not in self._ciphers]
        with closing(self._connect()) as connection:
            for start in range(0, len(wanted), BATCH):
                some = wanted[start : start + BATCH]
                marks = ",".join("?" * len(some))
                query = f"SELECT subject, wrapping, wrapped FROM keys WHERE subject IN ({marks})"  # noqa: S608 - marks only
                for subject, name, wrapped in connection.execute(query, some):
                    self._unwrap(subject, name, wrapped)

    def is_destroyed(self, subject: str) -> bool:
        """Tell whether a subject's key has a tombstone."""
        with closing(self._connect()) as connection:
            row = connection.execute("SELECT destroyed_at FROM keys WHERE subject = ?", (subject,)).fetchone()
        return row is not None and row[0] is not None

    def destroy(self, subject: str) -> None:
        """Destroy a key for ever and leave a tombstone, also for a subject that never had one."""
        self._ciphers.pop(subject, None)
        with closing(self._connect()) as connection:
            connection.execute(
                "INSERT INTO keys (subject, wrapping, destroyed_at) VALUES (?, 'base', strftime('%Y-%m-%dT%H:%M:%fZ'))"
                " ON CONFLICT (subject) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at",
                (subject,),
            )

    def seal(self, subject: str, associated: bytes, text: bytes) -> Cell:
        """Encrypt a canonical field under a key that `ensure` has made."""
        nonce, salt = token_bytes(NONCE_BYTES), token_bytes(SALT_BYTES)
        ciphertext = self._ciphers[subject].encrypt(nonce, salt + text, associated)
        return Cell(
            key=subject,
            nonce=to_base64(nonce),
            ciphertext=to_base64(ciphertext),
            commitment=to_base64(commitment(salt, text)),
        )

    def open(self, cell: Cell, associated: bytes) -> Opened | None:
        """Decrypt a sealed field, or return None where its key is not here.

        Raises ValueError when the ciphertext or the commitment was changed.
        """
        if cell["key"] not in self._ciphers:
            self.load([cell["key"]])
        cipher = self._ciphers.get(cell["key"])
        if cipher is None:
            return None
        try:
            plain = cipher.decrypt(from_base64(cell["nonce"]), from_base64(cell["ciphertext"]), associated)
        except InvalidTag as error:
            raise ValueError("a sealed field does not open under its key") from error
        opened = Opened(plain[:SALT_BYTES], plain[SALT_BYTES:])
        if commitment(opened.salt, opened.text) != from_base64(cell["commitment"]):
            raise ValueError("a sealed field does not match its commitment")
        return opened

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _insert(self, rows: list[tuple[str, str, bytes]]) -> None:
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR IGNORE INTO keys (subject, wrapping, wrapped) VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")

    def _wrap(self, subject: str, name: str) -> bytes:
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._wrapping[name].encrypt(nonce, token_bytes(KEY_BYTES), subject.encode())

    def _unwrap(self, subject: str, name: str, wrapped: bytes | None) -> None:
        if wrapped is None or name not in self._wrapping:
            return
        nonce, ciphertext = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            key = self._wrapping[name].decrypt(nonce, ciphertext, subject.encode())
        except InvalidTag as error:
            raise Refused(f"{name}.key does not open {self._path}; bring back the two that belong together.") from error
        self._ciphers[subject] = AESGCM(key)
