"""Visits that wait for their next step."""

from collections.abc import Iterator

from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.visits import VISITS_TABLE

NEXT = {
    "planned": "agree",
    "postponed": "agree",
    "agreed": "prepare",
    "prepared": "start",
    "started": "complete",
    "completed": "monitor",
}


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a visit waits whatever the day
    """Name the next step of each visit in which the reader takes part."""
    reading.need("visits")
    for visit in reading.rows(VISITS_TABLE):
        if reading.reader.person in (*visit["host_people"], *visit["visitors"]) and visit["status"] in NEXT:
            command = f"visit {NEXT[visit['status']]} {visit['id']}"
            yield Duty(heading="Visits to move on", id=visit["id"], title=visit["title"], command=command)
