"""Rows of offers to host."""

from collections.abc import Sequence
from typing import Any

from epex.app.importing.columns import Column, code, codes, date, language, number, reference, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import offer
from epex.core.offer import Offer, OfferMade, OfferWithdrawn
from epex.core.vocabulary import SETTINGS

OWN = ("text", "language", "settings", "languages", "capacity", "year", "starts_on", "ends_on", "constraints")

STATUSES = ("open", "withdrawn")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Offer it for an organisation."""
    home = ground.organisation(values["organisation"])
    made = OfferMade(organisation=home.id, **{name: values[name] for name in OWN if name in values})
    course = Course(stream)
    course.take(offer.make(stream, made, home, by=ground.by))
    _withdraw(course, values, ground)
    return course.steps


def revise(state: Offer, change: Change, ground: Ground) -> Sequence[Dated]:
    """Take it back."""
    course = Course(state.id, state)
    _withdraw(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was offered, and whether it was taken back."""
    said = plainly_told([event for event in events if isinstance(event, OfferMade)])
    return {**said, "status": "withdrawn" if any(isinstance(event, OfferWithdrawn) for event in events) else "open"}


def _withdraw(course: Course, values: Values, ground: Ground) -> None:
    if values.get("status") == "withdrawn":
        home, reason = ground.organisation(values["organisation"]), values.get("withdrawn_because", "")
        course.take(offer.withdraw(course.state, home, by=ground.by, reason=reason), "")


KIND = Kind(
    name="offers",
    subject="offer",
    columns=(
        Column(name="text", takes="what can be shown", required=True),
        Column(
            name="organisation",
            takes="who offers it: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the text's language; else en", read=language),
        Column(name="settings", takes=f"several of {', '.join(SETTINGS)}", read=codes(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages spoken; else those of the profile", read=spoken),
        Column(name="capacity", takes="how many visits; else 1", read=number),
        Column(name="year", takes="the number of the programme year; else any", read=number),
        date("starts_on", "from when"),
        date("ends_on", "until when"),
        Column(name="constraints", takes="what visitors have to reckon with"),
        Column(name="status", takes="open or withdrawn; else open", read=code(STATUSES, "status of an offer")),
        Column(name="withdrawn_because", takes="why it was withdrawn"),
        date("occurred_on", "when it was offered"),
    ),
    decide=decide,
    revise=revise,
    revisable=("status",),
    revises="whether it was withdrawn",
    told=told,
    shown={"text": "title"},
    body="text",
)
