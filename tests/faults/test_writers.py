"""Four processes write at once: nothing is lost, nothing stands twice, the ledger holds."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.faults.children import FORKS, Child, Work, pieces
from tests.faults.reckoning import Reckoning, ledger_faults
from tests.faults.work import RECORDED, ROUNDS, proposals, propose, write_among_others, write_heedlessly

pytestmark = pytest.mark.slow
WRITERS = ("one", "two", "three", "four")
KINDS = 2


def trouble_among_writers(folder: Path, work: Work) -> list[str]:
    """Let four processes write at once; look for what was lost or stands twice."""
    base = KnowledgeBase.open(folder)
    act = base.begin()
    topic = act.record(proposals(act, ["topic"])).id
    start = FORKS.Barrier(len(WRITERS))
    children = [Child(work, folder, writer, topic, start) for writer in WRITERS]
    acknowledged = {mark for child in children for mark in pieces(child.finished(), RECORDED)}
    found = Reckoning(base)
    return [*found.losses(acknowledged), *found.doubles(), *ledger_faults(base)]


def test_four_writers_lose_and_double_nothing(founded: Path) -> None:
    trouble = trouble_among_writers(founded, write_among_others)

    assert trouble == []
    assert Reckoning(KnowledgeBase.open(founded)).marks.total() == 1 + ROUNDS + KINDS * ROUNDS * len(WRITERS)


def test_writers_harness_finds_a_lost_event(founded: Path) -> None:
    trouble = trouble_among_writers(founded, write_heedlessly)

    assert any("stands 0 times" in found for found in trouble)


def test_writers_harness_finds_a_double_event(founded: Path) -> None:
    base = KnowledgeBase.open(founded)
    act = base.begin()
    propose(base, "once")
    act.record(proposals(act, ["once"]))

    assert Reckoning(base).doubles() == ["once stands 2 times"]
