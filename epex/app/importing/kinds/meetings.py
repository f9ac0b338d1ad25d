"""Rows of meetings that were held."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, code, lines, references
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Lost, Values
from epex.core import meeting
from epex.core.decision import On
from epex.core.meeting import CORRECTABLE, Meeting, MeetingCorrected

OWN = ("place", "attended", "agenda", "minutes")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Record that it was held."""
    given = {name: values[name] for name in OWN if name in values}
    kind, day = values.get("kind", "plenary"), values["held_on"]
    ons = meeting.hold(stream, values["title"], kind=kind, held_on=day, by=ground.by, **given)
    return [Dated(on, day) for on in ons]


def revise(state: Meeting, change: Change, ground: Ground) -> Sequence[On]:
    """Correct what was recorded."""
    reason = f"The row has changed in its source: {ground.source}"
    return meeting.correct(state, MeetingCorrected(version=0, reason=reason, **change.values), by=ground.by)


KIND = Kind(
    name="meetings",
    subject="meeting",
    columns=(
        Column(name="title", takes="what it was called", required=True),
        Column(
            name="kind",
            takes=f"one of {', '.join(meeting.KINDS)}; else plenary",
            read=code(meeting.KINDS, "kind of meeting"),
        ),
        Column(name="held_on", takes="when: 2017, 2017-03 or 2017-03-14", is_date=True, required=True),
        Column(name="place", takes="where"),
        Column(name="attended", takes="who was there: ids or names, with ; between", read=references("person")),
        Column(name="agenda", takes="the points of the agenda, with ; between", read=lines),
        Column(name="minutes", takes="what was said and decided"),
    ),
    decide=decide,
    lost=(Lost("version", "how it was before it was corrected is not in the table"),),
    revise=revise,
    revisable=CORRECTABLE,
    revises="what was recorded of it",
    ignored=("version",),
    body="minutes",
)
