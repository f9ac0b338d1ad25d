"""How visits, who takes part in them, and what was noted on the way come from what happened."""

from collections.abc import Iterable, Sequence
from typing import Any

from epex.core.log.envelope import Fact
from epex.core.visit import (
    DAYS,
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitCorrected,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitSigned,
    VisitStarted,
)
from epex.core.visit_correction import changed
from epex.core.vocabulary import MATCH_SIDES
from epex.projections.columns import founding, is_as_open, occurred_on, origin
from epex.projections.shades import tell, tell_part
from epex.projections.table import Batch
from epex.projections.visits import (
    LISTS,
    MORE,
    PARTICIPATIONS_TABLE,
    PARTNERS_TABLE,
    PLAIN,
    STEPS_TABLE,
    VISITS,
    VISITS_TABLE,
)

WORDS = ("title", "place", "region", "objectives", "work_plan")
CODES = ("status", "year", "purpose", "host", "place_precision", "setting", "level", *DAYS)


@VISITS.on(VisitPlanned)
def planned(rows: Batch, fact: Fact, event: VisitPlanned) -> None:
    """Add the visit with both sides."""
    plain = {name: getattr(event, name) for name in (*PLAIN, *MORE)}
    lists = {name: list(getattr(event, name)) for name in LISTS}
    changed_at = fact.envelope.recorded_at
    rows[VISITS_TABLE].put(
        {**founding(fact), "year": event.year, "status": "planned", **plain, **lists, "changed_at": changed_at}
    )
    rows[PARTNERS_TABLE].put({"visit": fact.stream, "organisation": event.host, "side": "host"})
    _take_part(rows, fact.stream, "host", event.host_people)
    _visit(rows, fact.stream, event.visitors, event.visiting_organisations)


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
        _leave(rows, fact.stream, visit["host_people"], ())
        _take_part(rows, fact.stream, "host", event.host_people)
    day = occurred_on(fact)
    signed = {event.signed_for: day} if event.signed_for else dict.fromkeys(MATCH_SIDES, day)
    _change(rows, fact, status="agreed", signed=signed, **given)


@VISITS.on(VisitSigned)
def signed(rows: Batch, fact: Fact, event: VisitSigned) -> None:
    """Note which side has signed the agreement as well."""
    tell_part(rows[VISITS_TABLE], fact, fact.stream, "signed", **{event.signed_for: occurred_on(fact)})
    _change(rows, fact)


@VISITS.on(VisitPrepared)
def prepared(rows: Batch, fact: Fact, event: VisitPrepared) -> None:
    """Note that it is prepared, and who was briefed."""
    visit = rows[VISITS_TABLE].get(fact.stream)
    if visit:
        _change(rows, fact, status="prepared", briefed=list(event.briefed) or visit["visitors"])


@VISITS.on(VisitStarted)
def started(rows: Batch, fact: Fact, event: VisitStarted) -> None:
    """Note that it has started."""
    _change(rows, fact, status="started", started_on=event.on)


@VISITS.on(VisitCompleted)
def completed(rows: Batch, fact: Fact, event: VisitCompleted) -> None:
    """Note that it was carried out."""
    _change(rows, fact, status="completed", completed_on=event.on)


@VISITS.on(VisitMonitored)
def monitored(rows: Batch, fact: Fact, event: VisitMonitored) -> None:
    """Note what it attained."""
    _change(rows, fact, status="monitored")
    _note(rows, fact, "monitored", attained=event.attained, unexpected=event.unexpected)


@VISITS.on(VisitPostponed)
def postponed(rows: Batch, fact: Fact, event: VisitPostponed) -> None:
    """Put it off; the dates planned so far no longer hold."""
    _change(rows, fact, status="postponed", starts_on=event.starts_on, ends_on=event.ends_on, signed={})
    _note(rows, fact, "postponed", reason=event.reason)


@VISITS.on(VisitCancelled)
def cancelled(rows: Batch, fact: Fact, event: VisitCancelled) -> None:
    """Call it off."""
    _change(rows, fact, status="cancelled")
    _note(rows, fact, "cancelled", reason=event.reason)


@VISITS.on(VisitCorrected)
def corrected(rows: Batch, fact: Fact, event: VisitCorrected) -> None:
    """Put right what was recorded wrongly, and let others take part; the page keeps why."""
    visit = rows[VISITS_TABLE].get(fact.stream)
    if visit is None:
        return
    names = (*CODES, *(WORDS if is_as_open(fact, visit) else ()))
    right = {name: value for name in names if (value := getattr(event, name)) is not None}
    if event.matched_on is not None:
        right["matched_on"] = list(event.matched_on)
    if event.unsigned:
        right["signed"] = {side: day for side, day in visit["signed"].items() if side not in event.unsigned}
    if event.host is not None:
        _leave(rows, fact.stream, (), [visit["host"]])
        rows[PARTNERS_TABLE].put({"visit": fact.stream, "organisation": event.host, "side": "host"})
    if event.visitors is not None:
        right |= {"visitors": list(event.visitors), "visiting_organisations": list(event.visiting_organisations or ())}
        _leave(rows, fact.stream, visit["visitors"], visit["visiting_organisations"])
        _visit(rows, fact.stream, event.visitors, event.visiting_organisations or ())
    if event.host_people is not None:
        right["host_people"] = list(event.host_people)
        _leave(rows, fact.stream, set(visit["host_people"]) - set(event.visitors or ()), ())
        _take_part(rows, fact.stream, "host", event.host_people)
    _change(rows, fact, **right, **({"status": "agreed"} if event.brief_again else {}))
    _note(rows, fact, "corrected", reason=event.reason, changed=changed(event))


def _change(rows: Batch, fact: Fact, **columns: Any) -> None:
    tell(rows[VISITS_TABLE], fact, fact.stream, **columns, changed_at=fact.envelope.recorded_at)


def _visit(rows: Batch, visit: str, visitors: Sequence[str], organisations: Sequence[str]) -> None:
    for organisation in organisations:
        rows[PARTNERS_TABLE].put({"visit": visit, "organisation": organisation, "side": "visitor"})
    _take_part(rows, visit, "visitor", visitors)


def _leave(rows: Batch, visit: str, people: Iterable[str], organisations: Iterable[str]) -> None:
    for person in people:
        rows[PARTICIPATIONS_TABLE].remove((visit, person))
    for organisation in organisations:
        rows[PARTNERS_TABLE].remove((visit, organisation))


def _take_part(rows: Batch, visit: str, side: str, people: Iterable[str]) -> None:
    for person in people:
        rows[PARTICIPATIONS_TABLE].put({"visit": visit, "person": person, "side": side})


def _note(rows: Batch, fact: Fact, step: str, **words: Any) -> None:
    rows[STEPS_TABLE].put({"visit": fact.stream, **origin(fact), "step": step, **words})
