"""kill -9 of real processes at random moments: what was acknowledged is there, and what is there is whole."""

import shutil
from collections.abc import Iterable
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest

from tests.faults.answers import digests, hits
from tests.faults.bases import opened
from tests.faults.children import Child, Work, moments, pieces
from tests.faults.killing import SHARE, account, seconds_of, troubles
from tests.faults.reckoning import Reckoning, ledger_faults
from tests.faults.sizes import shares
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
    with opened(folder) as base:
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
    with opened(folder) as base:
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
    with opened(folder) as base:
        return {row["position"] for row in base.today.status()}


def marks_in(folder: Path) -> int:
    """Count the marked events of a base."""
    with opened(folder) as base:
        return Reckoning(base).marks.total()


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_append_loses_nothing_when_killed(founded: Path, kills: range) -> None:
    found = troubles(kills, APPENDING, partial(trouble_after_append, founded, append_for_ever))

    account("append", found)
    assert marks_in(founded) > len(kills) // 2


def test_append_harness_finds_an_early_acknowledgement(founded: Path) -> None:
    assert any(trouble_after_append(founded, acknowledge_early, moment) for moment in moments(KILLS, APPENDING))


def test_batches_are_whole_when_killed(founded: Path) -> None:
    trouble: list[str] = []

    for moment in moments(KILLS, BATCHING):
        trouble += trouble_after_batches(founded, append_batches, moment)

    assert trouble == []
    assert marks_in(founded) > KILLS // 2


def test_batch_harness_finds_a_torn_batch(founded: Path) -> None:
    assert any(trouble_after_batches(founded, append_batches_singly, moment) for moment in moments(KILLS, BATCHING))


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_views_equal_a_rebuild_when_killed(demo: Path, kills: range) -> None:
    sound, head = digests(demo), max(stands(demo))
    shutil.rmtree(demo / "views")
    longest = seconds_of(catch_up_in_steps, demo)
    reached: set[int] = set()

    def trouble(moment: float) -> list[str]:
        shutil.rmtree(demo / "views")
        Child(catch_up_in_steps, demo).killed_after(moment)
        reached.update(stands(demo))
        found = digests(demo)
        return [f"after a kill at {moment} {name} holds something else" for name in sound if found[name] != sound[name]]

    found = troubles(kills, longest, trouble)

    account("projection", found)
    assert reached - {0, head}, "no kill came between the first batch and the last"


def test_views_harness_finds_positions_ahead_of_their_rows(demo: Path) -> None:
    sound = digests(demo)
    shutil.rmtree(demo / "views")

    Child(move_before_folding, demo).killed_after(0)

    assert digests(demo) != sound


@pytest.mark.parametrize("kills", shares("kills", SHARE), ids=str)
def test_search_answers_when_killed_while_indexing(demo: Path, kills: range) -> None:
    sound = hits(demo)
    longest, turns = seconds_of(rebuild_index, demo), cycle((False, True))

    def trouble(moment: float) -> list[str]:
        if next(turns):
            shutil.rmtree(demo / "index")
        Child(rebuild_index, demo).killed_after(moment)
        return [] if hits(demo) == sound else [f"after a kill at {moment} the search answers something else"]

    found = troubles(kills, longest, trouble)

    account("index", found)


def test_search_harness_finds_an_index_that_serves_too_early(demo: Path) -> None:
    sound = hits(demo)

    Child(publish_empty_index, demo).killed_after(0)

    assert hits(demo) != sound
