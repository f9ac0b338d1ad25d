"""Real command lines on a full disk, interrupted by Ctrl-C, and read by somebody who stops reading."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.bases import opened
from tests.faults.children import moments
from tests.faults.programs import command_of, full_disk, head_of, run, unplain
from tests.faults.reckoning import ledger_faults

pytestmark = pytest.mark.slow
ASK = ("challenge", "state", "How do we begin?")
LIMITS = (0, 1000, 5000, 20_000, 35_000, 60_000)
INTERRUPTED, STOPPED = 130, "Stopped; what was not acknowledged is not recorded."
SIGINTS = 5
ROWS = 6000
PATIENCE = 30


@pytest.mark.parametrize("limit", LIMITS)
def test_full_disk_gives_one_plain_sentence_and_records_all_or_nothing(founded: Path, limit: int) -> None:
    before = head_of(founded)

    answer = run(founded, *ASK, prepare=full_disk(limit))

    assert head_of(founded) - before == int(answer.returncode == 0)
    assert answer.returncode == 0 or unplain(answer) == []
    with opened(founded) as base:
        assert ledger_faults(base) == []


def test_full_disk_harness_meets_a_full_disk(founded: Path) -> None:
    answers = [run(founded, *ASK, prepare=full_disk(limit)).returncode for limit in (LIMITS[0], 10_000_000)]

    assert answers == [1, 0]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Write a file that takes a while to import."""
    path = tmp_path / "rows.csv"
    path.write_text("id,text\n" + "".join(f"{number},We listened first.\n" for number in range(ROWS)), "utf-8")
    return path


def test_interrupted_import_says_so_and_goes_on(founded: Path, rows: Path) -> None:
    words = ("import", rows, "--kind", "reflections")
    before = head_of(founded)
    codes = [interrupted(founded, moment, *words) for moment in moments(SIGINTS, 0.3)]

    there = head_of(founded) - before
    outcome = json.loads(run(founded, *words, "--json").stdout)

    # A command that has answered already may still be ended by the signal itself, which a shell shows as 130 too.
    assert set(codes) <= {0, INTERRUPTED, -signal.SIGINT}
    assert codes[0] == INTERRUPTED
    assert (outcome["recorded"], outcome["skipped"]) == (ROWS - there, there)
    with opened(founded) as base:
        assert ledger_faults(base) == []


def written(folder: Path) -> int:
    """Tell how much the log's journal holds: it grows with the first batch, long before the last."""
    journal = folder / "log" / "events.db-wal"
    return journal.stat().st_size if journal.exists() else 0


def heeding() -> None:
    """Heed Ctrl-C also where whoever started the tests does not, as a shell's background does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupted(folder: Path, moment: float, *words: str | Path) -> int:
    """Send Ctrl-C to a command some time after it began to write; give how it ended."""
    untouched = written(folder)
    command = command_of(folder, *words)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heeding) as process:  # noqa: PLW1509
        deadline = time.monotonic() + PATIENCE
        while written(folder) == untouched and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=PATIENCE)
    assert told.strip() in ("", STOPPED)
    return process.returncode


@pytest.mark.parametrize("words", [("audit", "log"), ("audit", "log", "--json"), ("element", "list", "--json")])
def test_broken_pipe_ends_quietly(demo: Path, words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    command = command_of(demo, *words)
    with subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE, text=True) as process:
        os.close(write)
        os.read(read, 10)
        os.close(read)
        _, told = process.communicate(timeout=PATIENCE)

    assert told == ""
