"""What is measured: rates and times as medians of five, and the ratio of two of them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 5
KILOBYTES = 1024
# An opponent may be that much slower than it was when the goals were set.
FAIR = 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: ours against the opponent's; `at_most` or `at_least` is the goal, if there is one.

    `bare` is what the bare database did in the same run, and `behind` how many times slower the opponent was than that
    when the goal was set: an opponent that is further behind would make us look better than we are.
    """

    what: str
    ours: float | None
    theirs: float | None
    unit: str
    opponent: str
    at_most: float | None = None
    at_least: float | None = None
    bare: float | None = None
    behind: float | None = None

    @property
    def ratio(self) -> float | None:
        """Divide ours by the opponent's; None when one of them could not be measured."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def has_goal(self) -> bool:
        """Tell a figure that is held to a goal from one that is only reported."""
        return self.at_most is not None or self.at_least is not None

    @property
    def is_unfair(self) -> bool:
        """Tell whether the opponent did much worse than it should, so that the ratio says nothing."""
        return bool(self.bare and self.theirs and self.behind and self.bare / self.theirs > self.behind * FAIR)

    @property
    def is_missed(self) -> bool:
        """Tell whether the goal was missed; what could not be measured has missed it."""
        if not self.has_goal:
            return False
        if self.ratio is None:
            return True
        return (self.at_most is not None and self.ratio > self.at_most) or (
            self.at_least is not None and self.ratio < self.at_least
        )


def peak_megabytes() -> float:
    """Read the most memory of this process; what it inherited from its parent does not count."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / KILOBYTES


def seconds(act: Callable[..., object], *words: object) -> float:
    """Run an act once and give the time it took."""
    begun = perf_counter()
    act(*words)
    return perf_counter() - begun


def rates(count: int, *acts: Callable[[], object]) -> list[float]:
    """Run acts that do `count` things in turns, so that a noisy minute hits all; give the median rate of each.

    An act that gives a number tells itself how many seconds it took.
    """
    spent: list[list[float]] = [[] for _ in acts]
    for _ in range(RUNS):
        for act, times in zip(acts, spent, strict=True):
            times.append(_spent(act))
    return [count / median(times) for times in spent]


def _spent(act: Callable[[], object]) -> float:
    begun = perf_counter()
    told = act()
    return told if isinstance(told, float) else perf_counter() - begun


def say(words: str) -> None:
    """Tell on stderr how far it has come."""
    print(words, file=sys.stderr, flush=True)
