"""A job-shadowing visit: planned, agreed, prepared, carried out and monitored."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.match import Match, require_planned
from epex.core.periods import parse_change, parse_optional, parse_period, require_order
from epex.core.sealed import Sealed, Text
from epex.core.visit_people import (
    NOBODY_KNOWN,
    Homes,
    require_apart,
    require_briefed,
    require_hosts,
    require_let_in,
    require_two_sides,
)
from epex.core.visit_terms import require_known_words, require_place
from epex.core.visit_turns import require_turn
from epex.core.vocabulary import MATCH_SIDES

OVER = ("completed", "monitored")
LISTS = ("host_people", "visitors", "visiting_organisations", "matched_on")
DAYS = ("starts_on", "ends_on", "started_on", "completed_on")


@dataclass(frozen=True, kw_only=True)
class VisitPlanned:
    """`year` is the number of the programme year; the place is for the two sides, its precision shows part to all."""

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
    region: Text = ""
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
    """New values, None means unchanged; `status` is the one before the last step, which is taken back.

    `brief_again`: somebody visits who was not briefed, so it is prepared anew; `unsigned`, `unmatched`: what falls.
    """

    type: ClassVar[str] = "visit.corrected"
    sentence: ClassVar[str] = "corrected what was recorded of {it}"
    reason: Text
    title: Annotated[str | None, Sealed()] = None
    status: str | None = None
    year: int | None = None
    purpose: str | None = None
    host: str | None = None
    host_people: tuple[str, ...] | None = None
    visitors: tuple[str, ...] | None = None
    visiting_organisations: tuple[str, ...] | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    started_on: str | None = None
    completed_on: str | None = None
    place: Annotated[str | None, Sealed()] = None
    region: Annotated[str | None, Sealed()] = None
    place_precision: str | None = None
    setting: str | None = None
    level: str | None = None
    matched_on: tuple[str, ...] | None = None
    objectives: Annotated[str | None, Sealed()] = None
    work_plan: Annotated[str | None, Sealed()] = None
    brief_again: bool = False
    unsigned: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()


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
    """What decisions about a visit need to know; `before` are the statuses that led to this one."""

    id: str
    status: str = "planned"
    before: tuple[str, ...] = ()
    match: str = ""
    matched_on: frozenset[str] = frozenset()
    place_precision: str = ""
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
                match=event.match,
                matched_on=frozenset(event.matched_on),
                place_precision=event.place_precision,
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
            return _moved(state, "prepared", briefed=frozenset(briefed) or state.visitors)
        case VisitStarted(on=on):
            return _moved(state, "started", started_on=on)
        case VisitCompleted(on=on):
            return _moved(state, "completed", completed_on=on)
        case VisitPostponed(starts_on=starts_on, ends_on=ends_on):
            return _moved(state, "postponed", starts_on=starts_on, ends_on=ends_on, signed=frozenset())
        case VisitMonitored() | VisitCancelled():
            return _moved(state, event.type.removeprefix("visit."))
        case VisitCorrected():
            return _corrected(state, event)
        case _:
            assert_never(event)


def plan(
    visit: str,
    planned: VisitPlanned,
    *,
    by: Actor,
    match: Match | None = None,
    homes: Homes = NOBODY_KNOWN,
    standing: str = "",
) -> list[On]:
    """Plan a visit, perhaps from a match; practitioners of both sides may, and coordinators.

    `homes` tells where those belong who are named, `standing` is the visit that came of the match already.
    """
    organisations = (planned.host, *planned.visiting_organisations)
    require_role(by, "coordinator", "practitioner", act="plan a visit")
    if by.organisation not in organisations:
        require_role(by, "coordinator", act="plan a visit between other organisations")
    require_known_words(planned)
    require_two_sides(planned, homes)
    require_place(planned.place, planned.place_precision)
    if match:
        require_planned(match, planned.host, planned.visiting_organisations, planned.year, standing)
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


def agree(
    visit: Visit, agreed: VisitAgreed | None = None, *, by: Actor, is_written: bool = True, homes: Homes = NOBODY_KNOWN
) -> list[On]:
    """Agree on a planned or postponed visit; whoever takes part signs for their side, a coordinator for both.

    Nobody is let in who did not take part before, unless `is_written` says that nothing was written for the two sides.
    """
    require_turn(visit, "agree on it", ("planned", "postponed"), by)
    terms = agreed or VisitAgreed()
    require_apart(terms.host_people, visit.visitors)
    require_hosts(set(terms.host_people) - visit.host_people, visit.host, homes)
    require_let_in(visit, terms, by, is_written=is_written)
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


def _moved(visit: Visit, status: str, **known: Any) -> Visit:
    before = visit.before if status == visit.status else (*visit.before, visit.status)
    return replace(visit, status=status, before=before, **known)


def _agreed(visit: Visit, event: VisitAgreed) -> Visit:
    return _moved(
        visit,
        "agreed",
        host_people=frozenset(event.host_people) or visit.host_people,
        starts_on=event.starts_on or visit.starts_on,
        ends_on=event.ends_on or visit.ends_on,
        signed=frozenset((event.signed_for,) if event.signed_for else MATCH_SIDES),
    )


def _corrected(visit: Visit, event: VisitCorrected) -> Visit:
    known: dict[str, Any] = {
        name: getattr(event, name) for name in (*DAYS, "place_precision") if getattr(event, name) is not None
    }
    for name in LISTS:
        if getattr(event, name) is not None:
            known[name] = frozenset(getattr(event, name))
    if event.brief_again or event.status is not None:
        known |= {"status": event.status or "agreed", "before": visit.before[:-1]}
    return replace(visit, host=event.host or visit.host, signed=visit.signed.difference(event.unsigned), **known)


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
