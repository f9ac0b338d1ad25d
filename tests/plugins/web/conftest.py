"""The site over a copy of the demo, and over the demo itself for those who only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.web.at_an_address import served
from tests.plugins.web.visiting import Site


@pytest.fixture
def site(demo_folder: Path, tmp_path: Path) -> Site:
    """Serve a copy of the demo, to record in."""
    return Site(Path(shutil.copytree(demo_folder, tmp_path / "base")))


@pytest.fixture(scope="session")
def reading(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Serve a copy of the demo once, for those who only read."""
    return Site(Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("reading") / "base")))


@pytest.fixture(scope="session")
def url(reading: Site) -> Iterator[str]:
    """Serve the copy for those who only read to real browsers, and give its address."""
    with served(reading) as address:
        yield address
