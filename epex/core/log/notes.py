"""Signed notes, as c2sp.org/signed-note has them: a text, and lines by keys that signed it.

A checkpoint's cosignatures are those of c2sp.org/tlog-cosignature, with Ed25519.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = 0x01
COSIGNATURE = 0x04
ID_BYTES = 4
KEY_BYTES = 32
TIME_BYTES = 8
LONGEST = 1_000_000
MOST_SIGNATURES = 64
LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note: the key's name, its id, and what it signed with."""

    name: str
    key_id: bytes
    raw: bytes

    def __str__(self) -> str:
        """Write the line."""
        return f"— {self.name} {b64encode(self.key_id + self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Read a note; a signature counts only once its key has verified it.

        Raises ValueError when it is none.
        """
        text, gap, lines = raw.rpartition("\n\n")
        if not gap or CONTROL.search(raw) or len(raw) > LONGEST:
            raise ValueError("it is no signed note")
        signatures = tuple(map(_signature, lines.splitlines()))
        if not lines.endswith("\n") or not 0 < len(signatures) <= MOST_SIGNATURES:
            raise ValueError("it is a note without signatures")
        return cls(f"{text}\n", signatures)

    def __str__(self) -> str:
        """Write the note as it is passed on."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def with_signatures(self, *more: Signature) -> "Note":
        """Add signatures of keys that have not signed yet."""
        lines = {(line.name, line.key_id): line for line in (*more, *self.signatures)}
        order = dict.fromkeys((line.name, line.key_id) for line in (*self.signatures, *more))
        return Note(self.text, tuple(lines[key] for key in order)[:MOST_SIGNATURES])


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that notes can be verified with."""

    name: str
    public: bytes
    kind: int = ED25519

    @classmethod
    def from_vkey(cls, text: str) -> Self:
        """Read a verifier key: name+id+key.

        Raises ValueError when it is none, or of a kind that is not known here.
        """
        found = VKEY.fullmatch(text.strip())
        raw = _decoded(found[3]) if found else b""
        if not found or len(raw) != 1 + KEY_BYTES or raw[0] not in (ED25519, COSIGNATURE):
            raise ValueError("it is no verifier key")
        key = cls(found[1], raw[1:], raw[0])
        if key.id.hex() != found[2]:
            raise ValueError("its id does not belong to its key")
        return key

    @property
    def id(self) -> bytes:
        """Give the four bytes that tell keys of one name apart."""
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:ID_BYTES]

    @property
    def vkey(self) -> str:
        """Write the key as verifiers are told it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def verifies(self, note: Note) -> bool:
        """Tell whether this key signed the note, and signed nothing wrongly."""
        own = [line.raw for line in note.signatures if (line.name, line.key_id) == (self.name, self.id)]
        return bool(own) and all(self._fits(note.text, raw) for raw in own)

    def _fits(self, text: str, raw: bytes) -> bool:
        message, signature = text, raw
        if self.kind == COSIGNATURE:
            message, signature = cosigned(text, int.from_bytes(raw[:TIME_BYTES], "big")), raw[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A key that signs."""

    name: str
    private: Ed25519PrivateKey
    kind: int = ED25519

    @property
    def key(self) -> PublicKey:
        """Give the key that verifies."""
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.name, public, self.kind)

    def sign(self, text: str) -> Note:
        """Sign a text as a note."""
        return Note(text, (Signature(self.name, self.key.id, self.private.sign(text.encode())),))

    def cosign(self, note: Note, seconds: int) -> Note:
        """Add to a checkpoint that it was seen at a moment, as the largest so far."""
        signed = self.private.sign(cosigned(note.text, seconds).encode())
        return note.with_signatures(Signature(self.name, self.key.id, seconds.to_bytes(TIME_BYTES, "big") + signed))


def cosigned(text: str, seconds: int) -> str:
    """Write what a cosignature signs."""
    return f"cosignature/v1\ntime {seconds}\n{text}"


def seen_at(signature: Signature) -> int:
    """Read the moment of a cosignature, in seconds since 1970."""
    return int.from_bytes(signature.raw[:TIME_BYTES], "big")


def _signature(line: str) -> Signature:
    found = LINE.fullmatch(line)
    raw = _decoded(found[2]) if found else b""
    if not found or len(raw) <= ID_BYTES:
        raise ValueError("it has a line that is no signature")
    return Signature(found[1], raw[:ID_BYTES], raw[ID_BYTES:])


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except NoBase64:
        return b""
