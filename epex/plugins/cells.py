"""Figures and who stands behind them; outside the network none may show that fewer than three organisations do.

A cell that rests on fewer is withheld, and with it the next smallest, until nobody can compute it from what is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure of a breakdown: what is counted, and the organisations and events behind it."""

    label: str
    count: int
    organisations: frozenset[str] = frozenset()
    positions: tuple[int, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A whole in its parts; `whole` names what tells its total: another breakdown, or one cell of it as `key.label`."""

    key: str
    title: str
    unit: str
    cells: tuple[Cell, ...]
    whole: str = ""

    @property
    def total(self) -> int:
        """Count the whole."""
        return sum(cell.count for cell in self.cells)

    @property
    def organisations(self) -> frozenset[str]:
        """Name all organisations behind it."""
        return frozenset[str]().union(*(cell.organisations for cell in self.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A breakdown as it may be shown: the cells that are withheld, and whether the total is."""

    breakdown: Breakdown
    withheld: frozenset[str] = frozenset()
    is_empty: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether every part is shown."""
        return not (self.is_empty or self.withheld)

    def count(self, cell: Cell) -> int | None:
        """Give a figure, or nothing when it is withheld."""
        return None if self.is_empty or cell.label in self.withheld else cell.count


def as_they_are(breakdowns: Iterable[Breakdown]) -> dict[str, Published]:
    """Withhold nothing: this is for members of the network."""
    return {breakdown.key: Published(breakdown=breakdown) for breakdown in breakdowns}


def protected(breakdowns: Iterable[Breakdown]) -> dict[str, Published]:
    """Withhold what would show too few organisations; each whole comes before its parts."""
    shown: dict[str, Published] = {}
    for breakdown in breakdowns:
        hidden = None if _whole_is_withheld(breakdown, shown) else withheld(breakdown)
        shown[breakdown.key] = Published(breakdown=breakdown, withheld=hidden or frozenset(), is_empty=hidden is None)
    return shown


def withheld(breakdown: Breakdown) -> frozenset[str] | None:
    """Name the cells to withhold; None when nothing of the breakdown, its total included, may be shown."""
    if breakdown.total and len(breakdown.organisations) < FEWEST:
        return None
    filled = [cell for cell in breakdown.cells if cell.count]
    hidden = [cell for cell in filled if len(cell.organisations) < FEWEST]
    others = sorted((cell for cell in filled if cell not in hidden), key=lambda cell: (cell.count, cell.label))
    while hidden and not _is_safe(hidden):
        if not others:
            return None
        hidden.append(others.pop(0))
    return frozenset(cell.label for cell in hidden)


def is_enough(organisations: frozenset[str]) -> bool:
    """Tell whether enough organisations stand behind a figure to show it outside."""
    return len(organisations) >= FEWEST


def _is_safe(hidden: Sequence[Cell]) -> bool:
    # Whoever subtracts what is shown from the total knows the sum of what is not, and that each is one at least.
    return 1 < len(hidden) < sum(cell.count for cell in hidden)


def _whole_is_withheld(breakdown: Breakdown, shown: dict[str, Published]) -> bool:
    key, _, label = breakdown.whole.partition(".")
    whole = shown.get(key)
    return whole is not None and (whole.is_empty or label in whole.withheld)
