"""What became of the rows of an import."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from epex.app.importing.columns import Unfit
from epex.app.importing.rows import NumberedRow

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not recorded, with its first fault; `file` names it where rows are files."""

    row: int
    field: str
    why: str
    file: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        plain = {"row": self.row, "field": self.field, "why": self.why}
        return {**plain, "file": self.file} if self.file else plain


@dataclass(slots=True)
class Outcome:
    """What became of the rows; each counts in exactly one place.

    `noted` are those that may tell who a client is, `doubts` sentences about rows that were recorded all the same,
    `lost` the rows of which a column does not come back, and `strangers` the columns that nothing is taken from.
    """

    recorded: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    lost: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Say in sentences what there is to know of rows that were recorded."""
        strangers = [f"Nothing is taken from the columns: {', '.join(self.strangers)}."] if self.strangers else []
        lost = [f"{column} does not come back ({_some(rows)}): {why}." for (column, why), rows in self.lost.items()]
        return [*strangers, *([_personal(self.noted)] if self.noted else []), *self.doubts, *lost]

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        refused = [refusal.as_json() for refusal in self.refused]
        return {"recorded": self.recorded, "skipped": self.skipped, "refused": refused, "notes": self.notes}


def refusal(row: NumberedRow, unfit: Unfit) -> Refusal:
    """Say why a row is not recorded."""
    return Refusal(row.number, unfit.field, unfit.why, row.file)


def _personal(rows: Sequence[str]) -> str:
    counted = f"{len(rows)} row{' seems' if len(rows) == 1 else 's seem'}"
    return f"{counted} to hold personal data ({_some(rows)}); nothing here may tell who a client is."


def _some(rows: Sequence[str]) -> str:
    return f"{', '.join(rows[:SHOWN])}{', ...' if len(rows) > SHOWN else ''}"


def called(row: NumberedRow) -> str:
    """Name a row for people."""
    return row.file or f"row {row.number}"
