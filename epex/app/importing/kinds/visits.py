"""Rows of visits, carried as far as they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from epex.app.importing.columns import Column, code, date, programme_year, reference, references, whether
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import visit
from epex.core.dates import earliest
from epex.core.decision import Refused
from epex.core.match import Match
from epex.core.visit import (
    Visit,
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitCorrected,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitStarted,
)
from epex.core.visit_correction import correct
from epex.core.vocabulary import MATCH_SIDES, PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

WAY = ("planned", "agreed", "prepared", "started", "completed", "monitored")
ASIDE = ("postponed", "cancelled")
ROW = "an id, a name, or the id of its row in the same source"
TEXTS = (
    "title",
    "place",
    "region",
    "place_precision",
    "setting",
    "level",
    "objectives",
    "work_plan",
    "starts_on",
    "ends_on",
)
SIDES = ("host", "host_people", "visitors", "matched_on")
DAYS = ("started_on", "completed_on")
OUTCOMES = ("attained", "unexpected")
CORRECTABLE = (*TEXTS, *DAYS, "year", "purpose", "host_people", "visitors", "visiting_organisations")
STEP_DAYS = {"started": "started_on", "completed": "completed_on"}
STATUSES = {VisitStarted: "started_on", VisitCompleted: "completed_on"}


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Plan it, and take every step up to its status."""
    planned = VisitPlanned(
        year=values["year"],
        purpose=values.get("purpose") or ground.purpose_of(values["year"]),
        visiting_organisations=values.get("visiting_organisations") or _homes(values, ground),
        **{name: values[name] for name in (*TEXTS, *SIDES) if name in values},
    )
    course, matched = Course(stream), values.get("match", "")
    match, standing = _match(matched, planned, ground)
    homes = _belonging(planned, ground)
    course.take(visit.plan(stream, planned, by=ground.by, match=match, homes=homes, standing=standing))
    status = values.get("status") or _reached(values)
    if matched and status != "cancelled":
        ground.keep(("visit", matched), stream)
    if status in ASIDE:
        _set_aside(course, status, values, ground)
    else:
        for step in WAY[1 : WAY.index(status) + 1]:
            _take(course, step, values, ground)
    return course.steps


