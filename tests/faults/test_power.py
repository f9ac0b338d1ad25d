"""Power cuts: what was acknowledged was on the disk, with its key, and what was not is there whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.disk import Disk
from tests.faults.figures import note
from tests.faults.power import Bench
from tests.faults.sizes import shares

pytestmark = pytest.mark.slow
DISK = Disk()
SOME = 40


@pytest.fixture
def bench(founded: Path) -> Iterator[Bench]:
    """Give a base whose life can be ended again and again."""
    bench = Bench(founded, DISK)
    yield bench
    bench.remove()


@pytest.mark.parametrize("cuts", shares("cuts", 500), ids=str)
def test_power_cuts_lose_nothing(bench: Bench, cuts: range) -> None:
    troubles = {number: trouble for number in cuts if (trouble := bench.trouble(number))}

    note("power", "cuts", tried=len(cuts), lost=len(troubles), interrupted=bench.interrupted)
    assert troubles == {}


def test_power_harness_finds_a_log_that_is_not_synced(bench: Bench) -> None:
    found = (what for number in range(SOME) for what in bench.trouble(number, "synchronous = NORMAL"))

    assert any("was acknowledged and stands 0 times" in what for what in found)


def test_power_harness_finds_keys_whose_journal_comes_back(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DISK, "syncs_folders", False)

    found = (what for number in range(SOME) for what in bench.trouble(number))

    assert any("was acknowledged and stands 0 times" in what or "was destroyed and is not" in what for what in found)
