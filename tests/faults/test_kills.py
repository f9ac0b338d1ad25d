"""kill -9 of real processes at random moments: what was acknowledged is there, what is there is whole."""

import shutil
import time
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.faults.answers import digests, hits
from tests.faults.children import Child, Work, moments, pieces
from tests.faults.reckoning import doubles, ledger_faults, losses, marks, torn_batches
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
APPENDING = 0.05
BATCHING = 0.25


def trouble_after_append(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill an appending child; look for losses, a broken ledger, and a retry that records twice."""
    told = Child(work, folder).killed_after(moment)
    base = KnowledgeBase.open(folder)
    trouble = [*losses(base, pieces(told, RECORDED)), *ledger_faults(base)]
    last = pieces(told, TRYING)[-1:]
    for mark in last:
        propose(base, mark)
        propose(base, mark)
    trouble += [*losses(base, last), *doubles(base)]
    base.log.engine.dispose()
    return trouble


def trouble_after_batches(folder: Path, work: Work, moment: float) -> list[str]:
    """Kill a child that records batches; look for parts of batches, and go on with the last one."""
    told = Child(work, folder).killed_after(moment)
    base = KnowledgeBase.open(folder)
    done = [mark for batch in pieces(told, RECORDED) for mark in marks_of(batch)]
    trouble = [*losses(base, done), *torn_batches(base), *ledger_faults(base)]
    last = pieces(told, TRYING)[-1:]
    for batch in last:
        record_batch(base, batch)
    trouble += losses(base, [mark for batch in last for mark in marks_of(batch)])
    base.log.engine.dispose()
    return trouble


def stands(folder: Path) -> set[int]:
    """Tell how far the views have come."""
    base = KnowledgeBase.open(folder)
    reached = {row["position"] for row in base.today.status()}
    base.today.close()
    base.log.engine.dispose()
    return reached


def seconds_of(work: Work, folder: Path) -> float:
    """Let a child finish its work, to know when to kill the next ones."""
    child = Child(work, folder)
    begun = time.perf_counter()
    child.finished()
    return time.perf_counter() - begun


def test_append_loses_nothing_when_killed(founded: Path) -> None:
    trouble = [
        found
        for moment in moments(KILLS, APPENDING)
        for found in trouble_after_append(founded, append_for_ever, moment)
    ]

    base = KnowledgeBase.open(founded)
    assert trouble == []
    assert marks(base).total() > KILLS


def test_append_harness_finds_an_early_acknowledgement(founded: Path) -> None:
    assert any(trouble_after_append(founded, acknowledge_early, moment) for moment in moments(KILLS, APPENDING))


def test_batches_are_whole_when_killed(founded: Path) -> None:
    trouble = [
        found for moment in moments(KILLS, BATCHING) for found in trouble_after_batches(founded, append_batches, moment)
    ]

    assert trouble == []
    assert marks(KnowledgeBase.open(founded)).total() > KILLS


def test_batch_harness_finds_a_torn_batch(founded: Path) -> None:
    assert any(trouble_after_batches(founded, append_batches_singly, moment) for moment in moments(KILLS, BATCHING))


def test_views_equal_a_rebuild_when_killed(demo: Path) -> None:
    sound = digests(demo)
    head = max(stands(demo))
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
