"""The table that `make faults` ends with: `python -m tests.faults.table` adds up what the parts wrote down."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.faults.figures import OUT, noted
from tests.faults.sizes import NAMES, SETTING

OPERATIONS = ("append", "projection", "index", "backup", "erase", "import")
MUTANTS_GOAL = 0.9
BENCH = "bench.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was measured, the figure, and the goal; `is_met` is None where nothing was measured."""

    what: str
    figure: str
    goal: str
    is_met: bool | None

    @property
    def verdict(self) -> str:
        """Say whether the goal was met."""
        return {True: "ok", False: "MISSED", None: "not measured"}[self.is_met]


class Measured:
    """The figures of one run."""

    def __init__(self, size: str) -> None:
        """Read them."""
        self._chosen = size
        self._sizes = NAMES[size]

    def lines(self) -> Iterator[Line]:
        """Lay out the table of the issue."""
        yield from (self._lost(f"acknowledged events lost, kills in {name}", "kills", name) for name in OPERATIONS)
        yield self._lost("acknowledged events lost, power cuts", "power", "cuts")
        yield self._tampering()
        yield self._none("false alarms in honest histories", "histories", "honest", "alarms", "histories")
        yield self._interference()
        yield self._flips()
        yield self._damages()
        yield self._all(
            "live backups that verify and hold what was acknowledged", "backups", "live", "sound", "backups"
        )
        yield self._none("plaintext places left after erasing a subject", "erasures", "erased", "left", "erased")
        yield self._none("requests to the site that end in a failure", "crawl", "requests", "failed", "requests")
        yield self._load()
        yield from self._ratios()
        yield self._mutants()

    def _noted(self, part: str, what: str) -> Counter[str]:
        return noted(part, self._chosen).get(what, Counter())

    def _lost(self, title: str, part: str, what: str) -> Line:
        return self._none(title, part, what, "lost", "kills" if part == "kills" else what)

    def _none(self, title: str, part: str, what: str, bad: str, size: str) -> Line:
        counts, wanted = self._noted(part, what), self._sizes[size]
        figure = f"{counts[bad]} of {counts['tried']:,}"
        return Line(title, figure, f"0 of {wanted:,}", _met(counts, counts[bad] == 0 and counts["tried"] >= wanted))

    def _all(self, title: str, part: str, what: str, good: str, size: str) -> Line:
        counts, wanted = self._noted(part, what), self._sizes[size]
        figure = f"{counts[good]} of {counts['tried']:,}"
        return Line(title, figure, f"{wanted} of {wanted}", _met(counts, counts[good] == counts["tried"] >= wanted))

    def _tampering(self) -> Line:
        kinds = noted("tamper", self._chosen)
        counts = sum(kinds.values(), Counter[str]())
        found = sum(kind["found"] + kind["uncovered"] == kind["tried"] for kind in kinds.values())
        figure = (
            f"{found} of 11 kinds, {counts['found']} of {counts['tried']}; {counts['uncovered']} told as not covered"
        )
        is_met = found == len(kinds) and counts["uncovered"] == 1
        return Line(
            "tampering found against one outside checkpoint", figure, "all but a forged tail", _met(counts, is_met)
        )

    def _interference(self) -> Line:
        counts = sum(noted("interference", self._chosen).values(), Counter[str]())
        wanted = self._sizes["pairs"]
        is_met = counts["differing"] == 0 and counts["tried"] >= wanted
        figure = f"{counts['differing']} of {counts['tried']:,}"
        return Line(
            "searches that tell of what is hidden, in pairs of bases", figure, f"0 of {wanted:,}", _met(counts, is_met)
        )

    def _load(self) -> Line:
        counts = self._noted("load", "served")
        wrong = sum(counts[what] for what in ("errors", "lost", "double", "unseen"))
        figure = (
            f"{wrong} of {counts['requests']:,} requests and {counts['recorded']:,} recordings; half within"
            f" {counts['median']} ms, 95 % within {counts['slowest']} ms"
        )
        what = f"failed, lost, double or unseen at the site, {self._sizes['readers']} reading"
        is_met = wrong == 0 and counts["recorded"] > 0
        return Line(
            f"{what} and {self._sizes['writers']} recording", figure, "0", is_met if counts["requests"] else None
        )

    def _flips(self) -> Line:
        changing, every = self._noted("flips", "changing"), self._noted("flips", "all")
        figure = f"{changing['found']} of {changing['tried']} that change an event, of {every['tried']}"
        is_met = changing["found"] == changing["tried"] and every["tried"] >= self._sizes["flips"]
        return Line("flipped bits in the log found and named", figure, "100 %", _met(every, is_met))

    def _damages(self) -> Line:
        counts = self._noted("damage", "views") + self._noted("damage", "index")
        wanted = self._sizes["damages"]
        is_met = counts["healed"] == counts["tried"] >= wanted
        figure = f"{counts['healed']} of {counts['tried']}"
        return Line("damaged views and indexes healed, recording meanwhile", figure, str(wanted), _met(counts, is_met))

    def _ratios(self) -> Iterator[Line]:
        path = OUT / self._chosen / BENCH
        for figure in json.loads(path.read_text("utf-8")) if path.exists() else []:
            is_met = figure["ratio"] is not None and figure["ratio"] <= figure["at_most"]
            ratio = "failed" if figure["ratio"] is None else f"{figure['ratio']:.2f}x"
            yield Line(figure["what"], ratio, f"at most {figure['at_most']:g}x", is_met)
        if not path.exists():
            yield Line("cost of ledger, sealing and verification", "", "see make bench", None)

    def _mutants(self) -> Line:
        counts = sum(noted("mutants", self._chosen).values(), Counter[str]())
        changing = counts["tried"] - counts["equivalent"]
        figure = f"{counts['killed']} of {changing}" + (f" ({counts['killed'] / changing:.1%})" if changing else "")
        is_met = counts["killed"] >= MUTANTS_GOAL * changing
        return Line("mutants killed in ledger, vault and envelope", figure, "at least 90 %", _met(counts, is_met))


def printed(lines: list[Line]) -> str:
    """Lay the lines out as a table that Markdown reads too."""
    cells: list[tuple[str, ...]] = [("what", "measured", "goal", "verdict")]
    cells += [(line.what, line.figure, line.goal, line.verdict) for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, tuple("-" * width for width in widths))
    return "\n".join(f"| {' | '.join(map(str.ljust, row, widths))} |" for row in cells)


def _met(counts: Counter[str], is_met: bool) -> bool | None:  # noqa: FBT001 - a private step
    return is_met if counts["tried"] else None


def main() -> None:
    """Print the table; exit 1 when a goal was missed."""
    lines = list(Measured(os.environ.get(SETTING) or "full").lines())
    print(printed(lines))
    sys.exit(any(line.is_met is False for line in lines))


if __name__ == "__main__":
    main()
