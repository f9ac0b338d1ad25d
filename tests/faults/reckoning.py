"""Hold what was acknowledged against what is in the log: every harness reports its findings as sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator

from epex.app.base import KnowledgeBase
from epex.core.log.envelope import Fact
from epex.core.theme import ThemeDiscussed, ThemeProposed
from tests.faults.work import BATCH


def facts(base: KnowledgeBase) -> Iterator[Fact]:
    """Read the whole log."""
    after = 0
    while some := base.log.facts(after):
        after = some[-1].position
        yield from some


def marks(base: KnowledgeBase) -> Counter[str]:
    """Count the marked events by their mark, wherever they stand and under whichever command."""
    return Counter(mark for fact in facts(base) if (mark := _mark(fact)))


def losses(base: KnowledgeBase, acknowledged: Iterable[str]) -> list[str]:
    """Find what was acknowledged and is not recorded exactly once."""
    found = marks(base)
    return [f"{mark} was acknowledged and stands {found[mark]} times" for mark in acknowledged if found[mark] != 1]


def doubles(base: KnowledgeBase) -> list[str]:
    """Find what is recorded twice."""
    return [f"{mark} stands {times} times" for mark, times in marks(base).items() if times > 1]


def torn_batches(base: KnowledgeBase) -> list[str]:
    """Find batches that are not whole."""
    sizes = Counter(fact.envelope.correlation_id for fact in facts(base) if _mark(fact))
    return [f"batch {name} has {size} of {BATCH}" for name, size in sizes.items() if size != BATCH]


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
            return labels["en"]
        case ThemeDiscussed(rationale=rationale):
            return rationale
        case _:
            return ""
