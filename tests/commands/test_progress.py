"""Long work shows a bar on a terminal, once it has taken a second, and nothing elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import terminal
from tests.commands.running import Epex
from tests.commands.terminal import on_terminal

# What is long on a large base, on a small one.
SMALL = """
from epex.app.auditing import bundle
from epex.app.erasing import scan
from epex.app.exporting import tables
from epex.app.keeping import archive
from epex.projections import happened, outgoing
from epex.app.importing import run
from epex.cli import main
from epex.commands import progress
from epex.core import watching
from epex.projections.follow import Follower
progress.PATIENCE = progress.OFTEN = 0
watching.OFTEN = outgoing.PORTION = tables.PORTION = bundle.PORTION = happened.PORTION = 5
archive.PIECE = scan.CHUNK = scan.KILOBYTE = 10000
run.BATCH = 1
Follower.follow.__defaults__ = (5,)
main()
"""
IMPATIENT = [sys.executable, "-c", SMALL]
ROWS = "id,label\n1,Trust\n2,Tea\n3,Time\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a bar show at once."""
    monkeypatch.setattr(terminal, "PROGRAM", IMPATIENT)


def shown(folder: Path, *args: str) -> str:
    """Run a command that succeeds on a terminal, and give all that is shown."""
    status, seen = on_terminal(folder, *args)
    assert status == 0, seen
    return seen


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("command", "bar"),
    [
        (("views", "rebuild"), ("Building views", "events/s")),
        (("views", "rebuild"), ("Comparing", "views/s")),
        (("doctor",), ("Looking for keys", "events/s")),
        (("audit", "diff", "2015", "2999"), ("Building views", "events/s")),
        (("theme", "list"), ("Building views", "events/s")),
        (("--as-of", "2999", "theme", "list"), ("Building views", "events/s")),
        (("--as-of", "2999", "search", "theme"), ("Counting words", "documents/s")),
        (("--as-of", "2999", "search", "theme"), ("Indexing", "sections/s")),
        (("search", "theme"), ("Writing the index", "postings/s")),
        (("audit", "log"), ("Reading events", "events/s")),
        (("report", "run", "genealogy"), ("Reading events", "events/s")),
        (("doctor",), ("Looking for erasures", "events/s")),
        (("views", "rebuild"), ("Putting in place", "views/s")),
        (("audit", "diff", "2015", "2999", "--by", "occurred"), ("Reading the log", "events/s")),
        (("export", "--output", "{}/out"), ("Writing themes.csv", "rows/s")),
        (("backup", "{}/saved.zip"), ("Packing events.db", "MB/s")),
        (("person", "erase", "Ben Okafor", "--ground", "On request", "--yes"), ("Looking", "KB/s")),
        (("audit", "verify"), ("Hashing", "events/s")),
        (("backup", "{}/saved.zip"), ("Hashing", "events/s")),
        (("branch", "{}/branch"), ("Hashing", "events/s")),
        (("export", "--output", "{}/out"), ("Writing events.ndjson", "events/s")),
        (("audit", "bundle", "{}/history.zip"), ("Writing", "events/s")),
        (("import", "{}/rows.csv", "--kind", "themes"), ("Importing", "rows/s")),
    ],
)
def test_long_work_shows_how_far_it_is(
    epex: Epex, tmp_path: Path, command: tuple[str, ...], bar: tuple[str, str]
) -> None:
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    for number in range(12):
        epex.record("theme", "propose", f"Theme {number}")

    seen = shown(epex.folder, *(part.format(tmp_path) for part in command))

    lines = [line for line in seen.replace("\n", "\r").split("\r") if bar[0] in line and bar[1] in line]
    assert lines, seen
    assert "left" in lines[0]
    assert "%" in lines[0]
    assert "100%" in lines[-1]


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
def test_an_index_shows_how_far_it_is(epex: Epex) -> None:
    for number in range(12):
        epex.record("theme", "propose", f"Theme {number}")

    seen = shown(epex.folder, "index", "rebuild")

    assert "documents/s" in seen


@pytest.mark.slow
def test_short_work_shows_no_bar(epex: Epex) -> None:
    seen = shown(epex.folder, "theme", "list")

    assert "/s" not in seen


@pytest.mark.slow
def test_a_bar_waits_for_a_second(monkeypatch: pytest.MonkeyPatch, epex: Epex) -> None:
    monkeypatch.setattr(terminal, "PROGRAM", [part.replace("progress.PATIENCE = ", "") for part in IMPATIENT])

    seen = shown(epex.folder, "views", "rebuild")

    assert "events/s" not in seen


@pytest.mark.slow
def test_what_is_no_terminal_gets_no_bar(epex: Epex) -> None:
    done = subprocess.run(
        [*IMPATIENT, "--base", str(epex.folder), "views", "rebuild"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )

    assert done.stderr == ""
