"""The page of a retention rule: what is due by it, and what is kept longer."""

from epex.projections.details.steps import steps
from epex.projections.reading import Reading
from epex.projections.retentions import EXTENSIONS_TABLE
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List what is kept longer."""
    return {"kept_longer": steps(reading, EXTENSIONS_TABLE, "retention", row["id"])}
