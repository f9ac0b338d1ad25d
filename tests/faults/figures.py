"""What was measured, as JSON lines: one file for each part, so that parts which ran apart end in one table."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.faults.sizes import SETTING

OUT = Path(__file__).parents[2] / "out" / "faults"


def note(part: str, what: str, **counted: int) -> None:
    """Write one figure down, where a table was asked for."""
    if chosen := os.environ.get(SETTING):
        folder = OUT / chosen
        folder.mkdir(parents=True, exist_ok=True)
        # Short lines that are appended at once do not mix, whoever else writes.
        with (folder / f"{part}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **counted}) + "\n")


def noted(part: str, chosen: str) -> dict[str, Counter[str]]:
    """Add up the figures of a part, for each thing that was counted."""
    path = OUT / chosen / f"{part}.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return _added_up(json.loads(line) for line in lines)


def _added_up(figures: Iterable[dict[str, int | str]]) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for figure in figures:
        counted = {name: int(value) for name, value in figure.items() if name != "what"}
        sums.setdefault(str(figure["what"]), Counter()).update(counted)
    return sums
