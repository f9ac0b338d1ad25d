"""The years side by side, and all of them: what each figure says, and what may be told of it outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from epex.plugins import Row, Sentence, Tone
from epex.plugins.audience import SHARED, WITHHELD
from epex.plugins.builtin.funder_indicators.figures import indicators
from epex.plugins.builtin.year_review.gathering import Archive, Material
from epex.plugins.cells import FEWEST, Cell, Published, as_they_are, protected
from epex.plugins.saying import say

FEWEST_FOR_SHARES = 10
GAP = "\N{NO-BREAK SPACE}"
# Counted once however many years they took part in, so that all years are less than their sum.
DISTINCT = ("members", "reached countries", "reached settings", "hosts", "visitors", "people")
# What would tell of a part that is withheld elsewhere: it is told whole or not at all.
WHOLLY = {
    "standings": ("ways",),
    "ways": ("ways",),
    "results": ("results", "ways"),
    **dict.fromkeys(("after 3", "after 6", "after 12"), ("after 3", "after 6", "after 12", "follow_ups")),
}
EMPTY = Cell(label="", count=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A year, or all years, with its figures; `years` are those that all are the sum of."""

    title: str
    material: Material
    figures: Mapping[str, Published]
    years: tuple["Column", ...] = ()

    def cell(self, key: str, part: str) -> Cell:
        """Give one figure as it is; where there is no such part, it is nothing."""
        cells = self.figures[key].breakdown.cells
        return next((cell for cell in cells if cell.label == part), EMPTY)

    def total(self, key: str) -> int:
        """Give the whole that a figure is part of."""
        return self.figures[key].breakdown.total

    def count(self, key: str, part: str, *, outside: bool) -> int | None:
        """Give a figure, or nothing where it is withheld."""
        if outside and not self._may_tell(key, part):
            return None
        return self.figures[key].count(self.cell(key, part))

    def tell(self, key: str, part: str, *, outside: bool, tone: Tone = "") -> Sentence:
        """Write a figure with its whole, and with its share where there are enough."""
        count, whole = self.count(key, part, outside=outside), self.total(key)
        if count is None:
            return say(WITHHELD, tone="missing")
        if not whole:
            return say("nothing to count", tone="missing")
        share = f" ({round(100 * count / whole)}{GAP}%)" if whole >= FEWEST_FOR_SHARES else ""
        positions = () if outside else self._positions(key, part)
        return say(f"{count} of {whole}{share}", positions, tone if count else "missing")

    @property
    def resting(self) -> tuple[int, ...]:
        """Give the visits that were held, which most figures rest on; they stand at the head of the column."""
        return () if self.years else tuple(sorted(visit["position"] for visit in self.material.held))

    def _positions(self, key: str, part: str) -> frozenset[int]:
        """Name what a figure rests on beside that; all years rest on what each of them does."""
        beside = frozenset(one for year in self.years for one in (*year.cell(key, part).positions, *year.resting))
        return frozenset(self.cell(key, part).positions) - beside - frozenset(self.resting)

    def _may_tell(self, key: str, part: str) -> bool:
        if not all(self.figures[other].is_whole for other in WHOLLY.get(key, ())):
            return False
        return self.figures[key].count(self.cell(key, part)) is not None and self._is_sum(key, part)

    def _is_sum(self, key: str, part: str) -> bool:
        """Tell whether nobody can compute from all years what is withheld of one."""
        if any(year.count(key, part, outside=True) is None for year in self.years):
            return False
        if key not in DISTINCT:
            return not self.years or self.counts(key, part) == [
                sum(column) for column in zip(*(year.counts(key, part) for year in self.years), strict=True)
            ]
        behind = self.cell(key, part).organisations
        return all(len(behind - year.cell(key, part).organisations) not in range(1, FEWEST) for year in self.years)

    def counts(self, key: str, part: str) -> list[int]:
        """Give a figure with its whole, withheld or not."""
        return [self.cell(key, part).count, self.total(key)]


def columns(archive: Archive, people: Sequence[Row], number: int | None, *, outside: bool) -> list[Column]:
    """Give one year, or each year and all of them.

    Raises Refused when there is no such year, or none at all.
    """
    known = [row for row in people if row["visibility"] in SHARED] if outside else list(people)
    show = protected if outside else as_they_are

    def column(title: str, material: Material) -> Column:
        return Column(title=title, material=material, figures=show(indicators(material, known)))

    if number is not None:
        return [column(f"Year {number}", archive.gather(number))]
    every = archive.gather_all()
    years = [column(f"Year {each}", archive.gather(each)) for each in sorted(archive.years)]
    return [*years, replace(column("All years", every), years=tuple(years))]
