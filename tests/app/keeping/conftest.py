"""A small base that was just founded, with a few texts; the demo is copied where more is needed."""

import shutil
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import init
from epex.core import theme
from epex.core.decision import new_id
from tests.app.test_founding import FOUNDING


def untold(_step: str) -> None:
    """Let nobody hear what long work tells."""


def propose(base: KnowledgeBase, *labels: str) -> list[str]:
    """Record themes, each by its own command."""
    themes = [new_id("theme") for _ in labels]
    for stream, label in zip(themes, labels, strict=True):
        act = base.begin()
        act.record(theme.propose(stream, {"en": label}, by=act.by))
    return themes


def labels(base: KnowledgeBase) -> list[str]:
    """List the titles of the themes."""
    return sorted(row["title"] for row in base.queries().listing("theme"))


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found a base with two themes and a checkpoint."""
    folder = tmp_path_factory.mktemp("small") / "base"
    init(folder, FOUNDING)
    base = KnowledgeBase.open(folder)
    propose(base, "Trust", "Tea")
    base.notary.sign()
    return folder


@pytest.fixture
def small(small_folder: Path, tmp_path: Path) -> KnowledgeBase:
    """Give a copy of it to write to."""
    shutil.copytree(small_folder, tmp_path / "base")
    return KnowledgeBase.open(tmp_path / "base")
