"""Incidents that concern the reader, from the day on which the people concerned were told."""

from collections.abc import Iterator

from epex.core.dates import days_after
from epex.projections.duties.duty import Duty
from epex.projections.notices import notices
from epex.projections.reading import Reading

DAYS = 30


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name what the reader was told of within a month."""
    for row in notices(reading):
        if today <= days_after(row["told_on"], DAYS):
            yield Duty(
                heading="Incidents that concern you", id=row["id"], title=row["title"], command="incident notices"
            )
