"""kill -9 before each step of a merge in a process of its own; the same command goes on, and nothing is half there."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from epex.app.keeping.branch import branch
from epex.app.merging.gone import looks_due
from tests.app.erasing.bases import NAME, SENTENCE, erase, founded
from tests.app.erasing.plaintext import residues
from tests.app.merging.branches import Branches, ids, propose, untold

pytestmark = pytest.mark.slow
STEPS = ("Checking", "Destroying", "Recording", "Building", "Looking")
MERGE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from epex.app.base import KnowledgeBase
from epex.app.merging.merge import take_in

def die(step):
    if step.startswith(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

take_in(KnowledgeBase.open(Path(sys.argv[1])), Path(sys.argv[2]), tell=die)
"""


def epex(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    line = (sys.executable, "-c", "from epex.cli import main; main()", "--base", str(folder), *words)
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.fixture
def parted(tmp_path: Path) -> Branches:
    """Branch a base; on the road somebody is erased, and something is recorded in both."""
    branch(founded(tmp_path / "home"), tmp_path / "road", tell=untold)
    branches = Branches(tmp_path)
    erase(branches.road)
    propose(branches.road, "On the road")
    propose(branches.home, "At home")
    return branches


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_merge_goes_on_by_the_same_command(parted: Branches, step: str) -> None:
    path, before, coming = parted.bundle("road", "home"), ids(parted.home), ids(parted.road)
    dying = (sys.executable, "-c", MERGE_AND_DIE, str(parted.folder / "home"), str(path), step)
    assert subprocess.run(dying, check=False, capture_output=True).returncode == -signal.SIGKILL
    assert len(ids(parted.home)) in (len(before), len(before | coming) + 1)

    told = epex(parted.folder / "home", "import", str(path), "--json")

    assert (told.returncode, json.loads(told.stdout)["left"]) == (0, []), told.stderr
    assert ids(parted.home) >= before | coming
    assert len(ids(parted.home)) == len(before | coming) + 1
    assert (looks_due(parted.home), parted.home.verify()["ok"]) == ([], True)
    assert residues(parted.folder / "home", [NAME, SENTENCE], stems=False) == []


def test_a_merge_killed_at_any_moment_leaves_all_or_nothing(parted: Branches) -> None:
    for number in range(40):
        propose(parted.road, f"Theme {number}")
    path, before, coming = parted.bundle("road", "home"), ids(parted.home), ids(parted.road)
    line = (sys.executable, "-c", MERGE_AND_DIE, str(parted.folder / "home"), str(path), "never")
    for seconds in (0.7, 1.0, 1.4, 1.9):
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        assert len(ids(parted.home)) in (len(before), len(before | coming) + 1)

    assert epex(parted.folder / "home", "import", str(path)).returncode == 0
    assert len(ids(parted.home)) == len(before | coming) + 1
