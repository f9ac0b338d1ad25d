"""The keys under which one branch sends another its data keys: X25519, so that nobody else can open them.

The one for the evaluation is derived from the evaluation's wrapping key, so that whoever lacks that opens no interview.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from epex.app.config import Config
from epex.app.keys import SECRET_BYTES, read_secret, wrapping_keys, write_secret
from epex.core.decision import Refused
from epex.core.log.canonical import canonical_json, from_base64, to_base64
from epex.core.reader import EVALUATION

FILE = "exchange.key"
WORD = "epex-merge-key"
BASE = "base"
NONCE_BYTES = 12
PARTS = 4


@dataclass(frozen=True, slots=True)
class Receiver:
    """The public keys of a base that is to be sent a bundle; without one for the evaluation it gets no interviews."""

    base_id: str
    keys: Mapping[str, bytes]

    def __str__(self) -> str:
        """Write it as one word to pass on."""
        return ":".join((WORD, self.base_id, *(to_base64(self.keys.get(name, b"")) for name in (BASE, EVALUATION))))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the word, or a file that holds it.

        Raises Refused when it is none.
        """
        found = _word(text).split(":")
        keys = _keys(found[2:]) if found[0] == WORD and len(found) == PARTS else {}
        if BASE not in keys or any(len(key) != SECRET_BYTES for key in keys.values()):
            raise Refused("That is no key of a receiver; take the line that 'epex merge key' prints in the other base.")
        return cls(found[1], keys)

    @property
    def mark(self) -> str:
        """Name the receiver's key without its base."""
        return sha256(self.keys[BASE]).hexdigest()[:16]


def receiver_of(config: Config) -> Receiver:
    """Give the public keys of a base; its own is made the first time."""
    return Receiver(config.base_id, {name: _public(private) for name, private in privates(config).items()})


def privates(config: Config) -> dict[str, X25519PrivateKey]:
    """Give the private keys of a base; the one for the evaluation only where its wrapping key is."""
    if not (config.keys_folder / FILE).exists():
        write_secret(config.keys_folder / FILE, token_bytes(SECRET_BYTES))
    found = {BASE: X25519PrivateKey.from_private_bytes(read_secret(config.keys_folder, FILE))}
    if evaluation := wrapping_keys(config).get(EVALUATION):
        derived = _derived(evaluation, f"epex merge {EVALUATION} {config.base_id}".encode())
        found[EVALUATION] = X25519PrivateKey.from_private_bytes(derived)
    return found


def sealed(public: bytes, secrets: Mapping[str, bytes], bound_to: str) -> bytes:
    """Seal data keys for a receiver; they open only together with what they are bound to."""
    private = X25519PrivateKey.generate()
    cipher = _cipher(private.exchange(X25519PublicKey.from_public_bytes(public)), _public(private), public)
    nonce, text = token_bytes(NONCE_BYTES), canonical_json(dict(secrets))
    parts = {"key": _public(private), "nonce": nonce, "sealed": cipher.encrypt(nonce, text, bound_to.encode())}
    return canonical_json(parts)


def opened(private: X25519PrivateKey, raw: bytes, bound_to: str) -> dict[str, bytes]:
    """Open data keys that were sealed for this base; raises ValueError when they were not."""
    try:
        parts = {name: from_base64(part) for name, part in json.loads(raw).items()}
        shared = private.exchange(X25519PublicKey.from_public_bytes(parts["key"]))
        text = _cipher(shared, parts["key"], _public(private)).decrypt(
            parts["nonce"], parts["sealed"], bound_to.encode()
        )
        return {subject: from_base64(secret) for subject, secret in json.loads(text).items()}
    except (KeyError, AttributeError, TypeError, InvalidTag) as error:
        raise ValueError("its keys do not open") from error


def _keys(parts: Sequence[str]) -> dict[str, bytes]:
    try:
        return {name: from_base64(part) for name, part in zip((BASE, EVALUATION), parts, strict=True) if part}
    except ValueError:
        return {}


def _word(text: str) -> str:
    if WORD not in text and Path(text).is_file():
        return Path(text).read_text("utf-8", "replace").strip()
    return text.strip()


def _public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _cipher(shared: bytes, sender: bytes, receiver: bytes) -> AESGCM:
    return AESGCM(_derived(shared, b"epex merge bundle 1" + sender + receiver))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), SECRET_BYTES, None, purpose).derive(secret)
