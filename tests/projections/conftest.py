"""A base with its views, empty or with the story of a small network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projections.bases import Base
from tests.projections.society import tell


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Base]:
    """Give a base in which nothing has happened."""
    base = Base(tmp_path)
    yield base
    base.close()


@pytest.fixture
def base(empty: Base) -> Base:
    """Give a base with the story of a small network."""
    tell(empty)
    return empty
