"""The log under a wrong clock, a recorder with a fault, and a folder that cannot be written."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.log import recorder
from tests.faults.programs import head_of, read_only, run, unplain
from tests.faults.reckoning import backwards, ledger_faults
from tests.faults.work import proposals, propose

pytestmark = pytest.mark.slow
NOON = datetime(2017, 3, 14, 12, tzinfo=UTC)
ASK = ("challenge", "state", "How do we begin?")
NO_LEAF = "the event has no leaf in the ledger: it was not recorded by epex"


def recorded_at(folder: Path, moment: datetime, mark: str) -> None:
    """Record one event in a process of its own whose clock shows a moment."""
    propose(KnowledgeBase.open(folder, clock=lambda: moment), mark)


def test_recorded_at_never_goes_back(founded: Path) -> None:
    future = datetime.now(UTC) + timedelta(days=1)

    for number, hours in enumerate((0, -3, 1, -9000)):
        recorded_at(founded, future + timedelta(hours=hours), str(number))

    base = KnowledgeBase.open(founded)
    assert backwards(base) == []
    assert ledger_faults(base) == []


def test_clock_harness_finds_a_step_back(founded: Path) -> None:
    recorded_at(founded, datetime.now(UTC), "late")
    base = KnowledgeBase.open(founded)
    last = base.log.head()

    tamper(founded, f"UPDATE events SET recorded_at = '2016-01-01T00:00:00.000000Z' WHERE position = {last}")

    assert backwards(base) == [last]


def test_verify_finds_a_skipped_leaf(founded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = KnowledgeBase.open(founded)
    act = base.begin()
    skipped, leaves_of = base.log.head() + 1, recorder.leaves_of
    skipping = lambda rows, *more: leaves_of([row for row in rows if row[0] != skipped], *more)  # noqa: E731 - a fault
    monkeypatch.setattr(recorder, "leaves_of", skipping)

    receipt = act.record(proposals(act, ["one", "two", "three"]))

    assert ledger_faults(base) == [f"{receipt.position - 2}: {NO_LEAF}"]


def test_verify_finds_a_lost_tail_of_leaves(founded: Path) -> None:
    base = KnowledgeBase.open(founded)
    last = base.log.head()

    tamper(founded, f"DELETE FROM leaves WHERE position = {last}")

    assert ledger_faults(base) == [f"{last}: {NO_LEAF}"]


@pytest.mark.parametrize(
    ("place", "with_files"),
    [
        ("log", True),
        ("log", False),
        ("keys", False),
        ("views", False),
        ("keys", True),
        ("views", True),
    ],
)
def test_read_only_folder_gives_one_plain_sentence(founded: Path, place: str, with_files: bool) -> None:  # noqa: FBT001
    before = head_of(founded)

    with read_only(founded / place, with_files=with_files):
        answer = run(founded, *ASK)

    assert head_of(founded) == before
    assert unplain(answer) == []


def test_sentence_harness_finds_a_traceback(founded: Path) -> None:
    code = "import sys; print('Traceback', file=sys.stderr); raise SystemExit(1)"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=founded)

    assert unplain(answer) == ["it speaks of Traceback"]


def tamper(folder: Path, statement: str) -> None:
    """Change the log behind the program's back."""
    with closing(sqlite3.connect(folder / "log" / "events.db")) as connection:
        connection.execute(statement)
        connection.commit()
