"""The envelope: what every event carries beside its payload, and the bytes that the ledger hashes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import uuid4

import msgspec
from msgspec import structs

from epex.core.decision import Event

LENGTH_BYTES = 4
REMEMBERED = 10_000


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The metadata columns of one event, in the order in which they are hashed: a row of the log is its arguments.

    `position` is 0 and `recorded_at` empty until the recorder has set them.
    """

    position: int = 0
    event_id: str = msgspec.field(default_factory=lambda: str(uuid4()))
    stream_id: str = ""
    version: int = 0
    type: str = ""
    schema_version: int = 1
    recorded_at: str = ""
    occurred_on: str | None = None
    actor: str = ""
    organisation: str | None = None
    recorded_by: str = ""
    correlation_id: str | None = None
    causation_id: str | None = None
    command_id: str = msgspec.field(default_factory=lambda: str(uuid4()))
    ordinal: int = 0
    origin_base: str | None = None
    origin_position: int | None = None
    origin_version: int | None = None
    origin_recorded_at: str | None = None
    visibility: str = "network"
    audience: str | None = None

    @classmethod
    def from_row(cls, row: Any) -> Self:
        """Take the metadata out of a row of the log; they are its first columns."""
        return cls(*row[:WIDTH])


METADATA = Envelope.__struct_fields__
WIDTH = len(METADATA)


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event whose type nobody here knows: listed, exported and verified, never interpreted."""

    type: ClassVar[str] = ""
    name: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class HeldEvent(UnknownEvent):
    """An event that a merge holds back: it is in the log, and nothing follows from it until a person decides."""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A recorded event with its envelope; sealed fields are opened."""

    envelope: Envelope
    event: Event | UnknownEvent

    @property
    def originator_id(self) -> str:
        """Name the stream, in the words of the eventsourcing library."""
        return self.envelope.stream_id

    @property
    def originator_version(self) -> int:
        """Give the version in the stream, in the words of the eventsourcing library."""
        return self.envelope.version

    @property
    def stream(self) -> str:
        """Name the stream."""
        return self.envelope.stream_id

    @property
    def position(self) -> int:
        """Give the position in the log."""
        return self.envelope.position

    @property
    def subject(self) -> str:
        """Name the kind of stream, such as `theme`."""
        return self.envelope.stream_id.partition("-")[0]


def stamp(moment: datetime) -> str:
    """Write a moment in UTC with microseconds, so that texts sort as times do."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def canonical_metadata(envelope: Envelope) -> bytes:
    """Encode the metadata byte-exactly: 00 for NULL, else 01, the length in 4 bytes, and the UTF-8 text.

    Whole numbers are written in decimal. The columns come in the order of `METADATA`.
    """
    return b"".join(map(prefixed, structs.astuple(envelope)))


def leaf_hash(envelope: Envelope, payload_hash: bytes) -> bytes:
    """Hash one event for the ledger: SHA-256(00 || canonical metadata || payload hash), as RFC 6962 hashes leaves."""
    return sha256(b"\x00" + canonical_metadata(envelope) + payload_hash).digest()


class Prefixed(dict[Any, bytes]):
    """Values of the metadata as the ledger hashes them; most of a log's values come again and again."""

    def __missing__(self, value: str | int | None) -> bytes:
        """Encode a value and remember it."""
        if len(self) > REMEMBERED:
            self.clear()
        self[value] = found = prefixed(value)
        return found

    def leaf(self, metadata: Iterable[str | int | None], payload_hash: bytes) -> bytes:
        """Hash one event of many for the ledger, as `leaf_hash` does."""
        return sha256(b"\x00" + b"".join(map(self.__getitem__, metadata)) + payload_hash).digest()


def prefixed(value: str | int | None) -> bytes:
    """Encode one value of the metadata."""
    if value is None:
        return b"\x00"
    raw = value.encode() if isinstance(value, str) else b"%d" % value
    return b"\x01" + len(raw).to_bytes(LENGTH_BYTES, "big") + raw
