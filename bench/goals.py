"""What a search is held to, and the table that shows the figures beside it and beside those of other engines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.collection import BACKENDS

FINE = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound; neither means that the figure is only reported."""

    at_most: float | None = None
    at_least: float | None = None

    def is_met(self, value: float) -> bool:
        """Tell whether a figure keeps the bound."""
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)

    def __str__(self) -> str:
        """Write the bound."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return "" if self.at_least is None else f">= {self.at_least:g}"


NONE = Goal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the table: our figures by backend, each with its goal, and what each opponent did in the same run."""

    what: str
    unit: str = ""
    ours: Mapping[str, float] = field(default_factory=dict)
    goals: Mapping[str, Goal] = field(default_factory=dict)
    theirs: Mapping[str, float] = field(default_factory=dict)

    @property
    def verdicts(self) -> list[bool]:
        """Tell of each figure that has a goal whether it meets it."""
        held = {backend: goal for backend, goal in self.goals.items() if goal != NONE and backend in self.ours}
        return [goal.is_met(self.ours[backend]) for backend, goal in held.items()]


def printed(lines: Sequence[Line]) -> str:
    """Lay the lines out in columns, and count what was missed."""
    opponents = list(dict.fromkeys(name for line in lines for name in line.theirs))
    heading = ("what", *(cell for backend in BACKENDS for cell in (backend, "goal")), *opponents)
    rows = [heading, *(_cells(line, opponents) for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    verdicts = [verdict for line in lines for verdict in line.verdicts]
    table = "\n".join(_laid_out(row, widths) for row in rows)
    return f"{table}\n\n{verdicts.count(False)} of {len(verdicts)} goals missed"


def _laid_out(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if not place else cell.rjust(width) for place, (cell, width) in _placed(row, widths)
    )
    return "  ".join([first, *others]).rstrip()


def _placed(row: Sequence[str], widths: Sequence[int]) -> enumerate[tuple[str, int]]:
    return enumerate(zip(row, widths, strict=True))


def _cells(line: Line, opponents: Sequence[str]) -> tuple[str, ...]:
    ours = [cell for backend in BACKENDS for cell in (_amount(line, line.ours.get(backend)), _held(line, backend))]
    return (line.what, *ours, *(_amount(line, line.theirs.get(name)) for name in opponents))


def _held(line: Line, backend: str) -> str:
    goal = line.goals.get(backend, NONE)
    if goal == NONE or backend not in line.ours:
        return ""
    return f"{goal} {'ok' if goal.is_met(line.ours[backend]) else 'MISSED'}"


def _amount(line: Line, value: float | None) -> str:
    if value is None:
        return ""
    if not line.unit:
        return f"{value:.4f}"
    return f"{value:,.0f} {line.unit}" if value >= FINE * FINE else f"{value:.{2 if value < FINE else 1}f} {line.unit}"
