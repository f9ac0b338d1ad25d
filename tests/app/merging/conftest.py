"""A base that was branched, to be written to on both sides."""

import shutil
from pathlib import Path

import pytest

from epex.app.founding import init
from tests.app.merging.branches import Branches, propose
from tests.app.test_founding import FOUNDING


@pytest.fixture(scope="session")
def branched_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a base with a theme, and branch it."""
    folder = tmp_path_factory.mktemp("branched") / "both"
    folder.mkdir()
    init(folder / "home", FOUNDING)
    branches = Branches(folder)
    propose(branches.home, "Trust")
    branches.part()
    return folder


@pytest.fixture
def branches(branched_folder: Path, tmp_path: Path) -> Branches:
    """Give a copy of both to write to."""
    return Branches(Path(shutil.copytree(branched_folder, tmp_path / "both")))


@pytest.fixture
def trust(branches: Branches) -> str:
    """Give the theme that both know."""
    return str(branches.home.queries().listing("theme")[0]["id"])
