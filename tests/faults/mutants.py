"""Change ledger, vault and envelope a little, hundreds of times, and tell what no test noticed."""

import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.faults.figures import OUT, note

ROOT = Path(__file__).parents[2]
PLACE = OUT / "mutants"
MUTMUT = Path(sys.executable).with_name("mutmut")
COPIED = ("epex", "tests", "pyproject.toml")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
DETECTED = ("killed", "timeout", "segfault")
SQL = ("select ", "insert ", "update ", "delete ", "replace ", "on conflict", "coalesce")
GOAL = 0.9
CHILDREN = "2"


def main() -> None:
    """Run all mutants, write down the figures, and name the survivors; exit 1 when too many live."""
    _copy()
    subprocess.run([MUTMUT, "run", "--max-children", CHILDREN], cwd=PLACE, check=False, stdout=sys.stderr)
    counted: dict[str, Counter[str]] = {}
    for mutant, status in _statuses().items():
        module = mutant.split(".")[3]
        fate = "killed" if status in DETECTED else _fate(mutant)
        counted.setdefault(module, Counter()).update(["tried", fate])
    for module, counts in counted.items():
        note("mutants", module, tried=counts["tried"], killed=counts["killed"], equivalent=counts["equivalent"])
    sys.exit(int(share_killed(counted) < GOAL))


def share_killed(counted: Mapping[str, Counter[str]]) -> float:
    """Tell which part of the mutants that change anything was noticed; print it."""
    total = sum(counted.values(), Counter[str]())
    killed, changing = total["killed"], total["tried"] - total["equivalent"]
    print(f"{killed} of {changing} mutants killed; {total['equivalent']} more change nothing.")
    return killed / changing if changing else 0


def _copy() -> None:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, PLACE / name)


def _statuses() -> dict[str, str]:
    lines = _mutmut("results", "--all", "true").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if line.strip().startswith("epex."))


def _fate(mutant: str) -> str:
    lost, found = _change(mutant)
    if any(words in lost.lower() for words in SQL) and lost.lower() == found.lower():
        # SQL is read the same in capitals and small letters.
        return "equivalent"
    if (lost, found) in set(_equivalents()):
        return "equivalent"
    print(f"{mutant}\n    - {lost}\n    + {found}")
    return "survived"


def _change(mutant: str) -> tuple[str, str]:
    lines = _mutmut("show", mutant).splitlines()
    lost, found = ([line[1:].strip() for line in lines if line[:1] == sign and line[:3] != 3 * sign] for sign in "-+")
    return "\n".join(lost), "\n".join(found)


def _equivalents() -> Iterator[tuple[str, str]]:
    for known in tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]:
        yield known["is"], known["becomes"]


def _mutmut(*words: str) -> str:
    return subprocess.run([MUTMUT, *words], cwd=PLACE, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
