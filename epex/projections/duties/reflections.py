"""Visits on which a side has not reflected yet."""

from collections.abc import Iterator, Sequence

from epex.core.visit import OVER
from epex.core.vocabulary import MATCH_SIDES
from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.standing import Standing, over_on, side_of
from epex.projections.table import Row

OWN = "Visits to reflect on"


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the visits that wait for the reader's side, and to coordinators whom else to ask.

    That somebody has written is all that coordinators learn here, and only of whoever has not.
    """
    yield from sorted(_found(reading, today), key=lambda duty: duty.heading != OWN)


def _found(reading: Reading, today: str) -> Iterator[Duty]:
    standing = Standing(reading, today)
    coordinates = "coordinator" in reading.reader.roles
    for visit in standing.visits:
        own = side_of(visit, reading.reader.person)
        for side in MATCH_SIDES if visit["status"] in OVER else ():
            if side == own and not standing.reflected(visit, side):
                yield _own(visit)
            elif coordinates and side != own and not standing.reflected(visit, side):
                people = standing.there(visit, side)
                yield from [_others(reading, visit, side, people)] if people else ()


def _own(visit: Row) -> Duty:
    return Duty(
        heading=OWN,
        id=visit["id"],
        title=visit["title"],
        command=f"reflection record {visit['id']}",
        due=over_on(visit),
        overview="visit board",
    )


def _others(reading: Reading, visit: Row, side: str, people: Sequence[str]) -> Duty:
    names = reading.names(people)
    return Duty(
        heading="Reflections missing",
        id=visit["id"],
        title=visit["title"],
        command=f"form export {people[0]}",
        due=over_on(visit),
        note=f"{side}: {' or '.join(names[person] for person in people)}",
        overview="visit board",
    )
