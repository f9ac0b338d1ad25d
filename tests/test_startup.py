"""What a command imports, and what it costs: people run many short commands."""

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"sqlalchemy", "whoosh", "eventsourcing", "pluggy"}
LOADED = """
import sys
from epex.cli import cli
try:
    cli.main(sys.argv[1:], prog_name="epex")
except SystemExit as ended:
    assert not ended.code, ended.code
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
SUBJECTS = """
import sys
from epex.cli import cli
from epex.core.catalogue import SUBJECTS
try:
    cli.main(sys.argv[1:], prog_name="epex")
except SystemExit as ended:
    assert not ended.code, ended.code
finally:
    print(*(name for name in SUBJECTS if f"epex.core.{name}" in sys.modules), file=sys.stderr)
"""
COST = "from epex.cli import main; main()"
RUNS = 7


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("demo") / "base"))
    for command in (["theme", "list"], ["search", "trust"]):
        start(COST, "--base", str(folder), *command)
    return folder


def start(program: str, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", program, *args], env=environment, capture_output=True, text=True, check=True
    )


def imported(*args: str) -> set[str]:
    return set(start(LOADED, *args).stderr.split()) & HEAVY


def cost(program: str, *args: str) -> float:
    """Measure the CPU time of the cheapest of several runs."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start(program, *args)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(RUNS))


@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["theme", "--help"], ["visit", "plan", "--help"], ["search", "--help"]]
)
def test_help_and_version_import_nothing_heavy(args: list[str]) -> None:
    assert imported(*args) == set()


@pytest.mark.slow
def test_a_list_does_without_search_and_plugins(demo: Path) -> None:
    assert imported("--base", str(demo), "theme", "list") == {"sqlalchemy"}


@pytest.mark.slow
def test_a_search_does_without_plugins_and_recording(demo: Path) -> None:
    assert imported("--base", str(demo), "search", "trust") == {"sqlalchemy", "whoosh"}


@pytest.mark.slow
def test_a_search_that_has_nothing_to_catch_up_on_loads_no_events_of_other_subjects(demo: Path) -> None:
    loaded = start(SUBJECTS, "--base", str(demo), "search", "trust").stderr.splitlines()[-1].split()

    # Which countries there are is told beside the organisations; looks at what was found are events of the search.
    assert sorted(loaded) == ["organisation", "search"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("args", "limit"),
    [(["--version"], 6), (["--help"], 6), (["theme", "list"], 45), (["search", "trust"], 60)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_commands_stay_cheap(demo: Path, args: list[str], limit: int) -> None:
    given = args if args[0].startswith("-") else ["--base", str(demo), *args]

    times = cost(COST, *given) / cost("pass")

    assert times <= limit
