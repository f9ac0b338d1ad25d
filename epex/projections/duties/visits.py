"""Visits that wait for their next step."""

from collections.abc import Iterator

from epex.projections.duties.duty import Duty
from epex.projections.organisations import ORGANISATIONS_TABLE
from epex.projections.reading import Reading
from epex.projections.standing import STEPS, Standing, due_on, is_time, side_of

GUESTS = "visiting_organisations"


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the next step of each visit in which the reader takes part, once it is time for it.

    Nothing is agreed on any more with an organisation that has left.
    """
    reading.need("organisations")
    left = {row["id"] for row in reading.rows(ORGANISATIONS_TABLE) if row["left_on"]}
    for visit in Standing(reading, today).visits:
        over = STEPS.get(visit["status"]) == "agree" and left.intersection((visit["host"], *visit[GUESTS]))
        if side_of(visit, reading.reader.person) and visit["status"] in STEPS and is_time(visit, today) and not over:
            yield Duty(
                heading="Visits to move on",
                id=visit["id"],
                title=visit["title"],
                command=f"visit {STEPS[visit['status']]} {visit['id']}",
                due=due_on(visit),
                overview="visit board",
            )
