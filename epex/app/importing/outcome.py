"""What became of the rows of an import."""

from dataclasses import dataclass, field
from typing import Any

from epex.app.importing.columns import Unfit
from epex.app.importing.rows import NumberedRow


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

    `noted` are those that may tell who a client is, and `doubts` sentences about rows that were recorded all the same.
    """

    recorded: int = 0
    skipped: int = 0
    refused: list[Refusal] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give the shape that `--json` prints."""
        refused = [refusal.as_json() for refusal in self.refused]
        return {"recorded": self.recorded, "skipped": self.skipped, "refused": refused}


def refusal(row: NumberedRow, unfit: Unfit) -> Refusal:
    """Say why a row is not recorded."""
    return Refusal(row.number, unfit.field, unfit.why, row.file)


def called(row: NumberedRow) -> str:
    """Name a row for people."""
    return row.file or f"row {row.number}"
