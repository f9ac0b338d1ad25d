"""The example under examples/: built, installed, enabled and run as an author would."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).parents[2] / "examples" / "epex-visits-by-country"
OURS = (
    *("cloudevents", "funder-indicators", "icalendar", "pdf", "pictures", "practice-transfer", "prov"),
    *("question-sets", "refi-qda", "skos", "theme-book", "web", "year-review"),
)
BUILT_IN = sorted([("dissent-in-print", "not enabled"), *((name, "built-in") for name in OURS)])
REPORTS = ["practice-transfer", "year-review", "timeline", "visit-network", "genealogy", "coverage"]
REPORTS += ["theme-book", "funder-indicators"]
NAME = "visits-by-country"
EPEX = ("-c", "from epex.cli import main; main()")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the example's wheel and install it into `site`; a wheel of pure Python is installed by unpacking it."""
    folder = tmp_path_factory.mktemp("example") / "source"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("__pycache__", "dist"))
    python(folder, "-m", "hatchling", "build", "-t", "wheel")
    (wheel,) = folder.glob("dist/*.whl")
    with ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder


def python(example: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [str(example / "site"), os.environ.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, *words],
        cwd=example,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )


def epex(example: Path, base: KnowledgeBase, words: Sequence[str]) -> Any:
    ran = python(example, *EPEX, "--base", str(base.config.folder), *words, "--json")
    return json.loads(ran.stdout)


def enable(base: KnowledgeBase) -> None:
    write_config(replace(base.config, plugins=(NAME,)))


def test_example_is_listed_once_it_is_enabled(example: Path, base: KnowledgeBase) -> None:
    before = epex(example, base, ["plugin", "list"])

    epex(example, base, ["plugin", "enable", NAME])

    after = epex(example, base, ["plugin", "list"])
    assert [(row["id"], row["state"]) for row in before] == [*BUILT_IN, (NAME, "not enabled")]
    assert [(row["id"], row["state"]) for row in after] == [*BUILT_IN, (NAME, "enabled")]
    assert [row["id"] for row in epex(example, base, ["report", "list"])] == [*REPORTS, NAME]


def test_example_reports_on_a_base(example: Path, base: KnowledgeBase) -> None:
    enable(base)

    document = epex(example, base, ["report", "run", NAME, "--option", "year=2"])

    (table,) = document["page"][0]["blocks"]
    assert document["report"] == NAME
    assert [column["text"] for column in table["columns"]] == ["Country", "Visits held", "Visitors came from"]
    assert all(number["positions"] for _, number, _ in table["rows"])


def test_example_is_left_out_with_no_plugins(example: Path, base: KnowledgeBase) -> None:
    enable(base)

    ran = python(example, *EPEX, "--base", str(base.config.folder), "--no-plugins", "report", "list", "--json")

    assert [row["id"] for row in json.loads(ran.stdout)] == REPORTS


def test_example_passes_its_own_tests(example: Path) -> None:
    ran = python(example, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")

    assert " passed" in ran.stdout
