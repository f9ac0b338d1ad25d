"""The page of an incident: what was done about it, and whom it concerns by name."""

from epex.projections.details.steps import steps
from epex.projections.incidents import STEPS_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the steps."""
    return {"steps": steps(reading, STEPS_TABLE, "incident", row["id"])}
