"""The page of a finding: what it rests on, what speaks against it, and how it was revised."""

from epex.projections.confided import with_passages
from epex.projections.details.steps import steps
from epex.projections.findings import STEPS_TABLE
from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the evidence and the steps; interviews are named to evaluators alone."""
    return {
        "found": row["kind"],
        "evidence": with_passages(reading, Lineage(reading).evidence_of(row["id"])),
        "history": steps(reading, STEPS_TABLE, "finding", row["id"]),
        "used_in": Lineage(reading).rests_on_it(row["id"]),
    }
