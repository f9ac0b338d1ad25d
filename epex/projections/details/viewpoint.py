"""The page of a viewpoint: its row tells its words, and who stands by them."""

from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """List where it stands."""
    return {"used_in": Lineage(reading).rests_on_it(row["id"])}
