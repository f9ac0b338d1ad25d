"""The page of an element: its conditions, its history, what it rests on and where it goes."""

from epex.projections.details.steps import related, steps
from epex.projections.elements import STEPS_TABLE
from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.transfers import TRANSFERS_TABLE


def details(reading: Reading, row: Row) -> Row:
    """Tell conditions apart from the other steps, and list evidence and transfers."""
    noted = steps(reading, STEPS_TABLE, "element", row["id"])
    return {
        "conditions": [step for step in noted if step["step"] == "condition"],
        "history": [step for step in noted if step["step"] != "condition"],
        "evidence": Lineage(reading).evidence_of(row["id"]),
        "transfers": related(reading, "transfer", TRANSFERS_TABLE, "element", row["id"]),
    }
