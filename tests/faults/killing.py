"""Kill the same work again and again, and account for what each kill left behind."""

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from tests.faults.children import Child, Work, moments
from tests.faults.figures import note

SHARE = 100
Trouble = Callable[[float], list[str]]


def troubles(kills: range, longest: float, trouble: Trouble) -> list[list[str]]:
    """Kill at moments spread over a piece of work, a share of all kills; list what each left behind."""
    return [trouble(moment) for moment in moments(len(kills), longest, seed=2016 + kills.start)]


def account(operation: str, found: Iterable[list[str]]) -> None:
    """Write down how many kills lost something, and fail if any did."""
    found = list(found)
    lost = [trouble for trouble in found if trouble]
    note("kills", operation, tried=len(found), lost=len(lost))
    assert lost == []


def seconds_of(work: Work, *args: Path | str) -> float:
    """Let a child finish its work, to know when to kill the next ones."""
    child = Child(work, *args)
    begun = perf_counter()
    child.finished()
    return perf_counter() - begun
