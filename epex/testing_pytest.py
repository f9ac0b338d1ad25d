"""Fixtures for authors of plugins, which pytest finds by itself; epex is imported once a test asks for one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from epex.testing import KnowledgeBase


@pytest.fixture(scope="session")
def epex_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the illustrative three years once; read the folder, and copy it to write."""
    from epex.testing import close, sample_base  # noqa: PLC0415 - runs of pytest without epex pay nothing

    base = sample_base(tmp_path_factory.mktemp("epex") / "sample")
    base.queries().audit_log()
    close(base)
    return base.config.folder


@pytest.fixture
def epex_base(epex_sample: Path, tmp_path: Path) -> "Iterator[KnowledgeBase]":
    """Give a filled base of one's own, opened as its coordinator."""
    from epex.testing import KnowledgeBase, close  # noqa: PLC0415 - as above

    base = KnowledgeBase.open(shutil.copytree(epex_sample, tmp_path / "epex"))
    yield base
    close(base)


@pytest.fixture
def epex_contract() -> Callable[..., list[str]]:
    """Give the check of the rules that every plugin keeps."""
    from epex.testing import contract  # noqa: PLC0415 - as above

    return contract
