"""How people, where they belong, and their roles come from what happened."""

from epex.core.log.envelope import Fact
from epex.core.person import PersonErased, PersonErasureRequested, PersonMoved, PersonRegistered, PersonRevised
from epex.core.sealed import ERASED
from epex.projections.columns import founding, is_as_open
from epex.projections.people import LEAVING, PEOPLE, PEOPLE_TABLE
from epex.projections.shades import tell
from epex.projections.table import Batch


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
        tell(people, fact, fact.stream, roles=list(event.roles))
    if is_as_open(fact, people.get(fact.stream)):
        given = {"title": event.name, "contact": event.contact, "name_preference": event.name_preference}
        people.change(fact.stream, **{name: value for name, value in given.items() if value is not None})


@PEOPLE.on(PersonMoved)
def moved(rows: Batch, fact: Fact, event: PersonMoved) -> None:
    """Move to the new organisation."""
    tell(rows[PEOPLE_TABLE], fact, fact.stream, organisation=event.organisation)


@PEOPLE.on(PersonErasureRequested)
def leaving(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - it is asked for, that is all
    """Take the name and the roles away at once."""
    rows[PEOPLE_TABLE].change(
        fact.stream, title=ERASED, contact="", name_preference="anonymous", roles=[], status=LEAVING
    )


@PEOPLE.on(PersonErased)
def erased(rows: Batch, fact: Fact, event: PersonErased) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that nothing of the person is left."""
    rows[PEOPLE_TABLE].change(fact.stream, status="erased")
