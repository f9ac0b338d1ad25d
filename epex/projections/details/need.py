"""The page of a learning need: what came of it."""

from epex.projections.details.match import matches_of
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the matches that answer it."""
    return {"matches": matches_of(reading, "needs", row["id"])}
