"""What was kept long enough, for those who may delete it: authors their reflections, evaluators what is confided."""

from collections.abc import Iterator

from epex.projections.due import due
from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name what is due and the reader's to withdraw; an officer's desk has a line for all of it."""
    for row in due(reading, today) if not reading.reader.oversees else ():
        if not row["ask"]:
            yield Duty(
                heading="Kept long enough",
                id=row["id"],
                title=row["title"],
                command=row["command"],
                due=row["due_on"],
                overview="retention due",
            )
