"""How long something is kept: one rule for each kind, and things that are kept longer for a reason."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.dates import parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Text

KINDS = ("reflection", "interview", "story", "person", "request", "incident")


@dataclass(frozen=True, kw_only=True)
class RetentionSet:
    """`months` count from the day that a thing is about; for a person, from the day their organisation left."""

    type: ClassVar[str] = "retention.set"
    sentence: ClassVar[str] = "set how long each {kind} is kept: {months} months"
    kind: str
    months: int
    reason: Text


@dataclass(frozen=True, kw_only=True)
class RetentionExtended:
    type: ClassVar[str] = "retention.extended"
    sentence: ClassVar[str] = "decided to keep {thing} until {until}"
    thing: str
    until: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class RetentionLifted:
    type: ClassVar[str] = "retention.lifted"
    sentence: ClassVar[str] = "lifted {it}"
    reason: Text


RetentionEvent = RetentionSet | RetentionExtended | RetentionLifted
Events = RetentionEvent


@dataclass(frozen=True, slots=True)
class Retention:
    """What decisions about a rule need to know."""

    id: str
    kind: str = ""
    lifted: bool = False


def evolve(retention: Retention | None, stream: str, event: RetentionEvent) -> Retention:
    """Apply one event; every event that decisions allow applies."""
    state = retention or Retention(stream)
    match event:
        case RetentionSet(kind=kind):
            return replace(state, kind=kind, lifted=False)
        case RetentionExtended():
            return state
        case RetentionLifted():
            return replace(state, lifted=True)
        case _:
            assert_never(event)


def set(retention: Retention, kind: str, months: int, reason: str, *, by: Actor) -> list[On]:  # noqa: A001 - its name
    """Set how long a kind of thing is kept; set again, the new rule holds for what is there too."""
    require_officer(by)
    require_one_of(kind, KINDS, "kind of thing to keep")
    require_text(reason, "reason")
    if months < 1:
        raise Refused("A thing is kept for a month at least; give a number of months such as 36.")
    if retention.kind not in ("", kind):
        raise Refused(f"This rule is about each {retention.kind}; set one for each {kind} apart.")
    return [On(retention.id, RetentionSet(kind=kind, months=months, reason=reason))]


def extend(retention: Retention, thing: str, until: str, reason: str, *, by: Actor) -> list[On]:
    """Keep one thing longer than its rule says."""
    require_officer(by)
    require_in_force(retention)
    require_text(reason, "reason")
    if thing.partition("-")[0] != retention.kind:
        raise Refused(f"The rule is about each {retention.kind}; name one of them by its id.")
    return [On(retention.id, RetentionExtended(thing=thing, until=parse_date(until), reason=reason))]


def lift(retention: Retention, reason: str, *, by: Actor) -> list[On]:
    """Lift a rule: nothing of its kind is due any more."""
    require_officer(by)
    require_in_force(retention)
    require_text(reason, "reason")
    return [On(retention.id, RetentionLifted(reason=reason))]


def require_officer(by: Actor) -> None:
    """Refuse anybody but a data protection officer."""
    require_role(by, "data_protection_officer", act="decide how long things are kept")


def require_in_force(retention: Retention) -> None:
    """Refuse a rule that was never set, or was lifted."""
    if not retention.kind or retention.lifted:
        raise Refused("No such rule is in force; set one with 'epex retention set'.")
