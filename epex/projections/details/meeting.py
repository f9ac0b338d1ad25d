"""The page of a meeting: what was decided there, and what people wrote about it."""

from epex.projections.details.steps import related
from epex.projections.lineage import decisions
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the decisions and the reflections."""
    return {
        "decisions": decisions(reading, [row["id"]], key="forum"),
        "reflections": related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
    }
