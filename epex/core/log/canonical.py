"""Canonical JSON: UTF-8, NFC, keys sorted by code point, no spaces, no floats, bytes as unpadded base64url."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from unicodedata import is_normalized, normalize

import msgspec


def canonical_json(value: object) -> bytes:
    """Encode a value so that equal values always give equal bytes.

    Raises TypeError on floats and on types that JSON does not know.
    """
    return msgspec.json.encode(_normal(value), order="deterministic")


def from_json(raw: bytes) -> object:
    """Decode JSON bytes; raises msgspec.DecodeError when they are not JSON."""
    return msgspec.json.decode(raw)


def to_base64(raw: bytes) -> str:
    """Encode bytes as unpadded base64url."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Decode unpadded base64url; raises ValueError on anything else."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _normal(value: object) -> object:
    match value:
        case str():
            # ASCII is normal already, and CPython knows without looking whether a text is.
            return value if value.isascii() or is_normalized("NFC", value) else normalize("NFC", value)
        case None | bool() | int():
            return value
        case bytes():
            return to_base64(value)
        case Mapping():
            return {_normal(str(key)): _normal(inner) for key, inner in value.items()}
        case Sequence() | frozenset():
            return [_normal(inner) for inner in value]
        case _:
            raise TypeError(f"A {type(value).__name__} cannot be part of an event; use text, whole numbers and lists.")
