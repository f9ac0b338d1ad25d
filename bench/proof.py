"""What proof and forgetting cost: one durable append with ledger and sealing, against one without.

The opponent is the same append through the same code and schema; only the leaf and the seal are left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bench.append import APPENDS, discuss, of_run
from bench.bases import Ground, new_base
from bench.measuring import RUNS, Figure, rates
from epex.core import theme
from epex.core.decision import Event, new_id
from epex.core.log.canonical import canonical_json
from epex.core.log.envelope import Envelope
from epex.core.log.log import EventLog
from epex.core.log.recorder import LogRecorder
from epex.core.log.registry import Registry

OPPONENT = "the same append without leaf and seal"


class Unsealed(Registry):
    """Writes texts as they are."""

    def encode(self, envelope: Envelope, event: Event) -> bytes:  # noqa: ARG002 - the registry's signature
        """Write an event as a plain payload."""
        return canonical_json(vars(event))


class Unproven(LogRecorder):
    """Records events without leaves."""

    def _add_leaves(self, cursor: Any, rows: Sequence[tuple[Any, ...]], first: int) -> None:
        """Add none."""


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure on bases of their own, in turns: as the goal has it, and with the notary that signs every 500 events."""
    told = [new_id("theme") for _ in range(APPENDS * RUNS)]
    with new_base() as proven, new_base() as signed, new_base() as theirs:
        acts = [_acts(ground, told) for ground in (proven, signed, theirs)]
        proven.base.log.on_recorded = None
        theirs.base.log = _bare(theirs.base.log)
        ours, watched, bare = rates(APPENDS, *acts)
    goal = Figure(
        what="time of a durable append with ledger and seal",
        ours=1000 / ours,
        theirs=1000 / bare,
        unit="ms",
        opponent=OPPONENT,
        at_most=1.1,
    )
    return [goal, replace(goal, what="the same with checkpoints", ours=1000 / watched, at_most=None)]


def _acts(ground: Ground, told: Sequence[str]) -> Callable[[], None]:
    watching, ground.base.log.on_recorded = ground.base.log.on_recorded, None
    ground.append(on for stream in told for on in theme.propose(stream, {"en": stream}, by=ground.by))
    ground.base.log.on_recorded = watching
    turns = iter(range(RUNS))
    return lambda: discuss(ground, of_run(told, next(turns)))


def _bare(log: EventLog) -> EventLog:
    bare = EventLog(log.engine, log.vault, Unsealed(log.vault))
    application = bare.application
    application.recorder = application.events.recorder = Unproven(log.engine)
    return bare
