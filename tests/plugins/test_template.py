"""What `epex plugin new` writes: formatted, typed, built, installed, enabled, run, and tested by its own tests."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from epex.app.starting import LONGEST, start

NAME = "tea-breaks"
EPEX = ("-c", "from epex.cli import main; main()")
FOUND = ("--network", "Exchange", "--person", "Mira Holm", "--organisation", "Youth House North", "--country", "NO")


class Project:
    """A new plugin's project, with a place that it is installed in, and a base."""

    def __init__(self, folder: Path) -> None:
        """Start it, build it and install it; a wheel of pure Python is installed by unpacking it."""
        self.folder = folder / "project"
        self.site = folder / "site"
        self.base = folder / "base"
        self.run(*EPEX, "plugin", "new", NAME, str(self.folder), place=folder)
        self.run("-m", "hatchling", "build", "-t", "wheel")
        (wheel,) = self.folder.glob("dist/*.whl")
        with ZipFile(wheel) as packed:
            packed.extractall(self.site)
        self.run(*EPEX, "init", str(self.base), *FOUND)

    def run(self, *words: str, place: Path | None = None) -> str:
        """Run Python with the package installed, and give what it prints."""
        path = os.pathsep.join(filter(None, [str(self.site), os.environ.get("PYTHONPATH", "")]))
        done = subprocess.run(
            [sys.executable, *words],
            cwd=place or self.folder,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def epex(self, *words: str) -> Any:
        """Run the program in the base, and read its JSON."""
        return json.loads(self.run(*EPEX, "--base", str(self.base), *words, "--json"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Make the project once."""
    return Project(tmp_path_factory.mktemp("template"))


@pytest.mark.parametrize("name", ["t", "tea-breaks", "t" * LONGEST])
def test_project_keeps_its_own_rules_of_format(tmp_path: Path, name: str) -> None:
    start(name, tmp_path / "project")

    for rule in (("format", "--check", "--no-cache"), ("check", "--no-cache")):
        ruff = [sys.executable, "-m", "ruff", *rule, "."]
        done = subprocess.run(ruff, cwd=tmp_path / "project", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_project_is_typed(project: Project) -> None:
    assert project.run("-m", "mypy", "--cache-dir", os.devnull) == "Success: no issues found in 8 source files\n"


@pytest.mark.slow
def test_project_works_in_a_base(project: Project) -> None:
    project.epex("plugin", "enable", NAME)
    noted = project.epex(NAME, "note", "--organisation", "Youth House North", "--number", "3", "--note", "With cake.")
    project.epex(NAME, "mend", "--which", noted["id"], "--number", "4")

    document = project.epex("report", "run", NAME)

    (table,) = document["page"][0]["blocks"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["Youth House North", "1", "4"]]
    assert [row["faults"] for row in project.epex("plugin", "list") if row["id"] == NAME] == [[]]
    assert [row["summary"].partition(") ")[2] for row in project.epex("audit", "log", "--type", "tea_breaks")] == [
        "noted 3 for Youth House North",
        "put right that it is 4",
    ]


@pytest.mark.slow
def test_project_passes_its_own_tests(project: Project) -> None:
    assert "8 passed" in project.run("-m", "pytest", "-q", "-p", "no:cacheprovider")
