"""A copy of the demo for each test that writes."""

import shutil
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase


@pytest.fixture
def base(demo_folder: Path, tmp_path: Path) -> KnowledgeBase:
    """Give a copy of the demo to write to."""
    shutil.copytree(demo_folder, tmp_path / "base")
    return KnowledgeBase.open(tmp_path / "base")
