"""The demo's base, built once and copied for each test that writes."""

import shutil
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.demo import build


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo once; do not write to it."""
    folder = tmp_path_factory.mktemp("demo") / "base"
    build(folder)
    return folder


@pytest.fixture
def base(demo_folder: Path, tmp_path: Path) -> KnowledgeBase:
    """Give a copy of the demo to write to."""
    shutil.copytree(demo_folder, tmp_path / "base")
    return KnowledgeBase.open(tmp_path / "base")
