"""Steps that are hidden change no answer of a command that records: what would, is not to be hidden."""

import os
from itertools import islice
from pathlib import Path

import pytest

from tests.rights.hidden import kept, seen_world, told_otherwise, with_hidden_steps
from tests.rights.world import CORA, EDDA, MIRA, WIM, World, as_in_older_logs


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Give the base of what is seen."""
    root = tmp_path_factory.getbasetemp()
    return kept(root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root, "seen", seen_world)


@pytest.fixture(scope="module")
def hidden(seen: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Give a copy with hidden steps."""
    return with_hidden_steps(seen, tmp_path_factory.mktemp("steps") / "base")


def pair(seen: World, hidden: World, folder: Path) -> tuple[World, World]:
    """Copy both bases, to be written to."""
    return seen.copied(folder / "seen"), hidden.copied(folder / "hidden")


@pytest.mark.slow
def test_there_are_steps_to_hide(seen: World, hidden: World) -> None:
    events = hidden.epex.answer("audit", "log", acting_as=CORA)[len(seen.epex.answer("audit", "log", acting_as=CORA)) :]

    assert len({event["type"] for event in events if event["visibility"] != "network"}) > 9
    assert len(hidden.refused) > 20


@pytest.mark.slow
@pytest.mark.parametrize("who", [MIRA, EDDA, WIM])
def test_hidden_steps_change_no_answer_to_who_records(seen: World, hidden: World, tmp_path: Path, who: str) -> None:
    found = told_otherwise(*pair(seen, hidden, tmp_path), who)

    assert list(islice(found, 5)) == []


@pytest.mark.slow
def test_a_step_that_would_tell_is_found_when_it_can_be_hidden(seen: World, tmp_path: Path) -> None:
    with as_in_older_logs():
        hidden = with_hidden_steps(seen, tmp_path / "older")

    found = told_otherwise(*pair(seen, hidden, tmp_path), MIRA, "theme")

    assert len(list(islice(found, 1))) == 1
