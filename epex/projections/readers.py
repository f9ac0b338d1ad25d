"""Who reads: a person with the grants that roles, organisation and visits give at this moment."""

import sqlalchemy as sa

from epex.core.reader import Reader, grants_for
from epex.projections.people import PEOPLE_TABLE
from epex.projections.runner import Views
from epex.projections.visits import PARTICIPATIONS_TABLE, PARTNERS_TABLE

NEEDED = ("people", "visits")


def reader_of(views: Views, person: str) -> Reader:
    """Find what a person may read; somebody unknown reads only what is public."""
    views.catch_up(NEEDED)
    people = views.table(PEOPLE_TABLE)
    found = views.read(sa.select(people).where(people.c.id == person))
    if not found:
        return Reader(grants=grants_for("", None, ()))
    home, roles = found[0]["organisation"], frozenset(found[0]["roles"])
    grants = grants_for(person, home, roles, _visits_of(views, person), _visits_of_organisation(views, home))
    return Reader(person, home, roles, grants)


def _visits_of(views: Views, person: str) -> list[str]:
    table = views.table(PARTICIPATIONS_TABLE)
    return [row["visit"] for row in views.read(sa.select(table.c.visit).where(table.c.person == person))]


def _visits_of_organisation(views: Views, organisation: str) -> list[str]:
    table = views.table(PARTNERS_TABLE)
    return [row["visit"] for row in views.read(sa.select(table.c.visit).where(table.c.organisation == organisation))]
