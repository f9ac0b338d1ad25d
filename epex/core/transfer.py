"""A transfer: an element of practice on its way to another organisation, failure included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.element import Element, require_open
from epex.core.grid import GRIDS, RECEIVING, SOURCE, require_grid
from epex.core.periods import parse_change, parse_optional, require_begun
from epex.core.sealed import Lines, Text, Texts
from epex.core.transfer_course import NO_DAYS, adapted_status, compared_status, pilots_after
from epex.core.vocabulary import TRANSFER_DECISIONS, TRANSFER_LEVELS, TRANSFER_RESULTS, VALUE_CYCLES

GOING = ("try", "try_adapted")
FAILED = "failed"
OPEN = ("considered", "compared", "anticipated", "adapted", "piloted", "evaluated")
ANTICIPATED, DETERMINED = "anticipated", "determined"
NEXT = {
    "considered": "the next step is 'epex transfer compare', by both sides",
    "compared": "the next step is 'epex transfer anticipate'",
    "anticipated": "the next step is 'epex transfer pilot', or 'adapt' before it",
    "adapted": "the next step is 'epex transfer pilot'",
    "piloted": "the next step is 'epex transfer evaluate'",
    "evaluated": "the next step is 'epex transfer sustain', 'change', 'abandon' or another 'pilot'",
    "sustained": "a later look at it goes into 'epex transfer evaluate'",
    "changed": "a later look at it goes into 'epex transfer evaluate'",
    "abandoned": "consider a new one with 'epex transfer consider'",
}


@dataclass(frozen=True, kw_only=True)
class TransferConsidered:
    """The element goes from the `source` to the `receiving` organisation."""

    type: ClassVar[str] = "transfer.considered"
    sentence: ClassVar[str] = "considered {element} for {receiving}"
    element: str
    source: str
    receiving: str
    level: str = "organisation"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferCompared:
    """One side's grid, whole: ratings and notes by criterion; a criterion that is missing is unknown."""

    type: ClassVar[str] = "transfer.compared"
    sentence: ClassVar[str] = "filled the {side} grid of {it}"
    side: str
    ratings: dict[str, str]
    notes: Texts = field(default_factory=dict)
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferAnticipated:
    type: ClassVar[str] = "transfer.anticipated"
    sentence: ClassVar[str] = "judged {it} beforehand: {decision}"
    facilitators: Lines = ()
    barriers: Lines = ()
    decision: str
    next_review: str = ""
    reason: Text


@dataclass(frozen=True, kw_only=True)
class TransferAdapted:
    type: ClassVar[str] = "transfer.adapted"
    sentence: ClassVar[str] = "noted adaptations for {it}"
    adaptations: Lines
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferPiloted:
    """Pilots are numbered from 1; an event that repeats a number says more about the same one, 0 about the first."""

    type: ClassVar[str] = "transfer.piloted"
    sentence: ClassVar[str] = "recorded the pilot of {it}"
    starts_on: str = ""
    ends_on: str = ""
    fidelity: Text = ""
    number: int = 0
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferEvaluated:
    """`value_cycle` is the highest that was reached, empty when none was; `result` is empty when nobody said."""

    type: ClassVar[str] = "transfer.evaluated"
    sentence: ClassVar[str] = "evaluated {it}"
    outcome: Text
    value_cycle: str = ""
    fidelity: Text = ""
    next_review: str = ""
    result: str = ""
    failure: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferSustained:
    type: ClassVar[str] = "transfer.sustained"
    sentence: ClassVar[str] = "recorded that {it} is sustained"
    next_review: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferChanged:
    type: ClassVar[str] = "transfer.changed"
    sentence: ClassVar[str] = "recorded that {it} goes on in a changed form"
    next_review: str = ""
    reason: Text


@dataclass(frozen=True, kw_only=True)
class TransferAbandoned:
    """`failure` says what did not work, for whoever thinks of trying it next."""

    type: ClassVar[str] = "transfer.abandoned"
    sentence: ClassVar[str] = "recorded that {it} was abandoned"
    failure: Text = ""
    reason: Text


TransferEvent = (
    TransferConsidered
    | TransferCompared
    | TransferAnticipated
    | TransferAdapted
    | TransferPiloted
    | TransferEvaluated
    | TransferSustained
    | TransferChanged
    | TransferAbandoned
)
Events = TransferEvent


@dataclass(frozen=True, slots=True)
class Transfer:
    """What decisions about a transfer need to know; `compared` are the sides whose grid is filled."""

    id: str
    status: str = "considered"
    source: str = ""
    receiving: str = ""
    compared: frozenset[str] = frozenset()
    decision: str = ""
    pilots: int = 0
    pilot_days: tuple[str, str] = NO_DAYS
    evaluated: bool = False
    result: str = ""


