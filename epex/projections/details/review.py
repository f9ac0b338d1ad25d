"""The page of a peer review: its words, and how it came about."""

from collections.abc import Collection

from epex.projections.details.steps import steps
from epex.projections.reading import Reading
from epex.projections.reviews import STEPS_TABLE, TEXTS_TABLE
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """Give the words, and list the steps."""
    return {
        "text": words(reading, [row["id"]]).get(row["id"], ""),
        "steps": steps(reading, STEPS_TABLE, "review", row["id"]),
    }


def words(reading: Reading, reviews: Collection[str]) -> dict[str, str]:
    """Give the words of reviews, as far as the reader may read them."""
    rows = reading.among(TEXTS_TABLE, reviews, ("review", "text"))
    return {row["review"]: row["text"] for row in rows}
