"""Canonical JSON: UTF-8, NFC, keys sorted by code point, no spaces, no floats, bytes as unpadded base64url."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from unicodedata import is_normalized, normalize

import msgspec


def canonical_json(value: object) -> bytes:
    """Encode a value so that equal values always give equal bytes; raises TypeError as `normal` does."""
    return in_order(normal(value))


def in_order(value: object) -> bytes:
    """Encode a value whose parts are in their normal form already."""
    return msgspec.json.encode(value, order="deterministic")


def from_json(raw: bytes) -> object:
    """Decode JSON bytes; raises msgspec.DecodeError when they are not JSON."""
    return msgspec.json.decode(raw)


def to_base64(raw: bytes) -> str:
    """Encode bytes as unpadded base64url."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_base64(text: str) -> bytes:
    """Decode unpadded base64url; raises ValueError on anything else."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _composed(text: str) -> str:
    # ASCII is normal already, and CPython knows without looking whether a text is.
    return text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)


def normal(value: object) -> object:
    """Bring texts into NFC, bytes into base64url and collections into lists and dicts.

    Raises TypeError on floats and on types that JSON does not know.
    """
    match value:
        case str():
            return _composed(value)
        case None | bool() | int():
            return value
        case bytes():
            return to_base64(value)
        # A dict is known at once; the abstract class has to be asked.
        case dict() | Mapping():
            return {_composed(str(key)): normal(inner) for key, inner in value.items()}
        case Sequence() | frozenset():
            return [normal(inner) for inner in value]
        case _:
            raise TypeError(f"A {type(value).__name__} cannot be part of an event; use text, whole numbers and lists.")
