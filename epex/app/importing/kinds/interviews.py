"""Rows of interviews; evaluators alone import and read them."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, date, language, number, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Lost, Values
from epex.core import interview
from epex.core.decision import On
from epex.core.interview import Interview, InterviewRecorded
from epex.core.reader import EVALUATION

OWN = ("text", "person", "year", "question_set", "language")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Record it."""
    recorded = InterviewRecorded(**{name: values[name] for name in OWN if name in values})
    return [Dated(on) for on in interview.record(stream, recorded, frozenset(ground.open_years), by=ground.by)]


def revise(state: Interview, change: Change, ground: Ground) -> Sequence[On]:
    """Replace the text."""
    reason = f"The row has changed in its source: {ground.source}"
    return interview.revise(state, change.values["text"], reason, by=ground.by)


KIND = Kind(
    name="interviews",
    subject="interview",
    columns=(
        Column(name="text", takes="what was said", required=True),
        Column(name="person", takes="who was interviewed: an id or a name", read=reference("person")),
        Column(name="year", takes="the number of the programme year", read=number, required=True),
        Column(name="question_set", takes="the set of questions that was asked, such as epex"),
        Column(name="language", takes="the code of its language", read=language),
        date("occurred_on", "when it was held"),
    ),
    decide=decide,
    lost=(Lost("version", "its earlier texts are not in the table"),),
    revise=revise,
    revisable=("text",),
    revises="the text",
    ignored=("version",),
    visibility=EVALUATION,
    keeps_day=True,
    body="text",
)
