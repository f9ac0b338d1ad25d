"""The scene in which every recording command is possible for somebody."""

import pytest

from tests.once import once
from tests.rights.scene import Scene, build, read


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Build the scene once."""
    return read(once(tmp_path_factory, "rights", build))
