"""A transfer: an element of practice on its way to another organisation, failure included."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.element import Element, require_open
from epex.core.periods import parse_optional, parse_period
from epex.core.sealed import Lines, Text, Texts
from epex.core.vocabulary import CRITERIA, RATINGS, TRANSFER_DECISIONS, TRANSFER_LEVELS, VALUE_CYCLES

SOURCE = "source"
RECEIVING = "receiving"
GRIDS = (SOURCE, RECEIVING)
GOING = ("try", "try_adapted")
CLOSED = ("sustained", "changed", "abandoned")
NEXT = {
    "considered": "the next step is 'epex transfer compare', by both sides",
    "compared": "the next step is 'epex transfer anticipate'",
    "anticipated": "the next step is 'epex transfer pilot', or 'adapt' before it",
    "adapted": "the next step is 'epex transfer pilot'",
    "piloted": "the next step is 'epex transfer evaluate'",
    "evaluated": "the next step is 'epex transfer sustain', 'change' or 'abandon'",
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
    reason: Text


@dataclass(frozen=True, kw_only=True)
class TransferAdapted:
    type: ClassVar[str] = "transfer.adapted"
    sentence: ClassVar[str] = "noted adaptations for {it}"
    adaptations: Lines
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferPiloted:
    type: ClassVar[str] = "transfer.piloted"
    sentence: ClassVar[str] = "recorded the pilot of {it}"
    starts_on: str = ""
    ends_on: str = ""
    fidelity: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferEvaluated:
    """`value_cycle` is the highest that was reached, empty when none was."""

    type: ClassVar[str] = "transfer.evaluated"
    sentence: ClassVar[str] = "evaluated {it}"
    outcome: Text
    value_cycle: str = ""
    fidelity: Text = ""
    next_review: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferSustained:
    type: ClassVar[str] = "transfer.sustained"
    sentence: ClassVar[str] = "recorded that {it} is sustained"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class TransferChanged:
    type: ClassVar[str] = "transfer.changed"
    sentence: ClassVar[str] = "recorded that {it} goes on in a changed form"
    reason: Text


@dataclass(frozen=True, kw_only=True)
class TransferAbandoned:
    type: ClassVar[str] = "transfer.abandoned"
    sentence: ClassVar[str] = "recorded that {it} was abandoned"
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
    evaluated: bool = False


def evolve(transfer: Transfer | None, stream: str, event: TransferEvent) -> Transfer:
    """Apply one event; every event that decisions allow applies."""
    state = transfer or Transfer(stream)
    match event:
        case TransferConsidered(source=source, receiving=receiving):
            return replace(state, source=source, receiving=receiving)
        case TransferCompared(side=side):
            return _with_grid(state, side)
        case TransferAnticipated(decision=decision):
            return replace(state, status="anticipated", decision=decision)
        case TransferAdapted():
            return replace(state, status="adapted")
        case TransferPiloted():
            return replace(state, status="piloted")
        case TransferEvaluated():
            return replace(state, status="evaluated", evaluated=True)
        case TransferSustained():
            return replace(state, status="sustained")
        case TransferChanged():
            return replace(state, status="changed")
        case TransferAbandoned():
            return replace(state, status="abandoned")
        case _:
            assert_never(event)


def is_determined(transfer: Transfer) -> bool:
    """Tell whether it was evaluated at least once; until then it is only anticipated, and nothing is proven."""
    return transfer.evaluated


def consider(
    transfer: str,
    element: Element,
    receiving: str,
    *,
    by: Actor,
    source: str = "",
    level: str = "organisation",
    reason: str = "",
) -> list[On]:
    """Consider an element for another organisation; it comes from its owner unless a `source` is named."""
    origin = source or element.organisation
    require_open(element, "transfer it")
    require_text(receiving, "receiving organisation")
    if receiving == origin:
        raise Refused("An organisation cannot transfer an element to itself; name another one with --to.")
    if by.organisation not in (origin, receiving):
        require_role(by, "coordinator", act="consider a transfer between other organisations")
    require_one_of(level, TRANSFER_LEVELS, "level")
    event = TransferConsidered(element=element.id, source=origin, receiving=receiving, level=level, reason=reason)
    return [On(transfer, event)]


def compare(
    transfer: Transfer, side: str, ratings: Mapping[str, str], *, by: Actor, notes: Mapping[str, str] | None = None
) -> list[On]:
    """Fill one side's grid: the host fills the source's, the visitor the receiving one's."""
    require_one_of(side, GRIDS, "side")
    require_turn(transfer, "compare contexts", ("considered", "compared", "anticipated"))
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
        facilitators=_lines(facilitators), barriers=_lines(barriers), decision=decision, reason=reason
    )
    return [On(transfer.id, event)]