def evolve(transfer: Transfer | None, stream: str, event: TransferEvent) -> Transfer:
    """Apply one event; every event that decisions allow applies."""
    state = transfer or Transfer(stream)
    match event:
        case TransferConsidered(source=source, receiving=receiving):
            return replace(state, source=source, receiving=receiving)
        case TransferCompared(side=side):
            filled = state.compared | {side}
            return replace(state, compared=filled, status=compared_status(state.status, filled))
        case TransferAnticipated(decision=decision):
            return replace(state, status="anticipated", decision=decision)
        case TransferAdapted():
            return replace(state, status=adapted_status(state.status))
        case TransferPiloted():
            pilots = pilots_after(state.pilots, event.number)
            known = state.pilot_days if pilots == state.pilots else NO_DAYS
            days = (event.starts_on or known[0], event.ends_on or known[1])
            return replace(state, status="piloted", pilots=pilots, pilot_days=days)
        case TransferEvaluated(result=result):
            return replace(state, status="evaluated", evaluated=True, result=result)
        case TransferSustained():
            return replace(state, status="sustained")
        case TransferChanged():
            return replace(state, status="changed")
        case TransferAbandoned():
            return replace(state, status="abandoned")
        case _:
            assert_never(event)


def standing(*, evaluated: bool) -> str:
    """Give the one word for how far something is known: until an evaluation it is anticipated, whatever else is said.

    Lists, pages and reports all print what this says, and nothing else.
    """
    return DETERMINED if evaluated else ANTICIPATED


def consider(
    transfer: str,
    element: Element,
    receiving: str,
    *,
    by: Actor,
    source: str = "",
    level: str = "organisation",
    reason: str = "",
    running: str = "",
) -> list[On]:
    """Consider an element for another organisation; it comes from its owner unless a `source` is named.

    `running` names the one in which the same is on its way to the same organisation and level, if there is one.
    """
    origin = source or element.organisation
    require_open(element, "transfer it")
    require_text(receiving, "receiving organisation")
    if receiving == origin:
        raise Refused("An organisation cannot transfer an element to itself; name another one with --to.")
    if by.organisation not in (origin, receiving):
        require_role(by, "coordinator", act="consider a transfer between other organisations")
    require_one_of(level, TRANSFER_LEVELS, "level")
    if running:
        raise Refused(f"This is considered for that organisation already; go on with {running}, or abandon that first.")
    event = TransferConsidered(element=element.id, source=origin, receiving=receiving, level=level, reason=reason)
    return [On(transfer, event)]


def compare(
    transfer: Transfer, side: str, ratings: Mapping[str, str], *, by: Actor, notes: Mapping[str, str] | None = None
) -> list[On]:
    """Fill one side's grid: the host fills the source's, the visitor the receiving one's."""
    require_one_of(side, GRIDS, "side")
    require_turn(transfer, "compare contexts", OPEN)
    require_side(transfer, side, by, f"fill the {side} grid")
    kept = {criterion: words for criterion, words in (notes or {}).items() if words.strip()}
    require_grid(ratings, kept)
    return [On(transfer.id, TransferCompared(side=side, ratings=dict(ratings), notes=kept))]


def anticipate(
    transfer: Transfer,
    decision: str,
    reason: str,
    *,
    by: Actor,
    facilitators: tuple[str, ...] = (),
    barriers: tuple[str, ...] = (),
    next_review: str = "",
) -> list[On]:
    """Judge beforehand what will help and hinder, and decide whether to try; a later judgement replaces it."""
    require_receiver(transfer, by)
    if transfer.status == "considered":
        missing = " and ".join(side for side in GRIDS if side not in transfer.compared)
        raise Refused(f"The contexts are not compared yet; fill the {missing} grid with 'epex transfer compare' first.")
    require_turn(transfer, "anticipate it", ("compared", "anticipated", "adapted"))
    require_one_of(decision, TRANSFER_DECISIONS, "decision")
    require_text(reason, "reason")
    event = TransferAnticipated(
        facilitators=_lines(facilitators),
        barriers=_lines(barriers),
        decision=decision,
        next_review=parse_optional(next_review),
        reason=reason,
    )
    return [On(transfer.id, event)]


def adapt(transfer: Transfer, adaptations: tuple[str, ...], *, by: Actor) -> list[On]:
    """Note what is done otherwise than at the source."""
    require_receiver(transfer, by)
    require_turn(transfer, "adapt it", ("anticipated", "adapted", "piloted", "evaluated"))
    require_going(transfer)
    lines = _lines(adaptations)
    if not lines:
        raise Refused("No adaptation is named; say what is done otherwise, or go on to 'epex transfer pilot'.")
    return [On(transfer.id, TransferAdapted(adaptations=lines))]


