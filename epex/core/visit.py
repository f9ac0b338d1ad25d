"""A job-shadowing visit: planned, agreed, prepared, carried out and monitored."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.match import Match, require_planned
from epex.core.periods import parse_change, parse_optional, parse_period, require_order
from epex.core.sealed import Sealed, Text
from epex.core.vocabulary import MATCH_SIDES, PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

OVER = ("completed", "monitored")
PEOPLE = ("host_people", "visitors", "visiting_organisations")
DAYS = ("starts_on", "ends_on", "started_on", "completed_on")
NEXT = {
    "planned": "the next step is 'epex visit agree'",
    "postponed": "the next step is 'epex visit agree', once both sides have a new date",
    "agreed": "the next step is 'epex visit prepare', or 'epex visit sign' for a side that has not signed",
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
    match: str = ""
    objectives: Text = ""
    work_plan: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitAgreed:
    """The learning agreement; what is empty stays as it was planned. `signed_for` is a side, and empty for both."""

    type: ClassVar[str] = "visit.agreed"
    sentence: ClassVar[str] = "recorded the agreement on {it}"
    objectives: Text = ""
    work_plan: Text = ""
    host_people: tuple[str, ...] = ()
    starts_on: str = ""
    ends_on: str = ""
    signed_for: str = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitSigned:
    type: ClassVar[str] = "visit.signed"
    sentence: ClassVar[str] = "signed the agreement on {it} for the {signed_for}"
    signed_for: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VisitPrepared:
    """`briefed` are those who were briefed; empty means everybody who visits."""

    type: ClassVar[str] = "visit.prepared"
    sentence: ClassVar[str] = "recorded that {it} was prepared, with the confidentiality briefing"
    confidentiality_briefing: bool
    briefed: tuple[str, ...] = ()
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


@dataclass(frozen=True, kw_only=True)
class VisitCorrected:
    """New values, None means unchanged; `brief_again`: somebody visits who was not briefed, so it is prepared anew."""

    type: ClassVar[str] = "visit.corrected"
    sentence: ClassVar[str] = "corrected what was recorded of {it}"
    reason: Text
    title: Annotated[str | None, Sealed()] = None
    year: int | None = None
    purpose: str | None = None
    host_people: tuple[str, ...] | None = None
    visitors: tuple[str, ...] | None = None
    visiting_organisations: tuple[str, ...] | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    started_on: str | None = None
    completed_on: str | None = None
    place: Annotated[str | None, Sealed()] = None
    place_precision: str | None = None
    setting: str | None = None
    level: str | None = None
    objectives: Annotated[str | None, Sealed()] = None
    work_plan: Annotated[str | None, Sealed()] = None
    brief_again: bool = False


VisitEvent = (
    VisitPlanned
    | VisitAgreed
    | VisitSigned
    | VisitPrepared
    | VisitStarted
    | VisitCompleted
    | VisitMonitored
    | VisitPostponed
    | VisitCancelled
    | VisitCorrected
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
    starts_on: str = ""
    ends_on: str = ""
    started_on: str = ""
    completed_on: str = ""
    signed: frozenset[str] = frozenset()
    briefed: frozenset[str] = frozenset()

    def side_of(self, person: str) -> str:
        """Name the side that somebody takes part on, if any."""
        if person in self.host_people:
            return "host"
        return "visitor" if person in self.visitors else ""


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
                starts_on=event.starts_on,
                ends_on=event.ends_on,
            )
        case VisitAgreed():
            return _agreed(state, event)
        case VisitSigned(signed_for=side):
            return replace(state, signed=state.signed | {side})
        case VisitPrepared(briefed=briefed):
            return replace(state, status="prepared", briefed=frozenset(briefed) or state.visitors)
        case VisitStarted(on=on):
            return replace(state, status="started", started_on=on)
        case VisitCompleted(on=on):
            return replace(state, status="completed", completed_on=on)
        case VisitPostponed(starts_on=starts_on, ends_on=ends_on):
            return replace(state, status="postponed", starts_on=starts_on, ends_on=ends_on, signed=frozenset())
        case VisitMonitored() | VisitCancelled():
            return replace(state, status=event.type.removeprefix("visit."))
        case VisitCorrected():
            return _corrected(state, event)
        case _:
            assert_never(event)


def plan(visit: str, planned: VisitPlanned, *, by: Actor, match: Match | None = None) -> list[On]:
    """Plan a visit, perhaps from a match; practitioners of both sides may, and coordinators."""
    organisations = (planned.host, *planned.visiting_organisations)
    require_role(by, "coordinator", "practitioner", act="plan a visit")
    if by.organisation not in organisations:
        require_role(by, "coordinator", act="plan a visit between other organisations")
    require_described(planned)
    require_two_sides(planned)
    if match:
        require_planned(match, planned.host, planned.visiting_organisations)
    starts_on, ends_on = parse_period(planned.starts_on, planned.ends_on)
    event = replace(
        planned,
        host_people=_once(planned.host_people),
        visitors=_once(planned.visitors),
        visiting_organisations=_once(planned.visiting_organisations),
        matched_on=_once(planned.matched_on),
        match=match.id if match else "",
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return [On(visit, event)]


def agree(visit: Visit, agreed: VisitAgreed | None = None, *, by: Actor) -> list[On]:
    """Agree on a planned or postponed visit; whoever takes part signs for their side, a coordinator for both."""
    require_turn(visit, "agree on it", ("planned", "postponed"), by)
    terms = agreed or VisitAgreed()
    require_apart(terms.host_people, visit.visitors)
    starts_on, ends_on = parse_change(terms.starts_on, terms.ends_on, visit.starts_on, visit.ends_on)
    side = _signing(visit, by, terms.signed_for)
    hosts = _once(terms.host_people)
    event = replace(terms, host_people=hosts, starts_on=starts_on, ends_on=ends_on, signed_for=side)
    return [On(visit.id, event)]


def sign(visit: Visit, *, by: Actor, signed_for: str = "") -> list[On]:
    """Sign the learning agreement for the side that has not signed it yet."""
    require_turn(visit, "sign the agreement", ("agreed", "prepared", "started"), by)
    side = _signing(visit, by, signed_for)
    missing = [one for one in MATCH_SIDES if one not in visit.signed and side in (one, "")]
    if not missing:
        who = f"The {side} has" if side else "Both sides have"
        raise Refused(f"{who} signed this agreement already; 'epex visit board' shows whose signature is missing.")
    return [On(visit.id, VisitSigned(signed_for=one)) for one in missing]


def prepare(visit: Visit, *, by: Actor, confidentiality_briefing: bool, briefed: tuple[str, ...] = ()) -> list[On]:
    """Note that a visit is prepared, which means that every visitor was briefed on confidentiality."""
    require_turn(visit, "prepare it", ("agreed",), by)
    if not confidentiality_briefing:
        raise Refused("A visit needs a confidentiality briefing; hold it with the visitors, then say so.")
    require_briefed(visit, briefed)
    told = _once(briefed) or tuple(sorted(visit.visitors))
    return [On(visit.id, VisitPrepared(confidentiality_briefing=True, briefed=told))]


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


def require_briefed(visit: Visit, briefed: tuple[str, ...]) -> None:
    """Refuse a briefing that somebody who visits was not at, or one of strangers."""
    if not briefed:
        return
    if not visit.visitors.issubset(briefed):
        raise Refused("Not every visitor was briefed; brief them all, or correct who visits with 'epex visit correct'.")
    if not (visit.visitors | visit.host_people).issuperset(briefed):
        raise Refused("Somebody was briefed who takes no part; name hosts and visitors, or correct who takes part.")


def _agreed(visit: Visit, event: VisitAgreed) -> Visit:
    return replace(
        visit,
        status="agreed",
        host_people=frozenset(event.host_people) or visit.host_people,
        starts_on=event.starts_on or visit.starts_on,
        ends_on=event.ends_on or visit.ends_on,
        signed=frozenset((event.signed_for,) if event.signed_for else MATCH_SIDES),
    )


def _corrected(visit: Visit, event: VisitCorrected) -> Visit:
    known: dict[str, Any] = {name: getattr(event, name) for name in DAYS if getattr(event, name) is not None}
    for name in PEOPLE:
        if getattr(event, name) is not None:
            known[name] = frozenset(getattr(event, name))
    return replace(visit, status="agreed" if event.brief_again else visit.status, **known)


def _signing(visit: Visit, by: Actor, side: str) -> str:
    """Name the side that somebody signs for: their own, or for a coordinator any, and both if none is named."""
    own = visit.side_of(by.person)
    if side:
        require_one_of(side, MATCH_SIDES, "side of a visit")
        if side != own:
            require_role(by, "coordinator", act="sign for the other side")
    return side or own


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
