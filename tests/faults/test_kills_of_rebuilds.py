"""kill -9 in the midst of a rebuild: what serves goes on, and the next rebuild goes on where this one stood."""

from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import pytest
import sqlalchemy as sa

from epex.app.base import KnowledgeBase
from epex.app.config import read_config, write_config
from tests.faults.answers import digests
from tests.faults.bases import opened
from tests.faults.children import Child, Work
from tests.faults.killing import SHARE, account, seconds_of, troubles
from tests.faults.sizes import shares
from tests.faults.work import move_what_is_built, rebuild_in_steps

pytestmark = pytest.mark.slow
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@pytest.fixture(params=["sqlite", "postgres"])
def rebuilt(demo: Path, request: pytest.FixtureRequest) -> Path:
    """Give the demo with its views in either database."""
    if request.param == "postgres":
        write_config(replace(read_config(demo), views=request.getfixturevalue("postgres_url")))
    with opened(demo) as base:
        base.today.rebuild()
    return demo


def begun(folder: Path) -> dict[str, int]:
    """Tell how far the views came that are being built."""
    with opened(folder) as base:
        return under_way(base)


def under_way(base: KnowledgeBase) -> dict[str, int]:
    """Tell how far each view came that is being built."""
    return {row["name"]: row["building"]["position"] for row in base.today.status() if row["building"]}


def wait_for_more_than(position: int, child: Child, folder: Path) -> None:
    """Wait until what a child builds has come further than a position, or it is done."""
    with opened(folder) as base:
        while child.works and min(under_way(base).values(), default=0) <= position:
            sleep(0.01)


def rebuild(folder: Path) -> tuple[int, dict[str, str]]:
    """Build the views anew; give how many events were read for it, and the digests."""
    with opened(folder) as base:
        answer: dict[str, Any] = base.today.rebuild()
        assert answer["stopped"] == {}
        return answer["events"], {view["name"]: view["digest"] for view in answer["views"]}


def wait_for_server(folder: Path) -> None:
    """Wait until a server has noticed that somebody is gone; what was being committed is then there, or not."""
    with opened(folder) as base:
        while base.today.store.is_shared and base.today.read(sa.text(OTHERS)):
            sleep(0.05)


class Killing:
    """Rebuilds that are killed, one after the other."""

    def __init__(self, folder: Path) -> None:
        """Know what sound views hold."""
        self._folder = folder
        self._sound = digests(folder)
        with opened(folder) as base:
            self._head = base.log.head()
        self.reached: set[int] = set()

    def trouble(self, work: Work, moment: float) -> list[str]:
        """Kill one; look at what serves, and let the next go on."""
        Child(work, self._folder).killed_after(moment)
        wait_for_server(self._folder)
        trouble = [] if digests(self._folder) == self._sound else [f"after a kill at {moment} something else serves"]
        there = begun(self._folder)
        after = min(there.values(), default=0)
        self.reached.add(after)
        events, found = rebuild(self._folder)
        if found != self._sound:
            trouble.append(f"after a kill at {moment} the next rebuild holds something else")
        if events != self._head - after:
            trouble.append(f"the next rebuild read {events} events, where {self._head - after} were left")
        return trouble if not begun(self._folder) else [*trouble, "something is left of the build"]


@pytest.mark.parametrize("kills", shares("rebuilds", SHARE), ids=str)
def test_rebuild_goes_on_when_killed(rebuilt: Path, kills: range) -> None:
    killing = Killing(rebuilt)
    longest = seconds_of(rebuild_in_steps, rebuilt)

    found = troubles(kills, longest, lambda moment: killing.trouble(rebuild_in_steps, moment))

    account("rebuild", found)
    assert killing.reached - {0, killing._head}, "no kill came between the first batch and the last"


def test_a_rebuild_killed_again_and_again_ends_where_one_that_was_not_does(rebuilt: Path) -> None:
    sound, reached = digests(rebuilt), [0]

    for _ in range(4):
        child = Child(rebuild_in_steps, rebuilt)
        wait_for_more_than(reached[-1], child, rebuilt)
        child.killed_after(0)
        wait_for_server(rebuilt)
        reached.append(min(begun(rebuilt).values(), default=0))

    assert rebuild(rebuilt)[1] == sound
    assert reached == sorted(set(reached)), "no kill came between two batches"


def test_rebuild_harness_finds_positions_ahead_of_their_rows(demo: Path) -> None:
    assert Killing(demo).trouble(move_what_is_built, 0)
