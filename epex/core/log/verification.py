"""Verify the log: re-hash every event and hold it against its ledger leaf."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import NoneType
from typing import Any, TypedDict

from epex.core.log.envelope import WIDTH, Prefixed
from epex.core.log.ledger import Frontier
from epex.core.log.rows import COLUMNS, Cells, Disorder, Pair, RowReader

WHOLE_NUMBERS = ("position", "version", "schema_version", "ordinal")
TEXTS = ("event_id", "stream_id", "type", "recorded_at", "actor", "recorded_by", "command_id", "visibility")
OPTIONAL_NUMBERS = ("origin_position", "origin_version")
BYTES = ("payload", "payload_hash")
PLACE = {name: place for place, name in enumerate(COLUMNS)}
RECORDED_AT, STREAM, VERSION = PLACE["recorded_at"], PLACE["stream_id"], PLACE["version"]
PAYLOAD, PAYLOAD_HASH = PLACE["payload"], PLACE["payload_hash"]
UNDECODED = re.compile("[\ud800-\udfff]")


class Fault(TypedDict):
    """What is wrong at one position."""

    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a verification; the root is the RFC 6962 tree hash of the stored leaves.

    `frontier` is the tree that was read, `roots` the roots it had at the sizes that were asked for.
    """

    size: int
    root: bytes
    faults: tuple[Fault, ...]
    frontier: Frontier = field(default_factory=Frontier, compare=False)
    roots: Mapping[int, bytes] = field(default_factory=dict)
    last: int = 0


def verify(rows: RowReader, sizes: Collection[int] = ()) -> Verdict:
    """Check every row of the log with its leaf; faults come back by position, never as exceptions.

    Raises Refused when the database cannot be read at all.
    """
    verdict = verify_pairs(rows.pairs(), sizes)
    # Where something is lost or changed, a gap in a stream only follows from that.
    return verdict if verdict.faults else replace(verdict, faults=tuple(map(_out_of_order, rows.disorder())))


def is_unchanged(event: Cells, leaf: Cells) -> bool:
    """Tell whether one event is as its leaf has it."""
    return not _Check().faults(event, leaf, leaf[1])


def verify_pairs(
    pairs: Iterable[Pair], sizes: Collection[int] = (), frontier: Frontier | None = None, last: int = 0
) -> Verdict:
    """Check rows with their leaves, from the beginning or after a `frontier` whose last event is at `last`."""
    tree, check, shift = frontier or Frontier(), _Check(), 0
    roots = {tree.size: tree.root()} if tree.size in sizes else {}
    faults = list[Fault]()
    for event, leaf in pairs:
        what = check.faults(event, leaf, tree.size + shift)
        last = _place(event, leaf)
        if what:
            faults += [Fault(position=last, what=fault) for fault in what]
        if leaf is not None:
            # What stands after a gap in the ledger is not one fault more.
            shift = leaf[1] - tree.size if type(leaf[1]) is int else shift
            tree.add(leaf[2] if type(leaf[2]) is bytes else b"")
            if tree.size in sizes:
                roots[tree.size] = tree.root()
    return Verdict(tree.size, tree.root(), tuple(faults), tree, roots, last)


class _Check:
    """One row after the other."""

    def __init__(self) -> None:
        self._newest = ""
        self._prefixed = Prefixed()
        self._kinds: set[tuple[type, ...]] = set()

    def faults(self, event: Cells | None, leaf: Cells | None, size: int) -> list[str]:
        """Say what is wrong with an event and its leaf."""
        if event is None:
            return ["the ledger has a leaf here, but the event is gone"]
        if leaf is None:
            return ["the event has no leaf in the ledger: it was not recorded by epex"]
        if wrong := list(self._wrong_columns(event, leaf)):
            return [f"the column {name} holds a value of the wrong type" for name in wrong]
        if leaf[1] != size:
            return [f"the ledger has leaf {leaf[1]} where leaf {size} belongs{_lost(leaf[1], size)}"]
        return self._altered(event, leaf)

    def _altered(self, event: Cells, leaf: Cells) -> list[str]:
        if sha256(event[PAYLOAD]).digest() != event[PAYLOAD_HASH]:
            return ["the payload was changed: it does not match its hash"]
        try:
            hashed = self._prefixed.leaf(event[:WIDTH], event[PAYLOAD_HASH])
        except UnicodeEncodeError:
            return [f"the column {name} holds text that is not UTF-8" for name in _undecodable(event)]
        if hashed != leaf[2]:
            return ["the event was changed: it does not match its leaf in the ledger"]
        if event[RECORDED_AT] < self._newest:
            return ["the event was recorded before the one that stands before it"]
        self._newest = event[RECORDED_AT]
        return []

    def _wrong_columns(self, event: Cells, leaf: Cells) -> Iterator[str]:
        kinds = tuple(map(type, event))
        if kinds not in self._kinds:
            wrong = [name for name, kind in zip(COLUMNS, kinds, strict=True) if kind not in _kinds_of(name)]
            yield from wrong
            if not wrong:
                self._kinds.add(kinds)
        if type(leaf[2]) is not bytes:
            yield "hash"


def _lost(found: Any, expected: int) -> str:
    gone = found - expected if type(found) is int else 0
    return f": {gone} {'event is' if gone == 1 else 'events are'} gone before it" if gone > 0 else ""


def _out_of_order(event: Disorder) -> Fault:
    what = f"the event is version {event.version} of its stream where version {event.expected} belongs"
    if event.version == event.expected:
        what = f"the event is version {event.version} of its stream and stands before version {event.version - 1}"
    return Fault(position=event.position, what=what)


def _undecodable(event: Cells) -> list[str]:
    return [name for name, value in zip(COLUMNS, event, strict=True) if type(value) is str and UNDECODED.search(value)]


def _kinds_of(name: str) -> tuple[type, ...]:
    if name in BYTES:
        return (bytes,)
    if name in WHOLE_NUMBERS:
        return (int,)
    return (str,) if name in TEXTS else (int if name in OPTIONAL_NUMBERS else str, NoneType)


def _place(event: Cells | None, leaf: Cells | None) -> int:
    place = (event or leaf or (0,))[0]
    return place if type(place) is int else 0
