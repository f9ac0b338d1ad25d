"""Rows of incidents with personal data: reported, assessed, told to those concerned, and closed."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, Unfit, code, codes, date, references_among
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.core import incident
from epex.core.incident import (
    RISKS,
    TOLD,
    Incident,
    IncidentAssessed,
    IncidentClosed,
    IncidentNotified,
    IncidentReported,
)

OWN = ("what", "happened_on", "affected")
TOLD_ON = {f"{told}_told_on": told for told in TOLD}
LATER = ("risk", "to_tell", "assessment", *TOLD_ON, "measures")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Report it, and record what was done about it."""
    course, day = Course(stream), values["noticed_on"]
    given = {name: values[name] for name in OWN if name in values}
    course.take(incident.report(stream, values["title"], by=ground.by, noticed_on=day, **given), day)
    _work(course, values, LATER, ground)
    return course.steps


def revise(state: Incident, change: Change, ground: Ground) -> Sequence[Dated]:
    """Record what was done since."""
    course = Course(state.id, state)
    _work(course, change.row, tuple(change.values), ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was reported, how it was assessed, who was told, and what was done."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case IncidentReported():
                said |= {name: getattr(event, name) for name in ("title", "noticed_on", *OWN)}
            case IncidentAssessed(risk=risk, to_tell=to_tell, reason=reason):
                said |= {"risk": risk, "to_tell": tuple(sorted(to_tell)), "assessment": reason}
            case IncidentNotified(told=who, on=on):
                said[f"{who}_told_on"] = on
            case IncidentClosed(measures=measures):
                said["measures"] = measures
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take out of the steps on the page how it was assessed, and who was told when."""
    found: dict[str, Any] = {**shown, "affected": raw["affected"]}
    for step in shown.get("steps", ()):
        if step["step"] == "assessed":
            found |= {"assessment": step.get("reason", ""), "assessed_on": step["occurred_on"]}
        if step.get("told"):
            found[f"{step['told']}_told_on"] = step["on"]
            # The page tells who is left to be told.
            found["to_tell"] = sorted({*found["to_tell"], step["told"]})
        if step.get("measures"):
            found["closed_on"] = step["occurred_on"]
    return found


def _work(course: Course, values: Values, new: Sequence[str], ground: Ground) -> None:
    by = ground.by
    if "risk" in values and {"risk", "to_tell", "assessment"} & set(new):
        who = {"to_tell": values.get("to_tell", ())}
        assessed = incident.assess(course.state, values["risk"], values.get("assessment", ""), by=by, **who)
        course.take(assessed, values.get("assessed_on", ""))
    elif missing := [name for name in ("to_tell", "assessment") if name in values and "risk" not in values]:
        raise Unfit("risk", f"The row tells {missing[0]}, but no risk; an incident is assessed with its risk.")
    for column, who_was in TOLD_ON.items():
        if column in values and column in new:
            day = values[column]
            course.take(incident.notify(course.state, who_was, day, by=by), day)
    if "measures" in values and "measures" in new:
        course.take(incident.close(course.state, values["measures"], by=by), values.get("closed_on", ""))


def _to_tell(text: str, known: Any) -> tuple[str, ...]:
    return tuple(sorted(codes(TOLD, "answer to who has to be told")(text, known)))


KIND = Kind(
    name="incidents",
    subject="incident",
    columns=(
        Column(name="title", takes="what happened, in a line", required=True),
        Column(name="what", takes="what is known of it"),
        Column(name="noticed_on", takes="when it was noticed", is_date=True, required=True),
        date("happened_on", "when it happened, if that is known"),
        Column(
            name="affected",
            takes="whom it concerns: people and organisations, with ; between",
            read=references_among("person", "organisation"),
        ),
        Column(name="risk", takes=f"the risk for them: {', '.join(RISKS)}", read=code(RISKS, "risk")),
        Column(name="to_tell", takes=f"who has to be told: {', '.join(TOLD)}", read=_to_tell),
        Column(name="assessment", takes="why it was assessed so"),
        date("assessed_on", "when it was assessed"),
        *(date(column, f"when the {who} were told") for column, who in TOLD_ON.items()),
        Column(name="measures", takes="what was done about it, once it is closed"),
        date("closed_on", "when it was closed"),
    ),
    decide=decide,
    revise=revise,
    revisable=LATER,
    revises="what was done about it",
    told=told,
    exported=exported,
    visibility="private",
    closed=True,
    body="what",
)
