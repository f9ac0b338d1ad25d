"""Bases to run commands in: an empty one, one with two sides, and the demo."""

import shutil
from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.commands.stages import told


@pytest.fixture(scope="session")
def founded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a base with two organisations, and somebody in each."""
    epex = Epex(tmp_path_factory.mktemp("founded") / "base")
    names = ("--network", "Exchange", "--person", FOUNDER, "--organisation", HOST, "--country", "NO")
    assert epex("init", str(epex.folder), *names).exit_code == 0
    epex.record("organisation", "add", "--name", VISITING, "--country", "xk", "--kind", "public_service")
    epex.record("person", "add", "--name", VISITOR, "--organisation", VISITING)
    epex.record("year", "open", "--purpose", "getting_to_know")
    return epex.folder


@pytest.fixture
def epex(founded_folder: Path, tmp_path: Path) -> Epex:
    """Give the founded base, to be written to."""
    return Epex(shutil.copytree(founded_folder, tmp_path / "base"))


@pytest.fixture
def demo(demo_folder: Path) -> Epex:
    """Give the demo, to be read only."""
    return Epex(demo_folder)


@pytest.fixture
def visit(epex: Epex) -> str:
    """Plan a visit of the prison service at the youth house."""
    plan = ("visit", "plan", "Street work", "--year", "1", "--host", HOST, "--visitor", VISITOR)
    return told(epex, lambda: epex.record(*plan), "visit")


@pytest.fixture
def completed(epex: Epex, visit: str) -> str:
    """Carry the visit out."""

    def carry_out() -> None:
        for step in ("agree", "prepare", "start", "complete"):
            epex.record("visit", step, visit)

    told(epex, carry_out, "completed")
    return visit