def revise(state: Visit, change: Change, ground: Ground) -> Sequence[Dated]:
    """Correct what was planned, and take the steps that were taken since."""
    course, values = Course(state.id, state), change.values
    if values.keys() == {"reason"}:
        raise Refused("The reason that is recorded stays; put it back into the row.")
    status = values.get("status", state.status)
    later = _way_to(state.status, status)
    # A day of a step that is only taken now goes along with it.
    held_back = {STEP_DAYS.get(step, "") for step in later}
    corrections = {name: values[name] for name in CORRECTABLE if name in values and name not in held_back}
    if corrections:
        reason = f"The row has changed in its source: {ground.source}"
        if "visitors" in corrections and "visiting_organisations" not in corrections:
            corrections["visiting_organisations"] = _homes(values, ground)
        corrected, is_written = VisitCorrected(reason=reason, **corrections), ground.is_written_about(state.id)
        homes = _belonging(corrected, ground)
        course.take(correct(state, corrected, by=ground.by, is_written=is_written, homes=homes))
    if status in ASIDE and status != state.status:
        _set_aside(course, status, change.now, ground)
    for step in later:
        _take(course, step, change.now, ground)
    if not later and set(OUTCOMES) & set(values):
        _take(course, WAY[-1], change.now, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was planned and agreed, the days, what was attained, and how far it came."""
    said = plainly_told([event for event in events if isinstance(event, VisitPlanned)])
    for event in events:
        if isinstance(event, VisitAgreed):
            terms = {one.name: getattr(event, one.name) for one in fields(event)}
            said |= {name: value for name, value in terms.items() if value and name in said}
        if isinstance(event, VisitPostponed):
            said |= {"starts_on": event.starts_on, "ends_on": event.ends_on}
        if isinstance(event, VisitPostponed | VisitCancelled):
            said["reason"] = event.reason
        if isinstance(event, VisitMonitored):
            said |= {"attained": event.attained, "unexpected": event.unexpected}
        if isinstance(event, VisitCorrected):
            said |= {one: value for one in (*CORRECTABLE, "status") if (value := getattr(event, one)) is not None}
        if name := STATUSES.get(type(event)):
            said[name] = event.on
        if (status := type(event).type.partition(".")[2]) in (*WAY, *ASIDE):
            said["status"] = status
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Take what was attained, and why it was put off, out of the steps on the page."""
    words: dict[str, Any] = {}
    for step in shown.get("steps", ()):
        words |= {name: step[name] for name in ("attained", "unexpected") if step.get(name)}
        if step.get("step") == shown.get("status") and step.get("reason"):
            words["reason"] = step["reason"]
    return {**shown, **words}


def _way_to(status: str, wanted: str) -> tuple[str, ...]:
    """List the steps that are left; raises Refused when the way does not lead there."""
    if wanted in ASIDE or wanted == status:
        return ()
    here = 0 if status == "postponed" else WAY.index(status) if status in WAY else len(WAY)
    there = WAY.index(wanted)
    if there <= here:
        raise Refused(f"The visit is {status} here and cannot become {wanted}; mend the row, or correct the visit.")
    return WAY[here + 1 : there + 1]


def _reached(values: Values) -> str:
    """Say how far it came when the row tells only the days and the outcome."""
    told_by = {"attained": "monitored", "completed_on": "completed", "started_on": "started"}
    return next((status for name, status in told_by.items() if name in values), "planned")


def _take(course: Course, step: str, values: Values, ground: Ground) -> None:
    by, state = ground.by, course.state
    match step:
        case "agreed":
            course.take(visit.agree(state, by=by))
        case "prepared":
            briefed = values.get("confidentiality_briefing", True)
            course.take(visit.prepare(state, by=by, confidentiality_briefing=briefed))
        case "started":
            course.take(visit.start(state, by=by, on=values.get("started_on", "")), _day(step, values, ground))
        case "completed":
            course.take(visit.complete(state, by=by, on=values.get("completed_on", "")), _day(step, values, ground))
        case _:
            attained, unexpected = values.get("attained", ""), values.get("unexpected", "")
            course.take(visit.monitor(state, attained, by=by, unexpected=unexpected), _day(step, values, ground))


def _day(step: str, values: Values, ground: Ground) -> str | None:
    """Date a step by the visit's own days, not by the day of its planning; planned days count once they are past."""
    names = ("started_on", "starts_on") if step == "started" else ("completed_on", "ends_on", "started_on", "starts_on")
    days = [str(values.get(name) or "") for name in names]
    return next((day for day in days if day and earliest(day) <= ground.today), None)


def _set_aside(course: Course, status: str, values: Values, ground: Ground) -> None:
    reason = values.get("reason", "")
    if status == "cancelled":
        course.take(visit.cancel(course.state, reason, by=ground.by))
        return
    dates = {name: values[name] for name in ("starts_on", "ends_on") if name in values}
    course.take(visit.postpone(course.state, reason, by=ground.by, **dates))


def _match(matched: str, planned: VisitPlanned, ground: Ground) -> tuple[Match | None, str]:
    """Give the match that a visit came of, and the visit that stands in its way; what is known is as it was."""
    if not matched:
        return None, ""
    if ground.is_again:
        visitor = "".join(planned.visiting_organisations[:1])
        return Match(matched, host=planned.host, visitor=visitor, accepted=frozenset(MATCH_SIDES)), ""
    return ground.state(matched), ground.earlier(("visit", matched)) or ground.queries.visit_from(matched)


def _belonging(said: VisitPlanned | VisitCorrected, ground: Ground) -> dict[str, str]:
    """Say where people belong; of visitors the row may say where they belonged."""
    hosts = {person: ground.state(person).organisation for person in said.host_people or ()}
    return {**hosts, **{visitor: _home(visitor, said, ground) for visitor in said.visitors or ()}}


def _home(visitor: str, said: VisitPlanned | VisitCorrected, ground: Ground) -> str:
    home: str = ground.state(visitor).organisation
    guests = said.visiting_organisations or ()
    return home if home in guests or not guests else guests[0]


def _homes(values: Values, ground: Ground) -> tuple[str, ...]:
    return tuple(ground.state(visitor).organisation for visitor in values["visitors"])


def _status(text: str, known: Any) -> str:
    word: str = code((*WAY, *ASIDE), "status of a visit")(text, known)
    return word


KIND = Kind(
    name="visits",
    subject="visit",
    columns=(
        Column(name="title", takes="what it is called", required=True),
        Column(name="year", takes="the number of the programme year", read=programme_year, required=True),
        Column(name="purpose", takes=f"{', '.join(PURPOSES)}; else the year's purpose", read=code(PURPOSES, "purpose")),
        Column(name="host", takes=f"who is visited: {ROW}", read=reference("organisation"), required=True),
        Column(name="host_people", takes="who hosts: ids or names, with ; between", read=references("person")),
        Column(
            name="visitors", takes="who visits: ids or names, with ; between", read=references("person"), required=True
        ),
        Column(
            name="visiting_organisations",
            takes="where the visitors belonged; else where they belong now",
            read=references("organisation"),
        ),
        Column(name="starts_on", takes="the first day planned: 2017, 2017-03 or 2017-03-14", is_date=True),
        Column(name="ends_on", takes="the last day planned", is_date=True),
        Column(name="place", takes="where, the city first; whole for the two sides"),
        Column(name="region", takes="in which region"),
        Column(
            name="place_precision",
            takes=f"how much of it all others read: {', '.join(PLACE_PRECISIONS)}",
            read=code(PLACE_PRECISIONS, "precision of the place"),
        ),
        Column(name="setting", takes=f"one of {', '.join(SETTINGS)}", read=code(SETTINGS, "setting")),
        Column(
            name="level",
            takes=f"one of {', '.join(PREVENTION_LEVELS)}",
            read=code(PREVENTION_LEVELS, "prevention level"),
        ),
        Column(name="matched_on", takes="the challenges behind it: ids or texts", read=references("challenge")),
        Column(name="match", takes=f"the match that it came of: {ROW}", read=reference("match")),
        Column(name="objectives", takes="what the visitors want to learn"),
        Column(name="work_plan", takes="what is done on which day"),
        Column(name="status", takes=f"how far it came: {', '.join((*WAY, *ASIDE))}", read=_status),
        Column(name="confidentiality_briefing", takes="no when the visitors were not briefed; else yes", read=whether),
        Column(name="started_on", takes="the day it started", is_date=True),
        Column(name="completed_on", takes="the day it ended", is_date=True),
        Column(name="attained", takes="what it attained"),
        Column(name="unexpected", takes="what nobody had expected"),
        Column(name="reason", takes="why it was postponed or cancelled"),
        date("occurred_on", "when it was planned"),
    ),
    decide=decide,
    revise=revise,
    revisable=(*CORRECTABLE, *OUTCOMES, "status", "reason"),
    revises="what 'epex visit correct' corrects, and how far it came",
    told=told,
    derived=("visiting_organisations", "purpose", "match"),
    exported=exported,
    body="objectives",
)
