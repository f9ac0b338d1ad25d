"""The people of the network, where they belong, and the roles they hold."""

from epex.core.log.envelope import Fact
from epex.core.person import PersonMoved, PersonRegistered, PersonRevised
from epex.projections.columns import COLUMNS, founding, is_as_open
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

PEOPLE_TABLE = Table(
    "people",
    ("id",),
    {**COLUMNS, "title": str, "contact": str, "organisation": str, "roles": list, "name_preference": str},
    indexes=(("organisation",),),
)
PEOPLE = Projection("people", version=1, tables=[PEOPLE_TABLE])


@PEOPLE.on(PersonRegistered)
def registered(rows: Batch, fact: Fact, event: PersonRegistered) -> None:
    """Add the person."""
    rows[PEOPLE_TABLE].put(
        {
            **founding(fact),
            "title": event.name,
            "contact": event.contact,
            "organisation": event.organisation,
            "roles": list(event.roles),
            "name_preference": event.name_preference,
        }
    )


@PEOPLE.on(PersonRevised)
def revised(rows: Batch, fact: Fact, event: PersonRevised) -> None:
    """Take over what the revision names; words that fewer people may read than the row stay out of it."""
    people = rows[PEOPLE_TABLE]
    if event.roles is not None:
        people.change(fact.stream, roles=list(event.roles))
    if is_as_open(fact, people.get(fact.stream)):
        given = {"title": event.name, "contact": event.contact, "name_preference": event.name_preference}
        people.change(fact.stream, **{name: value for name, value in given.items() if value is not None})


@PEOPLE.on(PersonMoved)
def moved(rows: Batch, fact: Fact, event: PersonMoved) -> None:
    """Move to the new organisation."""
    rows[PEOPLE_TABLE].change(fact.stream, organisation=event.organisation)
