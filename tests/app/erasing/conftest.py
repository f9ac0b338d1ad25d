"""A base to erase in, made once and copied."""

import shutil
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.app.erasing.bases import again, founded


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found the base once."""
    folder = tmp_path_factory.mktemp("small") / "base"
    again(founded(folder))
    return folder


@pytest.fixture
def small(small_folder: Path, tmp_path: Path) -> KnowledgeBase:
    """Give a copy to write to."""
    return KnowledgeBase.open(shutil.copytree(small_folder, tmp_path / "base"))
