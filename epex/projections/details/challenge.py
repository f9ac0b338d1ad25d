"""The page of a challenge: what it rests on, and where it was used."""

from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List the evidence, and what rests on the challenge."""
    lineage = Lineage(reading)
    return {"evidence": lineage.evidence_of(row["id"]), "used_in": lineage.rests_on_it(row["id"])}
