"""The page of a peer review: how it came about."""

from epex.projections.details.steps import steps
from epex.projections.reading import Reading
from epex.projections.reviews import STEPS_TABLE
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the steps."""
    return {"steps": steps(reading, STEPS_TABLE, "review", row["id"])}
