"""A job-shadowing visit: planned, agreed, prepared, carried out and monitored."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.periods import parse_optional, parse_period, require_order
from epex.core.sealed import Text
from epex.core.vocabulary import PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

OVER = ("completed", "monitored")
NEXT = {
    "planned": "the next step is 'epex visit agree'",
    "postponed": "the next step is 'epex visit agree', once both sides have a new date",
    "agreed": "the next step is 'epex visit prepare'",
    "prepared": "the next step is 'epex visit start'",
    "started": "the next step is 'epex visit complete'",
    "completed": "the next step is 'epex visit monitor'",
    "monitored": "what else was attained goes into 'epex visit monitor'",
    "cancelled": "plan another one with 'epex visit plan'",
}


@dataclass(frozen=True, kw_only=True)
class VisitPlanned:
    """`year` is the number of the programme year; `place_precision` says how much of the place may be shown."""

    type: ClassVar[str] = "visit.planned"
    sentence: ClassVar[str] = "planned {it} at {host}"
    title: Text
    year: int
    purpose: str
    host: str
    host_people: tuple[str, ...] = ()
    visitors: tuple[str, ...]
    visiting_organisations: tuple[str, ...]
    starts_on: str = ""
    ends_on: str = ""
    place: Text = ""
    place_precision: str = "region"
    setting: str = ""
    level: str = ""
    matched_on: tuple[str, ...] = ()
    objectives: Text = ""
    work_plan: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitAgreed:
    """The learning agreement; what is empty stays as it was planned."""

    type: ClassVar[str] = "visit.agreed"
    sentence: ClassVar[str] = "recorded the agreement on {it}"
    objectives: Text = ""
    work_plan: Text = ""
    host_people: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitPrepared:
    type: ClassVar[str] = "visit.prepared"
    sentence: ClassVar[str] = "recorded that {it} was prepared, with the confidentiality briefing"
    confidentiality_briefing: bool
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitStarted:
    type: ClassVar[str] = "visit.started"
    sentence: ClassVar[str] = "recorded that {it} started"
    on: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitCompleted:
    type: ClassVar[str] = "visit.completed"
    sentence: ClassVar[str] = "recorded that {it} was completed"
    on: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitMonitored:
    type: ClassVar[str] = "visit.monitored"
    sentence: ClassVar[str] = "recorded what {it} attained"
    attained: Text
    unexpected: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitPostponed:
    """The dates planned so far no longer hold; new ones may be known or not."""

    type: ClassVar[str] = "visit.postponed"
    sentence: ClassVar[str] = "postponed {it}"
    reason: Text
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, kw_only=True)
class VisitCancelled:
    type: ClassVar[str] = "visit.cancelled"
    sentence: ClassVar[str] = "cancelled {it}"
    reason: Text


VisitEvent = (
    VisitPlanned
    | VisitAgreed
    | VisitPrepared
    | VisitStarted
    | VisitCompleted
    | VisitMonitored
    | VisitPostponed
    | VisitCancelled
)
Events = VisitEvent


@dataclass(frozen=True, slots=True)
class Visit:
    """What decisions about a visit need to know."""

    id: str
    status: str = "planned"
    host: str = ""
    host_people: frozenset[str] = frozenset()
    visitors: frozenset[str] = frozenset()
    visiting_organisations: frozenset[str] = frozenset()
    started_on: str = ""


def evolve(visit: Visit | None, stream: str, event: VisitEvent) -> Visit:
    """Apply one event; every event that decisions allow applies."""
    state = visit or Visit(stream)
    match event:
        case VisitPlanned():
            return replace(
                state,
                host=event.host,
                host_people=frozenset(event.host_people),
                visitors=frozenset(event.visitors),
                visiting_organisations=frozenset(event.visiting_organisations),
            )
        case VisitAgreed(host_people=named):
            return replace(state, status="agreed", host_people=frozenset(named) or state.host_people)
        case VisitPrepared():
            return replace(state, status="prepared")
        case VisitStarted(on=on):
            return replace(state, status="started", started_on=on)
        case VisitCompleted():
            return replace(state, status="completed")
        case VisitMonitored():
            return replace(state, status="monitored")
        case VisitPostponed():
            return replace(state, status="postponed")
        case VisitCancelled():
            return replace(state, status="cancelled")
        case _:
            assert_never(event)


def plan(visit: str, planned: VisitPlanned, *, by: Actor) -> list[On]:
    """Plan a visit; practitioners of the host or of the visiting organisations may, and coordinators."""
    organisations = (planned.host, *planned.visiting_organisations)
    require_role(by, "coordinator", "practitioner", act="plan a visit")
    if by.organisation not in organisations:
        require_role(by, "coordinator", act="plan a visit between other organisations")
    require_described(planned)
    require_two_sides(planned)
    starts_on, ends_on = parse_period(planned.starts_on, planned.ends_on)
    event = replace(
        planned,
        host_people=_once(planned.host_people),
        visitors=_once(planned.visitors),
        visiting_organisations=_once(planned.visiting_organisations),
        matched_on=_once(planned.matched_on),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return [On(visit, event)]


def agree(visit: Visit, agreed: VisitAgreed | None = None, *, by: Actor) -> list[On]:
    """Agree on a planned or postponed visit: the learning agreement of both sides."""
    require_turn(visit, "agree on it", ("planned", "postponed"), by)
    terms = agreed or VisitAgreed()
    require_apart(terms.host_people, visit.visitors)
    starts_on, ends_on = parse_period(terms.starts_on, terms.ends_on)
    event = replace(terms, host_people=_once(terms.host_people), starts_on=starts_on, ends_on=ends_on)
    return [On(visit.id, event)]


def prepare(visit: Visit, *, by: Actor, confidentiality_briefing: bool) -> list[On]:
    """Note that a visit is prepared, which means that the visitors were briefed on confidentiality."""
    require_turn(visit, "prepare it", ("agreed",), by)
    if not confidentiality_briefing:
        raise Refused("A visit needs a confidentiality briefing; hold it with the visitors, then say so.")
    return [On(visit.id, VisitPrepared(confidentiality_briefing=True))]


def start(visit: Visit, *, by: Actor, on: str = "") -> list[On]:
    """Note that a prepared visit has started."""
    require_turn(visit, "start it", ("prepared",), by)
    return [On(visit.id, VisitStarted(on=parse_optional(on)))]


def complete(visit: Visit, *, by: Actor, on: str = "") -> list[On]:
    """Note that a started visit was carried out to its end."""
    require_turn(visit, "complete it", ("started",), by)
    ended_on = parse_optional(on)
    require_order(visit.started_on, ended_on)
    return [On(visit.id, VisitCompleted(on=ended_on))]


def monitor(visit: Visit, attained: str, *, by: Actor, unexpected: str = "") -> list[On]:
    """Note what a completed visit attained; months later there may be more to note."""
    require_turn(visit, "monitor it", OVER, by)
    require_text(attained, "account of what was attained")
    return [On(visit.id, VisitMonitored(attained=attained, unexpected=unexpected))]


def postpone(visit: Visit, reason: str, *, by: Actor, starts_on: str = "", ends_on: str = "") -> list[On]:
    """Put off a visit that has not started; it is agreed on again before it goes on."""
    require_turn(visit, "postpone it", ("planned", "agreed", "prepared", "postponed"), by)
    require_text(reason, "reason")
    start, end = parse_period(starts_on, ends_on)
    return [On(visit.id, VisitPostponed(reason=reason, starts_on=start, ends_on=end))]


def cancel(visit: Visit, reason: str, *, by: Actor) -> list[On]:
    """Call off a visit, or break it off; it takes nothing more."""
    require_turn(visit, "cancel it", ("planned", "agreed", "prepared", "postponed", "started"), by)
    require_text(reason, "reason")
    return [On(visit.id, VisitCancelled(reason=reason))]


def require_turn(visit: Visit, act: str, allowed: tuple[str, ...], by: Actor) -> None:
    """Refuse a step to strangers, and a step that is not the visit's turn."""
    if by.person not in visit.host_people | visit.visitors:
        require_role(by, "coordinator", act="act on a visit in which they neither host nor visit")
    if visit.status not in allowed:
        raise Refused(f"The visit is {visit.status}, so nobody can {act} now; {NEXT[visit.status]}.")


