"""Elements whose owner wanted to look at them again by now."""

from collections.abc import Iterator

from epex.core.ladder import is_stale
from epex.projections.duties.duty import Duty
from epex.projections.elements import ELEMENTS_TABLE
from epex.projections.reading import Reading


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the elements of the reader's organisation whose date for a look has passed."""
    reading.need("elements")
    for element in reading.rows(ELEMENTS_TABLE):
        own = reading.reader.organisation and element["organisation"] == reading.reader.organisation
        if own and is_stale(element["status"], element["review_by"], today):
            yield Duty(
                heading="Elements to look at again",
                id=element["id"],
                title=element["title"],
                command=f"element describe {element['id']} --review-by DATE",
                due=element["review_by"],
            )
