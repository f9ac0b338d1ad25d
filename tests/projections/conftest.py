"""A base with its views: empty, with the story of a small network, or with that story and for reading only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projections.bases import Base, copied
from tests.projections.society import tell


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Base]:
    """Give a base in which nothing has happened."""
    base = Base(tmp_path)
    yield base
    base.close()


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Give a base with the story of a small network, shared by all tests that only read."""
    base = Base(tmp_path_factory.mktemp("told"))
    tell(base)
    base.views.catch_up()
    yield base
    base.close()


@pytest.fixture
def base(told: Base, tmp_path: Path) -> Iterator[Base]:
    """Give a base of one's own with the story of a small network."""
    base = copied(told, tmp_path)
    yield base
    base.close()


@pytest.fixture
def unseen(told: Base, tmp_path: Path) -> Iterator[Base]:
    """Give such a base that has no views yet."""
    base = copied(told, tmp_path, views=False)
    yield base
    base.close()
