"""Which base recorded which part of a ledger, and how far two branches are one history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from epex.core.decision import Refused
from epex.core.log.announced import TYPES, Announced
from epex.core.log.envelope import METADATA
from epex.core.log.rows import Cells, RowReader
from epex.core.log.verification import PAYLOAD, PLACE

TYPE, ORIGIN = PLACE["type"], METADATA.index("origin_base")


class Stage(NamedTuple):
    """From which leaf on a base recorded, and its public key."""

    base: str
    begins: int
    public_key: str


def stages(events: Iterable[tuple[int, Cells]]) -> Iterator[Stage]:
    """Read the founding, and each branching that this ledger went through itself, out of events with their leaves."""
    for index, event in events:
        if event[TYPE] in TYPES and event[ORIGIN] is None:
            told = msgspec.json.decode(event[PAYLOAD], type=Announced)
            yield Stage(told.base_id, index, told.public_key)


def own_stages(rows: RowReader) -> list[Stage]:
    """Read those of a log."""
    return list(stages((leaf[1], event) for event, leaf in rows.pairs() if event and leaf))


def shared_size(ours: Sequence[Stage], theirs: Sequence[Stage]) -> int:
    """Tell how many events two branches share, by what they say of themselves.

    Raises Refused when they have no history in common, or are the same base.
    """
    if not theirs or ours[0] != theirs[0]:
        raise Refused("This bundle is of another network; merge that of a branch of this base, made by 'epex branch'.")
    if ours[-1].base == theirs[-1].base:
        raise Refused("This bundle was made by this very base; merge that of another branch, made by 'epex branch'.")
    same = sum(1 for _ in _alike(ours, theirs))
    return min(chain[same].begins for chain in (ours, theirs) if len(chain) > same)


def _alike(ours: Sequence[Stage], theirs: Sequence[Stage]) -> Iterator[Stage]:
    for own, other in zip(ours, theirs, strict=False):
        if own != other:
            return
        yield own
