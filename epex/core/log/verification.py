"""Verify the log: re-hash every event and hold it against its ledger leaf."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypedDict

from sqlalchemy import Row

from epex.core.log.envelope import METADATA, Envelope, leaf_hash
from epex.core.log.ledger import Frontier

WHOLE_NUMBERS = ("position", "version", "schema_version", "ordinal")
TEXTS = ("event_id", "stream_id", "type", "recorded_at", "actor", "recorded_by", "command_id", "visibility")
BYTES = ("payload", "payload_hash", "hash")


class Fault(TypedDict):
    """What is wrong at one position."""

    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a verification; the root is the RFC 6962 tree hash of the stored leaves."""

    size: int
    root: bytes
    faults: tuple[Fault, ...]


def verify(rows: Iterable[Row[Any]]) -> Verdict:
    """Check every row of the log with its leaf; faults come back by position, never as exceptions."""
    frontier, order, faults = Frontier(), _Order(), list[Fault]()
    for row in rows:
        what = _faults(row, frontier.size) or order.faults(row)
        order.follow(row, sound=not what)
        if row.hash is not None:
            frontier.add(row.hash if type(row.hash) is bytes else b"")
        faults += [Fault(position=_place(row), what=fault) for fault in what]
    return Verdict(frontier.size, frontier.root(), tuple(faults))


class _Order:
    """Versions and times so far; after a fault, a gap in a stream is no second one."""

    def __init__(self) -> None:
        self._versions: dict[str, int] = {}
        self._newest = ""
        self._some_lost = False

    def faults(self, row: Row[Any]) -> list[str]:
        expected = self._versions.get(row.stream_id, 0) + 1
        faults = []
        if row.version < expected or (row.version > expected and not self._some_lost):
            faults.append(f"the event is version {row.version} of its stream where version {expected} belongs")
        if row.recorded_at < self._newest:
            faults.append("the event was recorded before the one that stands before it")
        return faults

    def follow(self, row: Row[Any], *, sound: bool) -> None:
        if sound:
            self._newest = row.recorded_at
        self._some_lost = self._some_lost or not sound
        if row.position is not None and not _wrong_columns(row, ("stream_id", "version")):
            self._versions[row.stream_id] = row.version


def _faults(row: Row[Any], size: int) -> list[str]:
    if row.position is None:
        return ["the ledger has a leaf here, but the event is gone"]
    if row.hash is None:
        return ["the event has no leaf in the ledger: it was not recorded by epex"]
    if wrong := _wrong_columns(row, (*METADATA, *BYTES)):
        return [f"the column {name} holds a value of the wrong type" for name in wrong]
    if row.leaf_index != size:
        return [f"the ledger has leaf {row.leaf_index} where leaf {size} belongs"]
    if sha256(row.payload).digest() != row.payload_hash:
        return ["the payload was changed: it does not match its hash"]
    if leaf_hash(Envelope.from_row(row), row.payload_hash) != row.hash:
        return ["the event was changed: it does not match its leaf in the ledger"]
    return []


def _wrong_columns(row: Row[Any], names: Iterable[str]) -> list[str]:
    return [name for name in names if not _fits(name, getattr(row, name))]


def _fits(name: str, value: object) -> bool:
    if name in BYTES:
        return type(value) is bytes
    if name in WHOLE_NUMBERS:
        return type(value) is int
    text = type(value) is str and value.isprintable()
    return text if name in TEXTS else text or value is None or type(value) is int


def _place(row: Row[Any]) -> int:
    place = row.position if row.position is not None else row.leaf_position
    return place if type(place) is int else 0
