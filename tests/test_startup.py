"""What a command imports before it answers; bench/startup.py measures what that costs."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"sqlalchemy", "whoosh", "eventsourcing", "pluggy", "babel", "msgspec", "cryptography", "Stemmer"}
SCRIPT = """
import sys
from epex.cli import cli
try:
    cli.main(sys.argv[1:], prog_name="epex")
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def imported(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("theme", "--help"), ("search", "--help")])
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    assert imported(*words) & HEAVY == set()


def test_list_imports_no_search(demo_folder: Path) -> None:
    assert imported("--base", str(demo_folder), "theme", "list") & {"whoosh", "Stemmer", "eventsourcing"} == set()


def test_search_imports_whoosh(demo_folder: Path) -> None:
    assert imported("--base", str(demo_folder), "search", "trust") & {"whoosh"} == {"whoosh"}
