"""The log under a wrong clock, a recorder with a fault, and a folder that cannot be written."""

import ctypes
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.core.log import recorder
from tests.faults.reckoning import backwards, ledger_faults
from tests.faults.work import proposals, propose

pytestmark = pytest.mark.slow
NOON = datetime(2017, 3, 14, 12, tzinfo=UTC)
ASK = ("challenge", "state", "How do we begin?")
PROGRAM = Path(sys.executable).with_name("epex")
DROP_FROM_BOUNDING_SET, PASS_BY_PERMISSIONS = 24, 1


NO_LEAF = "the event has no leaf in the ledger: it was not recorded by epex"
UNPLAIN = ("Traceback", "nobody foresaw", "sqlalche", "Error")


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
    extend = recorder._leaf_rows
    monkeypatch.setattr(recorder, "_leaf_rows", lambda connection, placed: extend(connection, placed[1:]))

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


def head_of(folder: Path) -> int:
    """Give the last position once the views are there, and leave no file open."""
    base = KnowledgeBase.open(folder)
    base.today.catch_up()
    head = base.log.head()
    base.today.close()
    base.log.engine.dispose()
    return head


def unplain(answer: "subprocess.CompletedProcess[str]") -> list[str]:
    """Find what is wrong with the way a failure was told."""
    trouble = [f"it speaks of {word}" for word in UNPLAIN if word in answer.stderr]
    if len(answer.stderr.splitlines()) != 1:
        trouble.append("it is not one line")
    if answer.returncode != 1:
        trouble.append(f"it ends with {answer.returncode}")
    return trouble


def tamper(folder: Path, statement: str) -> None:
    """Change the log behind the program's back."""
    with closing(sqlite3.connect(folder / "log" / "events.db")) as connection:
        connection.execute(statement)
        connection.commit()


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the program as somebody whom permissions bind, root too."""
    command: list[Any] = [PROGRAM, "--base", folder, *words]
    bind = bind_root if os.geteuid() == 0 else None
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=bind)


def bind_root() -> None:
    """Give up, for the program that is started next, the right to pass by permissions."""
    if ctypes.CDLL(None).prctl(DROP_FROM_BOUNDING_SET, PASS_BY_PERMISSIONS, 0, 0, 0):
        raise OSError("This root may not give up rights.")


@contextmanager
def read_only(folder: Path, *, with_files: bool) -> Iterator[None]:
    """Take the right to write away from a folder, and perhaps from its files, for a while."""
    paths = [folder, *(folder.iterdir() if with_files else ())]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
