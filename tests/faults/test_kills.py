"""kill -9 of real processes at random moments: what was acknowledged is there, and what is there is whole."""

import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.faults.answers import digests, hits
from tests.faults.children import Child, Work, moments, pieces
from tests.faults.reckoning import Reckoning, ledger_faults
from tests.faults.work import (
    RECORDED,
    TRYING,
    acknowledge_early,
    append_batches,
    append_batches_singly,
    append_for_ever,
    catch_up_in_steps,
    marks_of,
    move_before_folding,
    propose,
    publish_empty_index,
    rebuild_index,
    record_batch,
)

pytestmark = pytest.mark.slow
KILLS = 20
APPENDING = 0.1
BATCHING = 0.12


def trouble_after_append(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill an appending child; look for losses, a broken ledger, and a retry that records twice."""
    base = KnowledgeBase.open(folder)
    before = base.log.head()
    told = Child(work, folder).killed_after(moment)
    trouble = [*Reckoning(base, before).losses(pieces(told, RECORDED)), *ledger_faults(base)]
    last = pieces(told, TRYING)[-1:]
    for mark in [*last, *last]:
        propose(base, mark)
    retried = Reckoning(base, before)
    return [*trouble, *retried.losses(last), *retried.doubles()]


def trouble_after_batches(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill a child that records batches; look for parts of batches, and go on with the last one."""
    base = KnowledgeBase.open(folder)
    before = base.log.head()
    told = Child(work, folder).killed_after(moment)
    found = Reckoning(base, before)
    trouble = [*found.losses(_marks(pieces(told, RECORDED))), *found.torn_batches(), *ledger_faults(base)]
    last = pieces(told, TRYING)[-1:]
    for batch in last:
        record_batch(base, batch)
    return [*trouble, *Reckoning(base, before).losses(_marks(last))]


def _marks(batches: Iterable[str]) -> list[str]:
    return [mark for batch in batches for mark in marks_of(batch)]


def stands(folder: Path) -> set[int]:
    """Tell how far the views have come."""
    base = KnowledgeBase.open(folder)
    reached = {row["position"] for row in base.today.status()}
    base.today.close()
    return reached


def seconds_of(work: Work, folder: Path) -> float:
    """Let a child finish its work, to know when to kill the next ones."""
    child = Child(work, folder)
    begun = time.perf_counter()
    child.finished()
    return time.perf_counter() - begun


def test_append_loses_nothing_when_killed(founded: Path) -> None:
    trouble: list[str] = []

    for moment in moments(KILLS, APPENDING):
        trouble += trouble_after_append(founded, append_for_ever, moment)

    assert trouble == []
    assert Reckoning(KnowledgeBase.open(founded)).marks.total() > KILLS // 2


def test_append_harness_finds_an_early_acknowledgement(founded: Path) -> None:
    assert any(trouble_after_append(founded, acknowledge_early, moment) for moment in moments(KILLS, APPENDING))


def test_batches_are_whole_when_killed(founded: Path) -> None:
    trouble: list[str] = []

    for moment in moments(KILLS, BATCHING):
        trouble += trouble_after_batches(founded, append_batches, moment)

    assert trouble == []
    assert Reckoning(KnowledgeBase.open(founded)).marks.total() > KILLS // 2


def test_batch_harness_finds_a_torn_batch(founded: Path) -> None:
    assert any(trouble_after_batches(founded, append_batches_singly, moment) for moment in moments(KILLS, BATCHING))


def test_views_equal_a_rebuild_when_killed(demo: Path) -> None:
    sound, head = digests(demo), max(stands(demo))
    shutil.rmtree(demo / "views")
    longest = seconds_of(catch_up_in_steps, demo)
    reached: set[int] = set()

    for moment in moments(KILLS, longest):
        shutil.rmtree(demo / "views")
        Child(catch_up_in_steps, demo).killed_after(moment)
        reached |= stands(demo)
        assert digests(demo) == sound

    assert reached - {0, head}, "no kill came between the first batch and the last"


def test_views_harness_finds_positions_ahead_of_their_rows(demo: Path) -> None:
    sound = digests(demo)
    shutil.rmtree(demo / "views")

    Child(move_before_folding, demo).killed_after(0)

    assert digests(demo) != sound


def test_search_answers_when_killed_while_indexing(demo: Path) -> None:
    sound = hits(demo)
    longest = seconds_of(rebuild_index, demo)

    for number, moment in enumerate(moments(KILLS, longest)):
        if number % 2:
            shutil.rmtree(demo / "index")
        Child(rebuild_index, demo).killed_after(moment)
        assert hits(demo) == sound


def test_search_harness_finds_an_index_that_serves_too_early(demo: Path) -> None:
    sound = hits(demo)

    Child(publish_empty_index, demo).killed_after(0)

    assert hits(demo) != sound
