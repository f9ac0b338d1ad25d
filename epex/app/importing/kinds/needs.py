"""Rows of learning needs."""

from collections.abc import Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, number, reference, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import need
from epex.core.need import Need, NeedStated, NeedWithdrawn
from epex.core.vocabulary import SETTINGS

OWN = ("text", "language", "task", "setting", "languages", "year")

STATUSES = ("open", "withdrawn")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """State it for an organisation."""
    home = ground.organisation(values["organisation"])
    stated = NeedStated(organisation=home.id, **{name: values[name] for name in OWN if name in values})
    course = Course(stream)
    course.take(need.state(stream, stated, home, by=ground.by))
    _withdraw(course, values, ground)
    return course.steps


def revise(state: Need, change: Change, ground: Ground) -> Sequence[Dated]:
    """Take it back."""
    course = Course(state.id, state)
    _withdraw(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was stated, and whether it was taken back."""
    said = plainly_told([event for event in events if isinstance(event, NeedStated)])
    return {**said, "status": "withdrawn" if any(isinstance(event, NeedWithdrawn) for event in events) else "open"}


def _withdraw(course: Course, values: Values, ground: Ground) -> None:
    if values.get("status") == "withdrawn":
        home, reason = ground.organisation(values["organisation"]), values.get("withdrawn_because", "")
        course.take(need.withdraw(course.state, home, by=ground.by, reason=reason), "")


KIND = Kind(
    name="needs",
    subject="need",
    columns=(
        Column(name="text", takes="what is to be learned", required=True),
        Column(
            name="organisation",
            takes="who needs it: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the text's language; else en", read=language),
        Column(name="task", takes="the task that it is for"),
        Column(name="setting", takes=f"one of {', '.join(SETTINGS)}", read=code(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages spoken; else those of the profile", read=spoken),
        Column(name="year", takes="the number of the programme year; else any", read=number),
        Column(name="status", takes="open or withdrawn; else open", read=code(STATUSES, "status of a need")),
        Column(name="withdrawn_because", takes="why it was withdrawn"),
        date("occurred_on", "when it was stated"),
    ),
    decide=decide,
    revise=revise,
    revisable=("status",),
    revises="whether it was withdrawn",
    told=told,
    shown={"text": "title"},
    body="text",
)
