"""Rows of people."""

from collections.abc import Sequence
from typing import Any, cast

from epex.app.importing.columns import Column, code, codes, date, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.app.noting import namesake
from epex.core import person
from epex.core.decision import On, Refused
from epex.core.person import Changes, Person
from epex.core.vocabulary import NAME_PREFERENCES, ROLES

LEAVING = "being erased"
DETAILS = ("contact", "roles", "name_preference")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Register somebody."""
    given = {name: values[name] for name in DETAILS if name in values}
    home = ground.organisation(values["organisation"])
    return [Dated(on) for on in person.register(stream, values["name"], home, by=ground.by, **given)]


def revise(state: Person, change: Change, ground: Ground) -> Sequence[On]:
    """Revise what is known of somebody, and move them."""
    course = Course(state.id, state)
    changes = cast("Changes", {name: value for name, value in change.values.items() if name != "organisation"})
    if changes:
        alone = _alone(state, ground) if "roles" in changes else frozenset()
        course.take(person.revise(state, by=ground.by, alone=alone, **changes))
    if home := change.values.get("organisation"):
        course.take(person.move(course.state, ground.organisation(home), by=ground.by))
    return [step.on for step in course.steps]


def doubt(stream: str, values: Values, ground: Ground) -> str:
    """Say when somebody else has the same name already."""
    name = values["name"]
    others = ground.called("person", name) - {stream}
    earlier = ground.earlier(("person", name.casefold()))
    ground.keep(("person", name.casefold()), stream)
    if not others and earlier in ("", stream):
        return ""
    return namesake(name)


def _alone(state: Person, ground: Ground) -> frozenset[str]:
    """Name the roles that nobody else holds, by what earlier rows say too."""
    others = [row["id"] for row in ground.rows("person") if row["id"] != state.id and not row["left_on"]]
    return state.roles.difference(*(ground.state(other).roles for other in others))


def _status(text: str, known: Any) -> str:  # noqa: ARG001 - every column is read the same way
    if text in (LEAVING, "erased"):
        raise Refused("This person was erased where the table comes from and is nobody here; leave the row out.")
    return text


KIND = Kind(
    name="people",
    subject="person",
    columns=(
        Column(name="name", takes="their name; it is encrypted in the log", required=True),
        Column(
            name="organisation",
            takes="where they belong: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="roles", takes=f"several of {', '.join(ROLES)}; else practitioner", read=codes(ROLES, "role")),
        Column(name="contact", takes="how to reach them"),
        Column(
            name="name_preference",
            takes=f"how they are named in what is published: {', '.join(NAME_PREFERENCES)}",
            read=code(NAME_PREFERENCES, "name preference"),
        ),
        Column(name="status", takes="erased, when they were; such a row is refused", read=_status),
        date("occurred_on", "when they came"),
    ),
    decide=decide,
    revise=revise,
    revisable=("name", "organisation", *DETAILS),
    revises="name, contact, roles, name preference and organisation",
    shown={"name": "title"},
    doubt=doubt,
    body="contact",
)
