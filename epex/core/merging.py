"""What another branch decided, held against what was decided here: would it still be allowed, and is it contested?"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from epex.core.decision import Refused

# Codes of why an event is held back, each with what it means.
MEANINGS = {
    "missing": "what it is about does not count here",
    "known": "something of this identity is here already",
    "ended": "what it is about has ended here",
    "turn": "it is not its turn, as things stand here",
    "elsewhere": "something else that it needs stands otherwise here",
    "last": "it would leave nobody with a role without which the network cannot go on",
    "named": "another member here is called the same",
    "contested": "both branches decided on the same thing",
    "together": "it belongs to something that is held back",
    "text": "it speaks of another frozen text of this edition than the one that counts here",
    "settled": "people decided otherwise here on what a merge held back",
    "right": "whoever recorded it had lost the role that it takes",
    "same": "the same was recorded in the other branch",
    "differs": "both branches recorded the same thing, in different words",
}
ENDINGS = ("left", "withdrawn", "retracted", "erasure", "withdrawal", "closed", "lifted")
UNTOLD = frozenset({"reason", "rationale", "version"})
EMPTY: tuple[object, ...] = (None, "", (), {})
CHANGES = "*"


class Elsewhere(Protocol):
    """Everything else that stands in the base."""

    def state(self, stream: str) -> Any:
        """Give the state of a stream, or None."""

    def every(self, subject: str) -> Iterable[Any]:
        """Give the states of all streams of a subject."""

    def begun(self, subject: str) -> Iterable[tuple[Any, Any]]:
        """Give the state of each stream of a subject with the event that it began with."""

    def named(self, subject: str) -> Iterable[tuple[Any, str]]:
        """Give the state of each stream of a subject with what it is called now."""

    def meanwhile(self, stream: str) -> Iterable[Any]:
        """Give what was recorded here on a stream that the other branch did not know of."""

    def labels(self, stream: str) -> Sequence[str]:
        """Give the labels of what stands on a stream, in its order."""


Fits = Callable[[Any, Any, Elsewhere], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When an event of a class may still follow, and what no other branch may have decided meanwhile.

    `unfit` is the code for what does not fit.

    `settles` are the things that it decides on: two events that settle the same contradict each other, and so does one
    that only `touches` it. A name may hold parts of the event, as in `grid {side}`; `*` are the fields that it changes.
    """

    founds: bool = False
    needs_state: bool = True
    always: bool = False
    outlives: bool = False
    turns: Collection[str] = ()
    fits: Fits | None = None
    unfit: str = "elsewhere"
    settles: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()


Rules = Mapping[type, Rule]


def refusal(rule: Rule, state: Any, event: Any, elsewhere: Elsewhere) -> str:
    """Say by a code why an event may not follow; empty when it may."""
    if rule.always:
        return ""
    if rule.founds and state is not None:
        return "known"
    if state is None and rule.needs_state and not rule.founds:
        return "missing"
    if has_ended(state) and not rule.outlives:
        return "ended"
    if rule.turns and standing(state) not in rule.turns:
        return "turn"
    return "" if rule.fits is None or _holds(rule.fits, state, event, elsewhere) else rule.unfit


def is_contested(rules: Rules, event: Any, meanwhile: Iterable[Any]) -> bool:
    """Tell whether one of the events that the other branch did not know decided on the same thing."""
    settled, touched = _things(rules, event)
    if not settled and not touched:
        return False
    others = [_things(rules, other) for other in meanwhile]
    return any(settled & (decided | near) or touched & decided for decided, near in others)


def is_same(event: Any, meanwhile: Iterable[Any]) -> bool:
    """Tell whether one of some events says the same, whatever reason it gives."""
    return any(_said(event) == _said(other) for other in meanwhile)


def standing(state: Any) -> str:
    """Give the word for how something stands."""
    return str(getattr(state, "status", "") or getattr(state, "standing", ""))


def has_ended(state: Any) -> bool:
    """Tell whether something has ended for good, so that nothing more is recorded about it."""
    return any(getattr(state, name, False) for name in ENDINGS)


def is_open(state: Any) -> bool:
    """Tell whether something is there and has not ended."""
    return state is not None and not has_ended(state)


def passes(check: Callable[..., object], *given: Any) -> bool:
    """Tell whether a check of a decision lets something pass."""
    try:
        check(*given)
    except Refused:
        return False
    return True


def _said(event: Any) -> tuple[type, dict[str, Any]]:
    return type(event), {part.name: getattr(event, part.name) for part in fields(event) if part.name != "reason"}


def _holds(fits: Fits, state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    return bool(fits(state, event, elsewhere))


def _things(rules: Rules, event: Any) -> tuple[frozenset[str], frozenset[str]]:
    rule = rules.get(type(event))
    if rule is None:
        return frozenset(), frozenset()
    return _named(rule.settles, event), _named(rule.touches, event)


def _named(names: Iterable[str], event: Any) -> frozenset[str]:
    parts = {field.name: getattr(event, field.name) for field in fields(event)}
    found: set[str] = set()
    for name in names:
        if name == CHANGES:
            found |= {part for part, value in parts.items() if part not in UNTOLD and value not in EMPTY}
        else:
            found.add(name.format_map(parts))
    return frozenset(found)
