"""An incident with personal data: reported by whoever notices it, assessed, told to those it concerns, closed."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, assert_never

from epex.core.dates import earliest, latest, parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short, require_text
from epex.core.periods import parse_optional
from epex.core.sealed import Lines, Sealed, Text

RISKS = ("none", "low", "high")
TOLD = ("authority", "people")


@dataclass(frozen=True, kw_only=True)
class IncidentReported:
    """`affected` names people and organisations; whom it concerns is as secret as what happened."""

    type: ClassVar[str] = "incident.reported"
    sentence: ClassVar[str] = "reported {it}"
    title: Text
    what: Text = ""
    noticed_on: str
    happened_on: str = ""
    affected: Lines = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class IncidentAssessed:
    """Who has to be told follows from the risk, but is decided: article 33 and 34 of the regulation."""

    type: ClassVar[str] = "incident.assessed"
    sentence: ClassVar[str] = "assessed {it}: risk {risk}"
    risk: str
    to_tell: tuple[str, ...] = ()
    affected: Annotated[tuple[str, ...] | None, Sealed()] = None
    reason: Text


@dataclass(frozen=True, kw_only=True)
class IncidentNotified:
    type: ClassVar[str] = "incident.notified"
    sentence: ClassVar[str] = "recorded that the {told} were told of {it}"
    told: str
    on: str
    note: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class IncidentClosed:
    type: ClassVar[str] = "incident.closed"
    sentence: ClassVar[str] = "closed {it}"
    measures: Text
    reason: Text = ""


IncidentEvent = IncidentReported | IncidentAssessed | IncidentNotified | IncidentClosed
Events = IncidentEvent


@dataclass(frozen=True, slots=True)
class Incident:
    """What decisions about an incident need to know; `to_tell` are those who were not told yet."""

    id: str
    noticed_on: str = ""
    assessed: bool = False
    to_tell: frozenset[str] = frozenset()
    closed: bool = False


def evolve(incident: Incident | None, stream: str, event: IncidentEvent) -> Incident:
    """Apply one event; every event that decisions allow applies."""
    state = incident or Incident(stream)
    match event:
        case IncidentReported(noticed_on=noticed_on):
            return replace(state, noticed_on=noticed_on)
        case IncidentAssessed(to_tell=to_tell):
            return replace(state, assessed=True, to_tell=frozenset(to_tell))
        case IncidentNotified(told=told):
            return replace(state, to_tell=state.to_tell - {told})
        case IncidentClosed():
            return replace(state, closed=True)
        case _:
            assert_never(event)


def report(
    incident: str,
    title: str,
    *,
    by: Actor,
    noticed_on: str,
    what: str = "",
    happened_on: str = "",
    affected: tuple[str, ...] = (),
) -> list[On]:
    """Report an incident; everybody in the network may, and should at once."""
    require_member(by)
    require_short(title, "line that says what happened")
    noticed, happened = parse_date(noticed_on), parse_optional(happened_on)
    if happened and latest(noticed) < earliest(happened):
        raise Refused(f"It was noticed ({noticed}) before it happened ({happened}); correct one of the two days.")
    event = IncidentReported(
        title=title, what=what, noticed_on=noticed, happened_on=happened, affected=tuple(dict.fromkeys(affected))
    )
    return [On(incident, event)]


def assess(
    incident: Incident,
    risk: str,
    reason: str,
    *,
    by: Actor,
    to_tell: tuple[str, ...] = (),
    affected: tuple[str, ...] | None = None,
) -> list[On]:
    """Judge the risk for people, and decide who has to be told; known better later, it is assessed again."""
    require_workable(incident, by)
    require_one_of(risk, RISKS, "risk")
    require_text(reason, "reason")
    for told in to_tell:
        require_one_of(told, TOLD, "answer to who has to be told")
    if risk == "high" and set(to_tell) != set(TOLD):
        raise Refused("A high risk is told to the authority and to the people concerned; give --tell for both.")
    event = IncidentAssessed(risk=risk, to_tell=tuple(dict.fromkeys(to_tell)), affected=affected, reason=reason)
    return [On(incident.id, event)]


def notify(incident: Incident, told: str, on: str, *, by: Actor, note: str = "") -> list[On]:
    """Record that the authority or the people concerned were told."""
    require_workable(incident, by)
    require_one_of(told, TOLD, "answer to who was told")
    day = parse_date(on)
    if incident.noticed_on and latest(day) < earliest(incident.noticed_on):
        raise Refused(f"They were told ({day}) before it was noticed ({incident.noticed_on}); correct the day.")
    return [On(incident.id, IncidentNotified(told=told, on=day, note=note))]


def close(incident: Incident, measures: str, *, by: Actor) -> list[On]:
    """Close an incident with what was done about it, once it was assessed and everybody was told."""
    require_workable(incident, by)
    require_text(measures, "account of what was done")
    if not incident.assessed:
        raise Refused("The incident was not assessed yet; do that first with 'epex incident assess'.")
    if incident.to_tell:
        waiting = " and the ".join(sorted(incident.to_tell))
        raise Refused(f"The {waiting} were not told yet; record it with 'epex incident notify', or assess it again.")
    return [On(incident.id, IncidentClosed(measures=measures))]


def require_member(by: Actor) -> None:
    """Refuse somebody who belongs to nobody in the network."""
    if not by.roles:
        raise Refused("Only somebody of the network may report an incident; ask a coordinator to record it.")


def require_workable(incident: Incident, by: Actor) -> None:
    """Refuse anybody but a data protection officer, and what was closed."""
    require_role(by, "data_protection_officer", act="work on an incident")
    if incident.closed:
        raise Refused("The incident is closed; report a new one and name the old one in it.")
