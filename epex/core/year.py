"""A year of the programme, with its purpose."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role
from epex.core.sealed import Text
from epex.core.vocabulary import PURPOSES


@dataclass(frozen=True, kw_only=True)
class YearOpened:
    type: ClassVar[str] = "year.opened"
    sentence: ClassVar[str] = "opened {it} ({purpose})"
    number: int
    purpose: str
    reason: Text = ""


YearEvent = YearOpened
Events = YearEvent


@dataclass(frozen=True, slots=True)
class Year:
    """What decisions about a year need to know."""

    id: str
    number: int = 0
    purpose: str = ""


def evolve(year: Year | None, stream: str, event: YearEvent) -> Year:
    """Apply one event; every event that decisions allow applies."""
    match event:
        case YearOpened(number=number, purpose=purpose):
            return replace(year or Year(stream), number=number, purpose=purpose)
        case _:
            assert_never(event)


def open(  # noqa: A001
    year: str, number: int, purpose: str, open_numbers: frozenset[int], *, by: Actor, in_turn: bool = False
) -> list[On]:
    """Open a programme year; `open_numbers` are those of the years that are open already.

    Years are opened `in_turn`; only an import may leave some out, of a network that joined or began to record later.
    """
    require_role(by, "coordinator", act="open a programme year")
    require_one_of(purpose, PURPOSES, "purpose")
    if number < 1:
        raise Refused("Programme years are counted from 1; give a number such as 1.")
    following = max(open_numbers, default=0) + 1
    if number in open_numbers:
        raise Refused(f"Year {number} is open already; open the next one with 'epex year open {following}'.")
    if in_turn and number > following:
        raise Refused(
            f"Year {following} was never opened; open it first with 'epex year open {following}', or import the years "
            "with 'epex import FILE --kind years'."
        )
    return [On(year, YearOpened(number=number, purpose=purpose))]
