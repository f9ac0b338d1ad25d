"""The page of a transfer: both grids, the pilots, how far it is known to work, and every step."""

from collections.abc import Iterable

from epex.core.transfer import DETERMINED
from epex.projections.columns import label_of
from epex.projections.details.steps import steps
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.transfers import STEPS_TABLE


def details(reading: Reading, row: Row) -> Row:
    """Put the two grids side by side, and list the pilots and the steps."""
    noted = [_worded(step) for step in steps(reading, STEPS_TABLE, "transfer", row["id"])]
    compared = [step for step in noted if step["step"] == "compared"]
    grids = {step["side"]: {"ratings": step.get("ratings", {}), "notes": step.get("notes", {})} for step in compared}
    labels = _labels(reading, row["id"])
    readers = {step["side"]: labels[step["position"]] for step in compared}
    tried = _pilots(step for step in noted if step["step"] == "piloted")
    return {
        "grids": grids,
        "grid_readers": readers,
        "determined": row["standing"] == DETERMINED,
        "tried": tried,
        "steps": noted,
    }


def _labels(reading: Reading, transfer: str) -> dict[int, str]:
    rows = reading.among(STEPS_TABLE, [transfer], ("position", "access"), key="transfer")
    return {row["position"]: label_of(row["access"]) for row in rows}


def _worded(step: Row) -> Row:
    # A step that is no pilot has no number.
    return {name: value for name, value in step.items() if name != "pilot" or value}


def _pilots(steps_of_pilots: Iterable[Row]) -> list[Row]:
    """Join what was said of each pilot, the last word counting."""
    found: dict[int, Row] = {}
    for step in steps_of_pilots:
        said = {name: step[name] for name in ("starts_on", "ends_on", "fidelity") if step.get(name)}
        found[step["pilot"]] = {**found.get(step["pilot"], {"pilot": step["pilot"]}), **said}
    return [found[number] for number in sorted(found)]
