"""The visits, who takes part in them, and what was noted on the way."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.person import PersonMoved, PersonRegistered
from epex.core.visit import (
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitStarted,
)
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

PLAIN = ("title", "purpose", "host", "starts_on", "ends_on", "place", "place_precision")
MORE = ("setting", "level", "objectives", "work_plan")
LISTS = ("host_people", "visitors", "visiting_organisations", "matched_on")

VISITS_TABLE = Table(
    "visits",
    ("id",),
    {
        **COLUMNS,
        "year": int,
        "status": str,
        **dict.fromkeys((*PLAIN, *MORE), str),
        **dict.fromkeys(LISTS, list),
        "started_on": str,
        "completed_on": str,
    },
)
PARTICIPATIONS_TABLE = Table(
    "participations",
    ("visit", "person"),
    {"visit": str, "person": str, "organisation": str, "side": str},
    indexes=(("person",),),
)
PARTNERS_TABLE = Table(
    "partners",
    ("visit", "organisation"),
    {"visit": str, "organisation": str, "side": str},
    indexes=(("organisation",),),
)
# What was noted may be labelled more narrowly than the visit, so each step has its own readers.
STEPS_TABLE = Table(
    "visit_steps",
    ("visit", "position"),
    {"visit": str, **ORIGIN, "step": str, "attained": str, "unexpected": str, "reason": str},
)
HOMES_TABLE = Table("visit_homes", ("person",), {"person": str, "organisation": str})

VISITS = Projection(
    "visits", version=1, tables=[VISITS_TABLE, PARTICIPATIONS_TABLE, PARTNERS_TABLE, STEPS_TABLE, HOMES_TABLE]
)


@VISITS.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the visits they will take part in."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@VISITS.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Add the visit with both sides."""
    plain = {name: getattr(event, name) for name in (*PLAIN, *MORE)}
    lists = {name: list(getattr(event, name)) for name in LISTS}
    rows[VISITS_TABLE].put({**founding(fact), "year": event.year, "status": "planned", **plain, **lists})
    for organisation in event.visiting_organisations:
        rows[PARTNERS_TABLE].put({"visit": fact.stream, "organisation": organisation, "side": "visitor"})
    rows[PARTNERS_TABLE].put({"visit": fact.stream, "organisation": event.host, "side": "host"})
    _take_part(rows, fact.stream, "host", event.host_people, event.host)
    for visitor in event.visitors:
        home = rows[HOMES_TABLE].get(visitor) or {"organisation": next(iter(event.visiting_organisations), "")}
        _take_part(rows, fact.stream, "visitor", [visitor], home["organisation"])


@VISITS.on(VisitAgreed)
def agreed(rows: Batch, fact: Fact, event: VisitAgreed) -> None:
    """Take over the learning agreement; what is empty stays as it was."""
    visit = rows[VISITS_TABLE].get(fact.stream)
    if visit is None:
        return
    given: dict[str, Any] = {name: value for name in ("starts_on", "ends_on") if (value := getattr(event, name))}
    if is_as_open(fact, visit):
        given |= {name: value for name in ("objectives", "work_plan") if (value := getattr(event, name))}
    if event.host_people:
        given["host_people"] = list(event.host_people)
        for person in visit["host_people"]:
            rows[PARTICIPATIONS_TABLE].remove((fact.stream, person))
        _take_part(rows, fact.stream, "host", event.host_people, visit["host"])
    rows[VISITS_TABLE].change(fact.stream, status="agreed", **given)


@VISITS.on(VisitPrepared)
def prepared(rows: Batch, fact: Fact, event: VisitPrepared) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that it is prepared."""
    rows[VISITS_TABLE].change(fact.stream, status="prepared")


@VISITS.on(VisitStarted)
def started(rows: Batch, fact: Fact, event: VisitStarted) -> None:
    """Note that it has started."""
    rows[VISITS_TABLE].change(fact.stream, status="started", started_on=event.on)


@VISITS.on(VisitCompleted)
def completed(rows: Batch, fact: Fact, event: VisitCompleted) -> None:
    """Note that it was carried out."""
    rows[VISITS_TABLE].change(fact.stream, status="completed", completed_on=event.on)


@VISITS.on(VisitMonitored)
def monitored(rows: Batch, fact: Fact, event: VisitMonitored) -> None:
    """Note what it attained."""
    rows[VISITS_TABLE].change(fact.stream, status="monitored")
    _note(rows, fact, "monitored", attained=event.attained, unexpected=event.unexpected)


@VISITS.on(VisitPostponed)
def postponed(rows: Batch, fact: Fact, event: VisitPostponed) -> None:
    """Put it off; the dates planned so far no longer hold."""
    rows[VISITS_TABLE].change(fact.stream, status="postponed", starts_on=event.starts_on, ends_on=event.ends_on)
    _note(rows, fact, "postponed", reason=event.reason)


@VISITS.on(VisitCancelled)
def cancelled(rows: Batch, fact: Fact, event: VisitCancelled) -> None:
    """Call it off."""
    rows[VISITS_TABLE].change(fact.stream, status="cancelled")
    _note(rows, fact, "cancelled", reason=event.reason)


def _take_part(rows: Batch, visit: str, side: str, people: Any, organisation: str) -> None:
    for person in people:
        rows[PARTICIPATIONS_TABLE].put({"visit": visit, "person": person, "side": side, "organisation": organisation})


def _note(rows: Batch, fact: Fact, step: str, **words: str) -> None:
    rows[STEPS_TABLE].put({"visit": fact.stream, **origin(fact), "step": step, **words})
