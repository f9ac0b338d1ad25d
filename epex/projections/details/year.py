"""The page of a programme year: its visits."""

from epex.projections.filters import Filters
from epex.projections.listing import listing
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the visits of the year."""
    return {"visits": [visit for visit in listing(reading, "visit", Filters()) if visit["year"] == row["number"]]}
