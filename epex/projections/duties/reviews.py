"""Peer reviews that wait for the owner's agreement, or for their writer."""

from collections.abc import Iterator

from epex.projections.duties.duty import Duty
from epex.projections.elements import ELEMENTS_TABLE
from epex.projections.reading import Reading
from epex.projections.reviews import REVIEWS_TABLE
from epex.projections.table import Row


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a review waits whatever the day
    """Name the reviews that the reader was asked for, then those that the reader's organisation has to agree to."""
    reading.need("reviews", "elements", "people")
    person, home = reading.reader.person, reading.reader.organisation
    waiting = _waiting(reading)
    for review in waiting:
        if review["status"] == "agreed" and review["reviewer"] == person:
            command = f"element review {review['element']} --outcome OUTCOME"
            yield Duty(heading="Reviews to write", id=review["element"], title=review["title"], command=command)
    names = reading.names(review["reviewer"] for review in waiting)
    for review in waiting:
        if review["status"] == "asked" and review["owner"] == home:
            title = f"{review['title']}, by {names[review['reviewer']]}"
            command = f"element agree-review {review['element']}"
            yield Duty(heading="Reviewers to agree to", id=review["element"], title=title, command=command)


def _waiting(reading: Reading) -> list[Row]:
    rows = [row for row in reading.rows(REVIEWS_TABLE) if row["status"] in ("asked", "agreed")]
    known = reading.among(ELEMENTS_TABLE, {row["element"] for row in rows}, ("id", "status"))
    still_open = {row["id"] for row in known if row["status"] == "open"}
    return [row for row in rows if row["element"] in still_open]
