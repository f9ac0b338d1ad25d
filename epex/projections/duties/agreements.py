"""Learning agreements that a side has not signed."""

from collections.abc import Iterator

from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.standing import Standing, side_of, unsigned

OWN = "Agreements to sign"


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the agreements that the reader has to sign, and to coordinators those that others have."""
    yield from sorted(_found(reading, today), key=lambda duty: duty.heading != OWN)


def _found(reading: Reading, today: str) -> Iterator[Duty]:
    standing = Standing(reading, today)
    for visit in standing.visits:
        own = side_of(visit, reading.reader.person)
        told = {"id": visit["id"], "title": visit["title"], "due": visit["starts_on"], "overview": "visit board"}
        for side in unsigned(visit):
            if side == own:
                yield Duty(heading=OWN, command=f"visit sign {visit['id']}", **told)
            elif "coordinator" in reading.reader.roles:
                note = f"not signed by the {side}"
                if not standing.is_owed(visit, side):
                    note += ", of whom nobody is left; name somebody else, or cancel it"
                command = standing.signing(visit, side)
                yield Duty(heading="Agreements not signed by both sides", command=command, note=note, **told)
