"""The page of a meeting: what was decided there, what rests on it, what was corrected, what people wrote about it."""

from epex.projections.decisions import decisions
from epex.projections.details.steps import related, steps
from epex.projections.lineage import Lineage
from epex.projections.meetings import CORRECTIONS_TABLE
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the decisions, the reflections, what rests on the minutes, and the corrections."""
    return {
        "decisions": decisions(reading, [row["id"]], key="forum"),
        "reflections": related(reading, "reflection", REFLECTIONS_TABLE, "about", row["id"]),
        "used_in": [link for link in Lineage(reading).rests_on_it(row["id"]) if link["relation"] == "evidence"],
        "corrections": steps(reading, CORRECTIONS_TABLE, "meeting", row["id"]),
    }
