"""Hold what was acknowledged against what is in the log: every harness reports its findings as sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator

from epex.app.base import KnowledgeBase
from epex.core.log.envelope import Fact
from epex.core.theme import ThemeDiscussed, ThemeProposed
from tests.faults.work import BATCH


def facts(base: KnowledgeBase, after: int = 0) -> Iterator[Fact]:
    """Read the log after a position."""
    while some := base.log.facts(after):
        after = some[-1].position
        yield from some


class Reckoning:
    """What is recorded after a position: marked events, counted wherever they stand and under whichever command."""

    def __init__(self, base: KnowledgeBase, after: int = 0) -> None:
        """Read the log once."""
        marked = [(mark, fact) for fact in facts(base, after) if (mark := _mark(fact))]
        self.marks = Counter(mark for mark, _ in marked)
        self._batches = Counter(batch for mark, _ in marked if (batch := mark.rpartition("/")[0]))

    def losses(self, acknowledged: Iterable[str]) -> list[str]:
        """Find what was acknowledged and is not recorded exactly once."""
        times = self.marks
        return [f"{mark} was acknowledged and stands {times[mark]} times" for mark in acknowledged if times[mark] != 1]

    def doubles(self) -> list[str]:
        """Find what is recorded twice."""
        return [f"{mark} stands {times} times" for mark, times in self.marks.items() if times > 1]

    def torn_batches(self) -> list[str]:
        """Find batches that are not whole."""
        return [f"batch {name} has {size} of {BATCH}" for name, size in self._batches.items() if size != BATCH]


def ledger_faults(base: KnowledgeBase) -> list[str]:
    """Find what the verification of the log finds."""
    return [f"{fault['position']}: {fault['what']}" for fault in base.verify()["faults"]]


def backwards(base: KnowledgeBase) -> list[int]:
    """Find the events that were recorded before the one that stands before them."""
    found, newest = [], ""
    for fact in facts(base):
        if fact.envelope.recorded_at < newest:
            found.append(fact.position)
        newest = max(newest, fact.envelope.recorded_at)
    return found


def _mark(fact: Fact) -> str:
    match fact.event:
        case ThemeProposed(labels=labels):
            return labels.get("en", "")
        case ThemeDiscussed(rationale=rationale):
            return rationale
        case _:
            return ""
