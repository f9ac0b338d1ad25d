"""Answers about a small network, for tests of how they are written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epex.core.theme import ThemeEvidenceUnlinked
from tests.projections.bases import ANNA, Base, copied
from tests.projections.society import tell
from tests.projections.test_tracing import written


@pytest.fixture(scope="session")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """Give a base with a story, a chapter, and evidence that was taken back; for reading only."""
    base = Base(tmp_path_factory.mktemp("traced"))
    tell(base)
    base.record("theme-tea", ThemeEvidenceUnlinked(source="element-tea", reason="Another tea"))
    written(base)
    base.views.catch_up()
    yield base
    base.close()


@pytest.fixture
def base(traced: Base, tmp_path: Path) -> Iterator[Base]:
    """Give the same base to be written to."""
    base = copied(traced, tmp_path)
    yield base
    base.close()


@pytest.fixture(
    params=["why theme-trust", "why transfer-tea", "why chapter-one:2", "trace visit-week", "trace meeting-spring"]
)
def answer(traced: Base, request: pytest.FixtureRequest) -> Any:
    """Give one answer after the other."""
    act, which = request.param.split()
    return getattr(traced.queries(ANNA), act)(which)