def require_described(planned: VisitPlanned) -> None:
    """Refuse a plan without a title, or with words outside the vocabulary."""
    require_text(planned.title, "visit's title")
    if planned.year < 1:
        raise Refused("Programme years are counted from 1; give the number of the year, such as 1.")
    require_one_of(planned.purpose, PURPOSES, "purpose")
    require_one_of(planned.place_precision, PLACE_PRECISIONS, "precision of the place")
    if planned.setting:
        require_one_of(planned.setting, SETTINGS, "setting")
    if planned.level:
        require_one_of(planned.level, PREVENTION_LEVELS, "prevention level")


def require_two_sides(planned: VisitPlanned) -> None:
    """Refuse a visit without a host or visitors, or in which one side stands on both."""
    require_text(planned.host, "host organisation")
    if not planned.visitors or not planned.visiting_organisations:
        raise Refused("A visit needs somebody who visits; name a visitor who belongs to an organisation.")
    if planned.host in planned.visiting_organisations:
        raise Refused("A visitor cannot be of the host organisation; name somebody from another one.")
    require_apart(planned.host_people, frozenset(planned.visitors))


def require_apart(host_people: tuple[str, ...], visitors: frozenset[str]) -> None:
    """Refuse somebody who would host their own visit."""
    if not visitors.isdisjoint(host_people):
        raise Refused("Somebody is named as host and as visitor; name each person on one side only.")


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
