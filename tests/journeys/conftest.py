"""The bases that journeys begin with."""

import shutil
from pathlib import Path

import pytest

from tests.journeys.living import Exchange, found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found the network once."""
    return found(tmp_path_factory.mktemp("journey") / "base").folder


@pytest.fixture
def exchange(founded: Path, tmp_path: Path) -> Exchange:
    """Give a founded network of its own to one journey."""
    return Exchange(shutil.copytree(founded, tmp_path / "base"))
