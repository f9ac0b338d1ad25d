"""The scene in which every recording command is possible for somebody."""

import pytest

from tests.rights.scene import Scene, build


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Build the scene once."""
    return build(tmp_path_factory.mktemp("rights") / "scene")
