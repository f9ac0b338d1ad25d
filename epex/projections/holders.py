"""The roles that people hold, so that a network does not lose those without which it cannot go on."""

from collections.abc import Collection

from epex.projections.filters import Filters
from epex.projections.listing import listing
from epex.projections.reading import Reading


def held(reading: Reading, apart: Collection[str] = (), *, by_members: bool = True) -> frozenset[str]:
    """Name the roles that somebody holds whose organisation is a member, or was one; but for some people."""
    people = (person for person in listing(reading, "person", Filters()) if person["id"] not in apart)
    return frozenset(role for one in people if not (by_members and one["left_on"]) for role in one["roles"])


def alone(reading: Reading, people: Collection[str]) -> frozenset[str]:
    """Name the roles of members that nobody holds but some people."""
    return held(reading) - held(reading, people)
