"""Backups of a base to which others write: each verifies, and holds all that was acknowledged before it began."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.app.config import read_config
from epex.app.keeping import copies
from epex.app.keeping.backup import back_up
from epex.app.keeping.restore import restore
from epex.core.decision import Refused
from tests.app.keeping.conftest import untold
from tests.faults.children import Child, pieces
from tests.faults.figures import note
from tests.faults.sizes import shares
from tests.faults.work import RECORDED, append_for_ever

pytestmark = pytest.mark.slow
SOME = 20
FEWEST = 3


class Busy:
    """A base to which a process of its own writes without a pause."""

    def __init__(self, folder: Path) -> None:
        """Let it begin."""
        self._config = read_config(folder)
        self._writer = Child(append_for_ever, folder)
        self._acknowledged: set[str] = set()

    def stop(self) -> None:
        """Let it end."""
        self._writer.killed_after(0)

    def trouble(self, file: Path) -> list[str]:
        """Back up once something more was acknowledged, and look for what is not in the file."""
        before = len(self._acknowledged)
        while len(self._acknowledged) < before + FEWEST:
            self._acknowledged.update(pieces(self._writer.heard(), RECORDED))
        try:
            back_up(self._config, file, tell=untold)
            restore(file, file.with_suffix(""), tell=untold)
        except Refused as refused:
            return [str(refused)]
        lost = self._acknowledged - commands_in(file)
        shutil.rmtree(file.with_suffix(""))
        return [f"{mark} was acknowledged and is not there" for mark in lost]


@pytest.fixture
def busy(founded: Path) -> Iterator[Busy]:
    """Give a base to which somebody writes."""
    busy = Busy(founded)
    yield busy
    busy.stop()


def commands_in(file: Path) -> set[str]:
    """List the command ids in a backup."""
    with ZipFile(file) as archive:
        log = Path(archive.extract("events.db", file.parent / "looked into"))
    with closing(sqlite3.connect(log)) as connection:
        return {command for (command,) in connection.execute("SELECT command_id FROM events")}


@pytest.mark.parametrize("backups", shares("backups", 25), ids=str)
def test_live_backups_hold_all_that_was_acknowledged(busy: Busy, tmp_path: Path, backups: range) -> None:
    found = {number: busy.trouble(tmp_path / f"{number}.zip") for number in backups}

    trouble = {number: what for number, what in found.items() if what}
    note("backups", "live", tried=len(found), sound=len(found) - len(trouble))
    assert trouble == {}


def test_backup_harness_finds_a_copy_of_the_live_file(
    busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "_copy_pages", shutil.copyfile)

    assert any(busy.trouble(tmp_path / f"{number}.zip") for number in range(SOME))


def test_backup_harness_finds_a_copy_that_began_too_early(
    busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = tmp_path / "earlier.zip"
    busy.trouble(earlier)
    monkeypatch.setattr(f"{__name__}.back_up", lambda _config, file, **_: shutil.copyfile(earlier, file))

    assert any("is not there" in lost for lost in busy.trouble(tmp_path / "later.zip"))
