"""The example under examples/: built, installed, enabled and run as an author would."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.app.base import KnowledgeBase
from tests.plugins.conftest import run_in

EXAMPLE = Path(__file__).parents[2] / "examples" / "epex-visits-by-country"
NAME = "visits-by-country"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, and install it into a folder: for a pure wheel that means to unpack it."""
    work = tmp_path_factory.mktemp("example")
    source = shutil.copytree(EXAMPLE, work / "source", ignore=shutil.ignore_patterns("__pycache__", "dist"))
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "dist").glob("*.whl")
    with ZipFile(wheel) as packed:
        packed.extractall(work / "site")
    return work / "site"


def epex(site: Path, base: KnowledgeBase, *words: str) -> str:
    command = [sys.executable, "-m", "epex.cli", "--base", str(base.config.folder), *words]
    return run_in(site, command)
