"""The page of a challenge: where it was used."""

from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List what rests on it."""
    return {"used_in": Lineage(reading).rests_on_it(row["id"])}
