"""The example with events of its own: installed, used, uninstalled and installed again, each time in a new process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).parents[2] / "examples" / "epex-vetting-times"
NAME = "vetting-times"
EPEX = ("-c", "from epex.cli import main; main()")
FOUND = ("--network", "Exchange", "--person", "Mira Holm", "--organisation", "Youth House North", "--country", "NO")


class Site:
    """A place with or without the package, and a base in it."""

    def __init__(self, folder: Path) -> None:
        """Build the wheel and found a base; a wheel of pure Python is installed by unpacking it."""
        self.folder = folder
        shutil.copytree(SOURCE, folder / "source", ignore=shutil.ignore_patterns("__pycache__", "dist"))
        self.run("-m", "hatchling", "build", "-t", "wheel", place=folder / "source")
        self.install()
        self.epex("init", str(folder / "base"), *FOUND, base=False)

    def install(self) -> None:
        """Install the package."""
        (wheel,) = self.folder.glob("source/dist/*.whl")
        with ZipFile(wheel) as packed:
            packed.extractall(self.folder / "site")

    def uninstall(self) -> None:
        """Take the package away."""
        shutil.rmtree(self.folder / "site")

    def run(self, *words: str, place: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run Python."""
        path = os.pathsep.join(filter(None, [str(self.folder / "site"), os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, *words],
            cwd=place or self.folder,
            env=environment,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )

    def epex(self, *words: str, base: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the program."""
        return self.run(*EPEX, *(("--base", str(self.folder / "base")) if base else ()), *words)

    def answer(self, *words: str) -> Any:
        """Run the program, and read its JSON."""
        return json.loads(self.epex(*words, "--json").stdout)

    def told(self) -> list[str]:
        """Read the sentences of the plugin's events, without who acted."""
        rows = self.answer("audit", "log", "--type", "vetting_times")
        return [row["summary"].partition(") ")[2] for row in rows]

    def weeks(self) -> list[str]:
        """Read what the report counts."""
        document = self.answer("report", "run", NAME)
        return [row[2]["text"] for row in document["page"][0]["blocks"][0]["rows"]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the example once, and record with it."""
    site = Site(tmp_path_factory.mktemp("vetting"))
    site.epex("plugin", "enable", NAME, "--reason", "Prisons ask how long it takes.")
    for weeks in ("9", "4"):
        site.epex(NAME, "note", "--organisation", "Youth House North", "--weeks", weeks, "--note", "Two letters lost.")
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    """Give a copy of it."""
    copied = object.__new__(Site)
    copied.folder = Path(shutil.copytree(built.folder, tmp_path / "site"))
    return copied


WHO = "Mira Holm (coordinator, data protection officer)"
NOTED = [f"noted that Youth House North took {weeks} weeks to vet a visitor" for weeks in (9, 4)]
UNKNOWN = "recorded something with the plugin vetting-times 0.1.0, which is not in use here"


def test_enabling_is_recorded_with_package_and_version(site: Site) -> None:
    (event,) = site.answer("audit", "log", "--type", "network.plugin_enabled")

    assert event["summary"] == f"{WHO} took the plugin vetting-times 0.1.0 into use"
    (row,) = [row for row in site.answer("plugin", "list") if row["id"] == NAME]
    assert (row["state"], row["version"], row["recorded"], row["package"]) == (
        "enabled",
        "0.1.0",
        "0.1.0",
        "epex-vetting-times",
    )


def test_events_view_and_report_work_in_new_processes(site: Site) -> None:
    assert (site.told(), site.weeks()) == (NOTED, ["4 to 9"])


def test_events_of_an_uninstalled_plugin_stay_readable_proven_and_exported(site: Site) -> None:
    site.uninstall()

    position = str(site.answer("audit", "log", "--type", "vetting_times")[0]["position"])
    exported = site.folder / "out"
    site.epex("export", "--output", str(exported))

    assert site.told() == [UNKNOWN, UNKNOWN]
    assert site.answer("audit", "show", position)["type"] == "vetting_times.noted"
    assert site.answer("audit", "verify")["ok"] is True
    assert "vetting_times.noted" in "".join(path.read_text("utf-8") for path in exported.rglob("*.*json*"))
    assert "is enabled but not installed" in site.epex("views", "status").stderr


def test_installing_it_again_brings_sentences_and_views_back(site: Site) -> None:
    site.uninstall()
    site.epex("views", "rebuild")
    site.epex("organisation", "add", "--name", "Prison South", "--country", "SE", "--kind", "public_service")
    assert site.told() == [UNKNOWN, UNKNOWN]

    site.install()

    assert (site.told(), site.weeks()) == (NOTED, ["4 to 9"])
    assert "vetting_times" in [row["name"] for row in site.answer("views", "status")]


def test_disabling_it_is_recorded_and_leaves_its_events(site: Site) -> None:
    site.epex("plugin", "disable", NAME, "--reason", "Nobody noted any more.")

    assert site.told() == [UNKNOWN, UNKNOWN]
    assert [row["summary"] for row in site.answer("audit", "log", "--type", "network.plugin_disabled")] == [
        f"{WHO} took the plugin vetting-times out of use"
    ]
    assert NAME not in site.epex("--help").stdout


def test_lists_and_recordings_of_the_core_load_nothing_of_the_plugin(site: Site) -> None:
    # Whoever reads the plugin's events for the first time loads it.
    for purpose in ("getting_to_know", "publication"):
        site.epex("year", "open", "--purpose", purpose)
        site.epex("organisation", "list")
    module = site.folder / "site" / "epex_vetting_times.py"
    module.write_text("raise SystemExit('loaded')\n", "utf-8")

    listed = site.epex("organisation", "list")
    added = site.epex("year", "open", "--purpose", "publication")

    assert (listed.stderr, added.stderr) == ("", "")


def test_example_passes_its_own_tests(built: Site) -> None:
    ran = built.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", place=built.folder / "source")

    assert " passed" in ran.stdout
