"""Rows of findings of the evaluation."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, number
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import finding
from epex.core.finding import Finding, FindingRetracted, FindingStated
from epex.core.vocabulary import FINDING_KINDS

OWN = ("statement", "kind", "year", "language")
STATUSES = ("stated", "retracted")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """State it, and take it back where it was."""
    stated = FindingStated(**{name: values[name] for name in OWN if name in values})
    course = Course(stream)
    course.take(finding.state(stream, stated, frozenset(ground.open_years), by=ground.by))
    _retract(course, values, ground)
    return course.steps


def revise(state: Finding, change: Change, ground: Ground) -> Sequence[Dated]:
    """Word it anew, or take it back."""
    course = Course(state.id, state)
    if "statement" in change.values:
        reason = f"The row has changed in its source: {ground.source}"
        course.take(finding.revise(state, change.values["statement"], reason, by=ground.by))
    if "status" in change.values:
        _retract(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell the newest statement, and whether it was taken back."""
    retracted = any(isinstance(event, FindingRetracted) for event in events)
    return {**plainly_told(events), "status": "retracted" if retracted else "stated"}


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the kind of finding, which a page calls what was found, and why it was taken back."""
    reasons = [step["reason"] for step in shown["history"] if step["step"] == "retracted"]
    return {**shown, "kind": raw["kind"], "retracted_because": "".join(reasons[-1:])}


def _retract(course: Course, values: Values, ground: Ground) -> None:
    if values.get("status") == "retracted":
        reason = values.get("retracted_because") or f"It was retracted in its source: {ground.source}"
        course.take(finding.retract(course.state, reason, by=ground.by), "")


KIND = Kind(
    name="findings",
    subject="finding",
    columns=(
        Column(name="statement", takes="what the evaluation found", required=True),
        Column(
            name="kind",
            takes=f"one of {', '.join(FINDING_KINDS)}",
            read=code(FINDING_KINDS, "kind of finding"),
            required=True,
        ),
        Column(name="year", takes="the number of the programme year", read=number, required=True),
        Column(name="language", takes="the code of the statement's language; else en", read=language),
        Column(name="status", takes="stated or retracted; else stated", read=code(STATUSES, "status of a finding")),
        Column(name="retracted_because", takes="why it was retracted"),
        date("occurred_on", "when it was stated"),
    ),
    decide=decide,
    revise=revise,
    revisable=("statement", "status"),
    revises="the statement, and whether it was retracted",
    told=told,
    shown={"statement": "title"},
    exported=exported,
    body="statement",
)
