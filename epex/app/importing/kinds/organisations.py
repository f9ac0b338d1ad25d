"""Rows of organisations and individual members."""

from collections.abc import Sequence
from typing import Any, cast

from epex.app.importing.columns import Column, code, codes, country, date, lines, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import organisation
from epex.core.organisation import Changes, Organisation, OrganisationLeft
from epex.core.vocabulary import ORGANISATION_KINDS, SETTINGS

OWN = ("name", "short_name", "country", "kind", "settings", "languages", "shows", "wants", "constraints")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Let it join, and leave where the row says that it has."""
    given = {name: values[name] for name in OWN if name in values}
    taken = () if ground.is_again else ground.names("organisation", stream)
    course = Course(stream)
    course.take(organisation.join(stream, by=ground.by, taken=taken, **given))
    if "left_on" in values:
        course.take(organisation.leave(course.state, by=ground.by), values["left_on"])
    return course.steps


def revise(state: Organisation, change: Change, ground: Ground) -> Sequence[Dated]:
    """Revise the profile, and let it leave."""
    course = Course(state.id, state)
    changes = cast("Changes", {name: value for name, value in change.values.items() if name in OWN})
    if changes:
        names = ground.names("organisation", state.id)
        course.take(organisation.revise(state, by=ground.by, taken=names, **changes))
    if "left" in change.values:
        people = [row["id"] for row in ground.rows("person") if row["organisation"] == state.id]
        alone = ground.queries.alone(people)
        course.take(organisation.leave(course.state, by=ground.by, alone=alone), change.row["left_on"])
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell the profile, and whether it has left."""
    left = {"left": True} if any(isinstance(event, OrganisationLeft) for event in events) else {}
    return {**plainly_told(events), **left}


KIND = Kind(
    name="organisations",
    subject="organisation",
    columns=(
        Column(name="name", takes="its name", required=True),
        Column(name="short_name", takes="its abbreviation"),
        Column(name="country", takes="two letters of ISO 3166-1, such as AT, or XK", read=country, required=True),
        Column(
            name="kind",
            takes=f"one of {', '.join(ORGANISATION_KINDS)}",
            read=code(ORGANISATION_KINDS, "kind of organisation"),
            required=True,
        ),
        Column(name="settings", takes=f"several of {', '.join(SETTINGS)}", read=codes(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages it works in, such as de; fr", read=spoken),
        Column(name="shows", takes="what it offers to show; several with ; between", read=lines),
        Column(name="wants", takes="what it wants to learn; several with ; between", read=lines),
        Column(name="constraints", takes="what visitors have to reckon with"),
        date("left_on", "when it left, if it has"),
        date("occurred_on", "when it joined"),
    ),
    decide=decide,
    revise=revise,
    revisable=(*OWN, "left"),
    revises="the profile, and whether it has left",
    told=told,
    renamed={"left": "left_on"},
    shown={"name": "title"},
    body="constraints",
)
