"""Rows of rules of retention: how long each kind of thing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import Column, code, date, number
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.core import retention
from epex.core.retention import KINDS, Retention, RetentionLifted, RetentionSet

STATUSES = ("in_force", "lifted")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Set the rule, and lift it where it was lifted."""
    course = Course(stream, Retention(stream))
    _set(course, values, ground)
    _lift(course, values, ground)
    return course.steps


def revise(state: Retention, change: Change, ground: Ground) -> Sequence[Dated]:
    """Set it anew, or lift it."""
    course = Course(state.id, state)
    if state.lifted or set(change.values) - {"status"}:
        _set(course, change.row, ground)
    _lift(course, change.row, ground)
    return course.steps


def means(content: Mapping[str, str], ground: Ground) -> str:
    """Find the rule for a kind that is here, for there is one for each."""
    kind = content.get("kind", "").strip().casefold()
    return next((str(row["id"]) for row in ground.rows("retention") if row["kind"] == kind), "")


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell the newest rule, and whether it is in force."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case RetentionSet(kind=kind, months=months, reason=reason):
                said = {"kind": kind, "months": months, "reason": reason, "status": "in_force"}
            case RetentionLifted():
                said["status"] = "lifted"
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the reason of the rule."""
    return {**shown, "reason": raw["why"], "status": raw["status"].replace(" ", "_")}


def _set(course: Course, values: Values, ground: Ground) -> None:
    rule = replace(course.state, kind=course.state.kind or values["kind"])
    course.take(retention.set(rule, values["kind"], values["months"], values["reason"], by=ground.by))


def _lift(course: Course, values: Values, ground: Ground) -> None:
    if values.get("status", "in_force") == "in_force":
        return
    why = values.get("lifted_because") or f"It was lifted in its source: {ground.source}"
    course.take(retention.lift(course.state, why, by=ground.by), values.get("lifted_on", ""))


KIND = Kind(
    name="retentions",
    subject="retention",
    columns=(
        Column(name="kind", takes=f"of what: {', '.join(KINDS)}", read=code(KINDS, "kind of thing"), required=True),
        Column(name="months", takes="how many months it is kept", read=number, required=True),
        Column(name="reason", takes="why so long", required=True),
        Column(name="status", takes=f"one of {', '.join(STATUSES)}", read=code(STATUSES, "status of a rule")),
        Column(name="lifted_because", takes="why it was lifted, if it was"),
        date("lifted_on", "when it was lifted"),
        date("occurred_on", "when it was set"),
    ),
    decide=decide,
    revise=revise,
    revisable=("months", "reason", "status"),
    revises="how long it is kept, and whether it is in force",
    told=told,
    means=means,
    exported=exported,
    keeps_day=True,
    body="reason",
)