def adapt(transfer: Transfer, adaptations: tuple[str, ...], *, by: Actor) -> list[On]:
    """Note what is done otherwise than at the source."""
    require_receiver(transfer, by)
    require_turn(transfer, "adapt it", ("anticipated", "adapted"))
    require_going(transfer)
    lines = _lines(adaptations)
    if not lines:
        raise Refused("No adaptation is named; say what is done otherwise, or go on to 'epex transfer pilot'.")
    return [On(transfer.id, TransferAdapted(adaptations=lines))]


def pilot(transfer: Transfer, *, by: Actor, starts_on: str = "", ends_on: str = "", fidelity: str = "") -> list[On]:
    """Note that the element is tried; recorded again, it says more about the same pilot or about the next one."""
    require_receiver(transfer, by)
    require_turn(transfer, "pilot it", ("anticipated", "adapted", "piloted"))
    require_going(transfer)
    start, end = parse_period(starts_on, ends_on)
    return [On(transfer.id, TransferPiloted(starts_on=start, ends_on=end, fidelity=fidelity))]


def evaluate(
    transfer: Transfer, outcome: str, *, by: Actor, value_cycle: str = "", fidelity: str = "", next_review: str = ""
) -> list[On]:
    """Say what came of it; reviewed later, a transfer is evaluated again."""
    require_receiver(transfer, by)
    require_turn(transfer, "evaluate it", ("piloted", "evaluated", "sustained", "changed"))
    require_text(outcome, "outcome")
    if value_cycle:
        require_one_of(value_cycle, VALUE_CYCLES, "value cycle")
    event = TransferEvaluated(
        outcome=outcome, value_cycle=value_cycle, fidelity=fidelity, next_review=parse_optional(next_review)
    )
    return [On(transfer.id, event)]


def sustain(transfer: Transfer, *, by: Actor, reason: str = "") -> list[On]:
    """Keep what was evaluated."""
    require_receiver(transfer, by)
    require_turn(transfer, "sustain it", ("evaluated",))
    return [On(transfer.id, TransferSustained(reason=reason))]


def change(transfer: Transfer, reason: str, *, by: Actor) -> list[On]:
    """Keep what was evaluated in a changed form, and say in which and why."""
    require_receiver(transfer, by)
    require_turn(transfer, "change it", ("evaluated",))
    require_text(reason, "reason")
    return [On(transfer.id, TransferChanged(reason=reason))]


def abandon(transfer: Transfer, reason: str, *, by: Actor) -> list[On]:
    """Give a transfer up at any point before it is closed; the reason is worth as much as a success."""
    require_receiver(transfer, by)
    if transfer.status in CLOSED:
        raise Refused(f"The transfer is {transfer.status}, so nobody can abandon it now; {NEXT[transfer.status]}.")
    require_text(reason, "reason")
    return [On(transfer.id, TransferAbandoned(reason=reason))]


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


def require_grid(ratings: Mapping[str, str], notes: Mapping[str, str]) -> None:
    """Refuse an empty grid, and words outside the vocabulary."""
    if not ratings:
        raise Refused("The grid is empty; rate at least one criterion, such as --rate environment.law=adapt.")
    for criterion, rating in ratings.items():
        require_one_of(criterion, CRITERIA, "criterion")
        require_one_of(rating, RATINGS, "rating")
    for criterion in notes:
        require_one_of(criterion, CRITERIA, "criterion")


def _with_grid(transfer: Transfer, side: str) -> Transfer:
    filled = transfer.compared | {side}
    whole = transfer.status == "considered" and filled >= set(GRIDS)
    return replace(transfer, compared=filled, status="compared" if whole else transfer.status)


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line.strip())
