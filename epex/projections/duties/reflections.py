"""Visits that somebody has not reflected on yet."""

from collections.abc import Iterator

from epex.core.visit import OVER
from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.visits import VISITS_TABLE


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a reflection waits whatever the day
    """Name the completed visits that wait for the reader's own reflection."""
    reading.need("visits", "reflections")
    person = reading.reader.person
    own = reading.among(REFLECTIONS_TABLE, [person], ("about",), key="person")
    done = {row["about"] for row in own}
    for visit in reading.rows(VISITS_TABLE):
        took_part = person in (*visit["host_people"], *visit["visitors"])
        if took_part and visit["status"] in OVER and visit["id"] not in done:
            command = f"reflection record {visit['id']}"
            yield Duty(heading="Visits to reflect on", id=visit["id"], title=visit["title"], command=command)
