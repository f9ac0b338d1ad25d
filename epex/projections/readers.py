"""Who reads: a person's place, roles and visits, as the views know them today."""

import sqlalchemy as sa

from epex.core.reader import Reader, grants_for
from epex.projections.organisations import ORGANISATIONS_TABLE
from epex.projections.people import PEOPLE_TABLE
from epex.projections.runner import Views
from epex.projections.shades import SHADES, whole
from epex.projections.visits import PARTICIPATIONS_TABLE, PARTNERS_TABLE


def reader_of(views: Views, person: str) -> Reader:
    """Find what a person may read; somebody whom nobody knows reads what is public.

    Whose organisation has left is in no circle any more, keeps their own words, and reads as the roles that stay.
    """
    views.catch_up(["people", "visits", "organisations"])
    people = views.table(PEOPLE_TABLE)
    columns = [people.c[name] for name in ("organisation", "roles", "status", SHADES)]
    # What somebody may open rests on all that is so, whoever may know of it.
    found = [whole(row) for row in views.read(sa.select(*columns).where(people.c.id == person))] if person else []
    # Somebody who was erased reads nothing more, not even their own.
    if not found or found[0]["status"]:
        return Reader(grants=grants_for("", None, ()))
    organisation, roles = found[0]["organisation"], frozenset(found[0]["roles"])
    if _has_left(views, organisation):
        roles -= {"practitioner"}
        return Reader(person, None, roles, grants_for(person, None, roles))
    own = _visits(views, views.table(PARTICIPATIONS_TABLE), "person", person)
    shared = _visits(views, views.table(PARTNERS_TABLE), "organisation", organisation)
    return Reader(person, organisation, roles, grants_for(person, organisation, roles, own, shared))


def _has_left(views: Views, organisation: str) -> bool:
    homes = views.table(ORGANISATIONS_TABLE)
    found = views.read(sa.select(homes.c.left_on, homes.c[SHADES]).where(homes.c.id == organisation))
    return any(whole(row)["left_on"] for row in found)


def _visits(views: Views, there: sa.Table, column: str, value: str) -> list[str]:
    return [row["visit"] for row in views.read(sa.select(there.c.visit).where(there.c[column] == value))]
