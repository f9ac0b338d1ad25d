"""Bases to damage: one that was only founded, and copies of the demo with views and index."""

import shutil
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """Give a base in which nothing has happened yet."""
    init(tmp_path / "base", Founding(network="Faults", person="Orla", organisation="A house", country="AT"))
    return tmp_path / "base"


@pytest.fixture(scope="session")
def whole_demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the demo its views and index; do not write to it."""
    folder = Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("faults") / "demo"))
    base = KnowledgeBase.open(folder)
    base.search().rebuild()
    base.today.rebuild()
    base.today.close()
    base.log.engine.dispose()
    return folder


@pytest.fixture
def demo(whole_demo: Path, tmp_path: Path) -> Path:
    """Give a copy of the demo to damage."""
    shutil.copytree(whole_demo, tmp_path / "demo")
    return tmp_path / "demo"
