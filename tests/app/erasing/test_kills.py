"""kill -9 before each step of an erasure in a process of its own; the same command goes on."""

import json
import os
import signal
import subprocess
import sys

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.pending import secret_of
from tests.app.erasing.bases import GONE, NAME, again, types
from tests.app.erasing.plaintext import residues
from tests.app.erasing.test_erasure import FACTS, STEPS, left

pytestmark = pytest.mark.slow
ERASE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from epex.app.base import KnowledgeBase
from tests.app.erasing.bases import erase

def die(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

erase(KnowledgeBase.open(Path(sys.argv[1])), die)
"""


def command(base: KnowledgeBase, *args: str) -> subprocess.CompletedProcess[str]:
    line = (sys.executable, "-m", "epex.cli", "--base", str(base.config.folder), *args)
    runner = ("-c", "from epex.cli import main; main()", *line[3:])
    return subprocess.run((sys.executable, *runner), capture_output=True, text=True, check=False)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_erasure_goes_on_by_the_same_command(small: KnowledgeBase, step: str) -> None:
    again(small)
    dying = (sys.executable, "-c", ERASE_AND_DIE, str(small.config.folder), step)
    assert subprocess.run(dying, check=False, capture_output=True).returncode == -signal.SIGKILL

    told = command(small, "person", "erase", NAME, "--ground", "Asked for it in a letter", "--json")

    assert (told.returncode, json.loads(told.stdout)["id"]) == (0, GONE), told.stderr
    assert (left(small), types(small), small.log.vault.kept(secret_of(GONE))) == ([], FACTS, None)


def test_the_command_says_its_steps_and_names_nobody(small: KnowledgeBase) -> None:
    told = command(again(small), "person", "erase", NAME, "--ground", "Asked for it in a letter")

    assert told.stderr.splitlines() == [f"{step} ..." for step in STEPS]
    assert told.stdout.startswith(f"Certificate: {GONE} was erased.\n")
    assert (NAME in told.stdout, residues(small.config.folder, [NAME])) == (False, [])


def test_a_broken_pipe_stops_nothing_that_is_under_way(small: KnowledgeBase) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    line = ("person", "erase", GONE, "--ground", "Asked for it in a letter")
    runner = ("-c", "from epex.cli import main; main()", "--base", str(again(small).config.folder), *line)

    subprocess.run((sys.executable, *runner), stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert (left(small), types(small)) == ([], FACTS)