def pilot(
    transfer: Transfer,
    *,
    by: Actor,
    starts_on: str = "",
    ends_on: str = "",
    fidelity: str = "",
    another: bool = False,
) -> list[On]:
    """Note that the element is tried; recorded again, it says more about the same pilot, or begins `another`."""
    require_receiver(transfer, by)
    require_turn(transfer, "pilot it", ("anticipated", "adapted", "piloted", "evaluated"))
    require_going(transfer)
    more = transfer.status == "piloted" and not another
    start, end = parse_change(starts_on, ends_on, *(transfer.pilot_days if more else NO_DAYS))
    number = transfer.pilots if more else transfer.pilots + 1
    return [On(transfer.id, TransferPiloted(starts_on=start, ends_on=end, fidelity=fidelity, number=number))]


def evaluate(
    transfer: Transfer,
    outcome: str,
    *,
    by: Actor,
    value_cycle: str = "",
    fidelity: str = "",
    next_review: str = "",
    result: str = "",
    failure: str = "",
    on: str = "",
) -> list[On]:
    """Say what came of it `on` some day, success or failure; reviewed later, a transfer is evaluated again."""
    require_receiver(transfer, by)
    require_turn(transfer, "evaluate it", ("piloted", "evaluated", "sustained", "changed"))
    require_begun(transfer.pilot_days[0], on)
    require_text(outcome, "outcome")
    if value_cycle:
        require_one_of(value_cycle, VALUE_CYCLES, "value cycle")
    if result:
        require_one_of(result, TRANSFER_RESULTS, "result")
    event = TransferEvaluated(
        outcome=outcome,
        value_cycle=value_cycle,
        fidelity=fidelity,
        next_review=parse_optional(next_review),
        result=result,
        failure=failure,
    )
    return [On(transfer.id, event)]


def sustain(transfer: Transfer, *, by: Actor, reason: str = "", next_review: str = "") -> list[On]:
    """Keep what was evaluated."""
    require_receiver(transfer, by)
    require_turn(transfer, "sustain it", ("evaluated",))
    if transfer.result == FAILED:
        raise Refused("The last evaluation says that it failed; change it, abandon it, or evaluate it again.")
    return [On(transfer.id, TransferSustained(next_review=parse_optional(next_review), reason=reason))]


def change(transfer: Transfer, reason: str, *, by: Actor, next_review: str = "") -> list[On]:
    """Keep what was evaluated in a changed form, and say in which and why."""
    require_receiver(transfer, by)
    require_turn(transfer, "change it", ("evaluated",))
    require_text(reason, "reason")
    return [On(transfer.id, TransferChanged(next_review=parse_optional(next_review), reason=reason))]


def abandon(transfer: Transfer, reason: str, *, by: Actor, failure: str = "") -> list[On]:
    """Give a transfer up at any point, even after it was sustained; the reason is worth as much as a success."""
    require_receiver(transfer, by)
    require_turn(transfer, "abandon it", (*OPEN, "sustained", "changed"))
    require_text(reason, "reason")
    return [On(transfer.id, TransferAbandoned(failure=failure, reason=reason))]


def own_side(transfer: Transfer, by: Actor) -> str:
    """Tell whose grid an actor fills when nothing else is said."""
    sides = {transfer.source: SOURCE, transfer.receiving: RECEIVING}
    if by.organisation not in sides:
        raise Refused("Your organisation is on neither side of this transfer; say whose grid with --side.")
    return sides[by.organisation]


def require_side(transfer: Transfer, side: str, by: Actor, act: str) -> None:
    """Refuse to speak for a side unless the actor belongs to its organisation or is a coordinator."""
    if by.organisation != (transfer.source if side == SOURCE else transfer.receiving):
        require_role(by, "coordinator", act=f"{act} for another organisation")


def require_receiver(transfer: Transfer, by: Actor) -> None:
    """Refuse to decide for the organisation that receives the element."""
    require_side(transfer, RECEIVING, by, "decide on a transfer")


def require_turn(transfer: Transfer, act: str, allowed: tuple[str, ...]) -> None:
    """Refuse a step that is not the transfer's turn."""
    if transfer.status not in allowed:
        raise Refused(f"The transfer is {transfer.status}, so nobody can {act} now; {NEXT[transfer.status]}.")


def require_going(transfer: Transfer) -> None:
    """Refuse to go on against the decision."""
    if transfer.decision not in GOING:
        raise Refused(
            f"The decision was '{transfer.decision}'; if things have changed, record 'epex transfer anticipate' again."
        )


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())
