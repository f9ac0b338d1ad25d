"""An id that does not exist is refused wherever one is taken, and nothing is recorded."""

import shutil
from pathlib import Path

import pytest

from tests.rights.recording import attempt
from tests.rights.recording_hidden import NEVER
from tests.rights.scene import Scene
from tests.rights.unknown_ids import PLACES, Place


@pytest.fixture(scope="module")
def base(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the scene once: nothing is recorded in it."""
    workplace = tmp_path_factory.mktemp("unknown")
    (workplace / "out").mkdir()
    return Path(shutil.copytree(scene.base, workplace / "base"))


def test_ids_are_taken_in_many_places() -> None:
    names = {place.name for place in PLACES}

    assert {"theme propose --challenge challenge", "visit plan --matched-on challenge"} <= names


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_an_id_that_does_not_exist_is_refused(place: Place, scene: Scene, base: Path) -> None:
    trial = attempt(place.right, scene, base, min(place.right.allowed))

    assert (trial.changed, trial.status, trial.sentence.count("\n")) == (False, 1, 0), trial.sentence
    assert NEVER in trial.sentence
