"""The ledgers of branches that were merged, put together again from the events here: each still has its signed root."""

from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import structs

from epex.core.log.checkpoint import Signed
from epex.core.log.envelope import Envelope, leaf_hash
from epex.core.log.holding import MERGED
from epex.core.log.ledger import root_of
from epex.core.log.notes import PublicKey
from epex.core.log.rows import Cells, RowReader
from epex.core.log.verification import PAYLOAD_HASH, PLACE, Fault

TYPE, PAYLOAD, ORIGIN, ORIGIN_POSITION = (PLACE[name] for name in ("type", "payload", "origin_base", "origin_position"))
BROKEN = (ValueError, TypeError, KeyError, IndexError, msgspec.MsgspecError)


class Told(msgspec.Struct):
    """What a merge says of the other branch."""

    base: str
    size: int
    root: str
    head: str
    shared: int
    stages: list[str] = []
    leaves: list[str] = []


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of another branch: its signed head, its leaves, and which leaf an event of its own has there."""

    position: int
    told: Told
    signed: Signed
    leaves: Sequence[bytes]
    places: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Tell whether the leaves are those of the head that was signed."""
        head = self.signed.checkpoint
        return (head.size, head.root.hex()) == (self.told.size, self.told.root) and root_of(self.leaves) == head.root


def merged_faults(rows: RowReader, keys: Mapping[str, PublicKey]) -> Iterator[Fault]:
    """Say which merges do not show the ledger of the other branch any more; each branch announced a key of its own."""
    if len(keys) < 2:  # noqa: PLR2004 - its own, and that of a branch
        return
    for ledger in ledgers(rows):
        if not isinstance(ledger, Ledger):
            yield ledger
            continue
        key = keys.get(ledger.signed.checkpoint.origin)
        if key is None or not key.verifies(ledger.signed.note):
            yield _fault(ledger.position, "the head of the branch that was merged here was not signed by that branch")
        elif not ledger.holds:
            yield _fault(ledger.position, "what was merged here is not what the head of that branch was signed for")


def ledgers(rows: RowReader) -> Iterator["Ledger | Fault"]:
    """Put together the ledger of every branch that was merged into this log itself, the earliest merge first."""
    merges, foreign = list[Cells](), list[Cells]()
    for event, _ in rows.pairs():
        if event and event[TYPE] == MERGED and event[ORIGIN] is None:
            merges.append(event)
        if event and event[ORIGIN] is not None:
            foreign.append(event)
    own = rows.leaves() if merges else []
    for merge in merges:
        try:
            yield _ledger(merge, own, foreign)
        except BROKEN:
            yield _fault(merge[0], "what this merge says of the other branch cannot be read")


def _ledger(merge: Cells, own: Sequence[bytes], foreign: Sequence[Cells]) -> Ledger:
    told = msgspec.json.decode(merge[PAYLOAD], type=Told)
    given = {int(place): b64decode(leaf) for place, leaf in (line.split(" ") for line in told.leaves)}
    rest = iter(sorted(_of_stages(told, foreign), key=lambda event: event[ORIGIN_POSITION]))
    leaves, places = [*own[: told.shared]], dict[str, int]()
    for place in range(told.shared, told.size):
        leaf = given.get(place)
        if leaf is None and (event := next(rest, None)):
            places[event[PLACE["event_id"]]] = place
            leaf = _original_leaf(event)
        leaves.append(leaf or b"")
    return Ledger(merge[0], told, Signed.parse(told.head), leaves, places)


def _of_stages(told: Told, foreign: Sequence[Cells]) -> Iterator[Cells]:
    last = {base: int(position) for base, position in (stage.split(" ") for stage in told.stages)}
    return (event for event in foreign if event[ORIGIN_POSITION] <= last.get(event[ORIGIN], 0))


def _original_leaf(event: Cells) -> bytes:
    """Hash an event as it stood in the ledger of the base that first recorded it."""
    here: Any = Envelope.from_row(event)
    there = structs.replace(
        here,
        position=here.origin_position,
        version=here.origin_version,
        recorded_at=here.origin_recorded_at,
        command_id=here.command_id.removesuffix(f"@{here.origin_base}"),
        origin_base=None,
        origin_position=None,
        origin_version=None,
        origin_recorded_at=None,
    )
    return leaf_hash(there, event[PAYLOAD_HASH])


def _fault(position: int, what: str) -> Fault:
    return Fault(position=position, what=what)
