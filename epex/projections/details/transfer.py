"""The page of a transfer: both grids, whether it was evaluated, and every step."""

from epex.projections.details.steps import steps
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.transfers import STEPS_TABLE


def details(reading: Reading, row: Row) -> Row:
    """Put the two grids side by side, and list the steps."""
    noted = steps(reading, STEPS_TABLE, "transfer", row["id"])
    compared = [step for step in noted if step["step"] == "compared"]
    grids = {step["side"]: {"ratings": step.get("ratings", {}), "notes": step.get("notes", {})} for step in compared}
    return {"grids": grids, "determined": row["evaluated"], "steps": noted}
