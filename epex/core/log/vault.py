"""The vault: one data key for every person and document, wrapped, and destroyed on demand."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from sqlite3 import Connection
from typing import TypedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64
from epex.core.log.keystore import KeyStore

NONCE_BYTES = 12
SALT_BYTES = 32
KEY_BYTES = 32
BATCH = 500
# A key takes nearly three kilobytes of memory when it is ready for use.
MOST = 20_000
BASE = "base"
# Each of them is asked with every checkpoint or command; an index keeps them from reading every key.
TOMBSTONES = "SELECT subject, destroyed_at FROM keys WHERE destroyed_at IS NOT NULL ORDER BY subject"
DESTROYED = "SELECT count(*), coalesce(max(destroyed_at), '') FROM keys WHERE destroyed_at IS NOT NULL"
# Two branches may each have made a key for the same subject: the second one that comes stands beside the first.
BESIDE, AFTER_BESIDE = "@", "A"


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


def fingerprint(key: bytes) -> str:
    """Name a wrapping key without telling it."""
    return sha256(b"epex wrapping key" + key).hexdigest()[:16]


class Vault:
    """Data keys in `keys.db`, each wrapped under `base` or `evaluation`."""

    def __init__(self, path: Path, wrapping_keys: Mapping[str, bytes]) -> None:
        """Open the key database; without a wrapping key its texts stay sealed.

        Raises Refused when it cannot be read, or a wrapping key is not the one that belongs to it.
        """
        self.store = KeyStore(path)
        self._wrapping = {name: AESGCM(key) for name, key in wrapping_keys.items()}
        self._ciphers: dict[str, AESGCM] = {}
        self._lent: dict[str, list[AESGCM]] = {}
        self._marks = {name: fingerprint(key) for name, key in wrapping_keys.items()}
        self._require_own()

    def ensure(self, subjects: Mapping[str, str]) -> None:
        """Make the missing keys of the subjects, each under its wrapping key, in one durable commit.

        Raises KeyDestroyed when one of them was erased, KeyError when a wrapping key is not here.
        """
        self._heed_others()
        missing = {subject: wrapping for subject, wrapping in subjects.items() if subject not in self._ciphers}
        if not missing:
            return
        rows = [(subject, name, self._wrapped(subject, name)) for subject, name in missing.items()]
        with self.store.writing() as connection:
            self._require_present(connection)
            connection.executemany("INSERT OR IGNORE INTO keys (subject, wrapping, wrapped) VALUES (?, ?, ?)", rows)
        self.load(subjects)
        for subject in missing:
            if subject not in self._ciphers and self.is_destroyed(subject):
                raise KeyDestroyed(subject)

    def load(self, subjects: Collection[str]) -> None:
        """Read and unwrap the keys that are there; of earlier ones no more stay in memory than `MOST`."""
        self._heed_others()
        wanted = [subject for subject in subjects if subject not in self._ciphers]
        if not wanted:
            return
        if len(self._ciphers) + len(wanted) > MOST:
            self.let_go()
            wanted = list(subjects)
        with self.store.connected() as connection:
            for start in range(0, len(wanted), BATCH):
                some = wanted[start : start + BATCH]
                marks = ",".join("?" * len(some))
                query = f"SELECT subject, wrapping, wrapped FROM keys WHERE subject IN ({marks})"  # noqa: S608 - marks only
                for subject, name, wrapped in connection.execute(query, some):
                    self._unwrap(subject, name, wrapped)

    def let_go(self) -> None:
        """Drop the data keys from memory; they are read again when they are needed."""
        self._ciphers.clear()

    def is_destroyed(self, subject: str) -> bool:
        """Tell whether a subject's key has a tombstone."""
        with self.store.connected() as connection:
            row = connection.execute("SELECT destroyed_at FROM keys WHERE subject = ?", (subject,)).fetchone()
        return row is not None and row[0] is not None

    def destroy(self, *subjects: str, at: Mapping[str, str] | None = None) -> None:
        """Destroy keys for ever in one durable commit, and leave tombstones, also for keys that never were.

        `at` gives the moment where a register tells it; a tombstone that is there stays as it is.
        """
        given = at or {}
        for subject in subjects:
            self._ciphers.pop(subject, None)
        with self.store.writing() as connection:
            moment = _moment(connection)
            connection.executemany(
                "INSERT INTO keys (subject, wrapping, destroyed_at) VALUES (?, 'base', ?)"
                " ON CONFLICT (subject) DO UPDATE SET wrapped = NULL,"
                " destroyed_at = coalesce(keys.destroyed_at, excluded.destroyed_at)",
                [(subject, given.get(subject, moment)) for subject in subjects],
            )
            connection.executemany(
                "UPDATE keys SET wrapped = NULL, destroyed_at = coalesce(destroyed_at, ?)"
                " WHERE subject >= ? AND subject < ?",
                [(given.get(subject, moment), *_beside(subject)) for subject in subjects],
            )

    def destroyed(self) -> str:
        """Name the state of what is destroyed: how many keys, and the moment of the last."""
        with self.store.connected() as connection:
            return " ".join(map(str, connection.execute(DESTROYED).fetchone())).strip()

    def tombstones(self) -> dict[str, str]:
        """List the destroyed keys, each with its moment."""
        with self.store.connected() as connection:
            return dict(connection.execute(TOMBSTONES).fetchall())

    def rewrap(self, name: str, key: bytes) -> None:
        """Wrap every data key that is wrapped under one wrapping key under another, in one transaction.

        Raises Refused when one of them does not open under the present one.
        """
        cipher = AESGCM(key)
        with self.store.writing() as connection:
            rows = connection.execute(
                "SELECT subject, wrapped FROM keys WHERE wrapping = ? AND wrapped IS NOT NULL", (name,)
            ).fetchall()
            anew = [(_sealed(cipher, subject, self._opened(subject, name, raw)), subject) for subject, raw in rows]
            connection.executemany("UPDATE keys SET wrapped = ? WHERE subject = ?", anew)
            if name == BASE:
                rows = connection.execute("SELECT name, sealed FROM pending").fetchall()
                anew = [(_sealed(cipher, pending, self._opened(pending, name, raw)), pending) for pending, raw in rows]
                connection.executemany("UPDATE pending SET sealed = ? WHERE name = ?", anew)
            connection.execute("REPLACE INTO wrappings VALUES (?, ?)", (name, fingerprint(key)))
        self._wrapping[name], self._marks[name] = cipher, fingerprint(key)

    def secrets(self, name: str) -> dict[str, bytes]:
        """Give every data key that is wrapped under one wrapping key; raises KeyError when that is not here."""
        with self.store.connected() as connection:
            rows = connection.execute(
                "SELECT subject, wrapped FROM keys WHERE wrapping = ? AND wrapped IS NOT NULL ORDER BY subject", (name,)
            ).fetchall()
        return {subject: self._opened(subject, name, raw) for subject, raw in rows}

    def take(self, name: str, secrets: Mapping[str, bytes]) -> int:
        """Keep another base's data keys under a wrapping key, in one durable commit; count those that were not here.

        What was destroyed here stays so. Raises KeyError when the wrapping key is not here.
        """
        cipher, came = self._wrapping[name], 0
        with self.store.writing() as connection:
            self._require_present(connection)
            for subject, secret in secrets.items():
                free = self._free_name(connection, subject.partition(BESIDE)[0], name, secret)
                if free:
                    row = (free, name, _sealed(cipher, free, secret))
                    connection.execute("INSERT INTO keys (subject, wrapping, wrapped) VALUES (?, ?, ?)", row)
                    came += 1
        self.let_go()
        return came

    def lend(self, secrets: Mapping[str, bytes]) -> None:
        """Open texts with another base's data keys as well, for this process alone; nothing is kept."""
        there = self.tombstones()
        for subject, secret in secrets.items():
            if (owner := subject.partition(BESIDE)[0]) not in there:
                self._lent.setdefault(owner, []).append(AESGCM(secret))

    def fingerprints(self) -> dict[str, str]:
        """List the wrapping keys that belong here, by their fingerprints."""
        return stored_fingerprints(self.store)

    def keep(self, name: str, secret: bytes) -> None:
        """Keep a secret, sealed under the base's wrapping key, for work that must survive a crash."""
        row = (name, _sealed(self._wrapping[BASE], name, secret))
        with self.store.writing() as connection:
            self._require_present(connection)
            connection.execute("REPLACE INTO pending VALUES (?, ?)", row)

    def kept(self, name: str) -> bytes | None:
        """Give a secret that is kept, or None."""
        with self.store.connected() as connection:
            row = connection.execute("SELECT sealed FROM pending WHERE name = ?", (name,)).fetchone()
        return None if row is None else self._opened(name, BASE, row[0])

    def forget(self, name: str) -> None:
        """Forget a secret that was kept."""
        with self.store.writing() as connection:
            connection.execute("DELETE FROM pending WHERE name = ?", (name,))

    def seal(self, subject: str, associated: bytes, text: bytes) -> Cell:
        """Encrypt a canonical field under a key that `ensure` has made."""
        if subject not in self._ciphers:
            self.load([subject])
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
        cipher, lent = self._ciphers.get(cell["key"]), self._lent.get(cell["key"], ())
        if cipher is None and not lent:
            return None
        own = (cipher,) if cipher else ()
        plain = self._plain((*own, *lent), cell, associated) or self._plain(self._beside(cell["key"]), cell, associated)
        if plain is None:
            raise ValueError("a sealed field does not open under its key")
        opened = Opened(plain[:SALT_BYTES], plain[SALT_BYTES:])
        if commitment(opened.salt, opened.text) != from_base64(cell["commitment"]):
            raise ValueError("a sealed field does not match its commitment")
        return opened

    def _plain(self, ciphers: Iterable[AESGCM], cell: Cell, associated: bytes) -> bytes | None:
        nonce, ciphertext = from_base64(cell["nonce"]), from_base64(cell["ciphertext"])
        for cipher in ciphers:
            with suppress(InvalidTag):
                return cipher.decrypt(nonce, ciphertext, associated)
        return None

    def _beside(self, subject: str) -> list[AESGCM]:
        """Give the keys that other bases had made for a subject which has one of our own."""
        with self.store.connected() as connection:
            rows = connection.execute(
                "SELECT subject, wrapping, wrapped FROM keys"
                " WHERE subject >= ? AND subject < ? AND wrapped IS NOT NULL ORDER BY subject",
                _beside(subject),
            ).fetchall()
        opened = (self._opened(name, wrapping, raw) for name, wrapping, raw in rows if wrapping in self._wrapping)
        return [AESGCM(secret) for secret in opened]

    def _free_name(self, connection: Connection, subject: str, name: str, secret: bytes) -> str:
        """Name the row that a key from elsewhere belongs into; empty when it is here, or the subject was erased."""
        rows = connection.execute(
            "SELECT subject, wrapped FROM keys WHERE subject = ? OR (subject >= ? AND subject < ?)",
            (subject, *_beside(subject)),
        ).fetchall()
        if not rows:
            return subject
        if any(raw is None or self._opened(there, name, raw) == secret for there, raw in rows):
            return ""
        return f"{subject}{BESIDE}{sha256(b'epex data key' + secret).hexdigest()[:16]}"

    def _require_own(self) -> None:
        known = self.fingerprints()
        if not self._marks.keys() <= known.keys():
            with self.store.writing() as connection:
                connection.executemany("INSERT OR IGNORE INTO wrappings VALUES (?, ?)", self._marks.items())
            known = self.fingerprints()
        if strange := self._other_than(known):
            raise Refused(self._strange(strange[0]))

    def _require_present(self, connection: Connection) -> None:
        # A rotation by another process makes the wrapping keys that are held here useless.
        known = dict(connection.execute("SELECT name, fingerprint FROM wrappings").fetchall())
        if changed := self._other_than(known):
            raise Refused(f"The wrapping key '{changed[0]}' was changed meanwhile, nothing was recorded; run it again.")

    def _other_than(self, known: Mapping[str, str]) -> list[str]:
        return [name for name, mark in self._marks.items() if known[name] != mark]

    def _heed_others(self) -> None:
        # What another process destroyed may not be opened here, nor written under, any longer.
        if self.store.others_wrote():
            self.let_go()

    def _wrapped(self, subject: str, name: str) -> bytes:
        return _sealed(self._wrapping[name], subject, token_bytes(KEY_BYTES))

    def _unwrap(self, subject: str, name: str, wrapped: bytes | None) -> None:
        if wrapped is not None and name in self._wrapping:
            self._ciphers[subject] = AESGCM(self._opened(subject, name, wrapped))

    def _opened(self, subject: str, name: str, wrapped: bytes) -> bytes:
        nonce, ciphertext = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return self._wrapping[name].decrypt(nonce, ciphertext, subject.encode())
        except InvalidTag as error:
            raise Refused(self._strange(name)) from error

    def _strange(self, name: str) -> str:
        return f"The wrapping key '{name}' does not open {self.store.path}; bring back the two that belong together."


def stored_fingerprints(store: KeyStore) -> dict[str, str]:
    """List the wrapping keys that belong to a key database, by their fingerprints."""
    with store.connected() as connection:
        return dict(connection.execute("SELECT name, fingerprint FROM wrappings").fetchall())


def _beside(subject: str) -> tuple[str, str]:
    return f"{subject}{BESIDE}", f"{subject}{AFTER_BESIDE}"


def _moment(connection: Connection) -> str:
    # Later than any before, also when the clock went back: so every earlier register is a beginning of this one.
    query = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ'), strftime('%Y-%m-%dT%H:%M:%fZ', max(destroyed_at), '+0.001 seconds')"
    now, next_one = connection.execute(f"{query} FROM keys").fetchone()
    return str(max(now, next_one or ""))


def _sealed(cipher: AESGCM, subject: str, secret: bytes) -> bytes:
    nonce = token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, secret, subject.encode())
