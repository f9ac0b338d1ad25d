"""A network to search in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.networks import Network, opened


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    """Give a network in which nothing was recorded."""
    with opened(tmp_path / "network") as network:
        yield network
