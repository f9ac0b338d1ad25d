"""Run the parts that are named, or all, and print the table: `make faults [PART=power] [EPEX_FAULTS=quick]`."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.figures import OUT
from tests.faults.sizes import NAMES, SETTING

HERE = Path(__file__).parent
APART = {"mutants": "tests.faults.mutants", "bench": "tests.faults.ratios"}
# What is tested with every run of the tests as well, beside what it tests.
BESIDE = {"interference": HERE.parent / "search" / "test_interference.py"}
TESTED = tuple(sorted([*BESIDE, *(path.stem.removeprefix("test_") for path in HERE.glob("test_*.py"))]))


def main(asked: Sequence[str]) -> int:
    """Run parts one after the other, tests on every processor; the worst exit code is the answer."""
    if unknown := [part for part in asked if not _modules(part) and part not in APART]:
        print(f"There is no part '{unknown[0]}'; choose of: {' '.join((*TESTED, *APART))}", file=sys.stderr)
        return 2
    os.environ[SETTING] = size = os.environ.get(SETTING) or "full"
    parts = [*asked] or [*TESTED, *APART]
    for part in parts:
        for path in (OUT / size).glob(f"{part}.json*"):
            path.unlink()
    return max(subprocess.run(command, check=False).returncode for command in _commands(parts))


def _commands(parts: Sequence[str]) -> Iterator[list[str]]:
    modules = sorted({module for part in parts for module in _modules(part)})
    if modules:
        yield [sys.executable, "-m", "pytest", "-q", "--no-header", "-n", "auto", "--dist", "worksteal", *modules]
    yield from ([sys.executable, "-m", module] for part, module in APART.items() if part in parts)
    yield [sys.executable, "-m", "tests.faults.table"]


def _modules(part: str) -> list[str]:
    return [str(BESIDE[part])] if part in BESIDE else [str(path) for path in HERE.glob(f"test_{part}*.py")]


if __name__ == "__main__":
    if os.environ.get(SETTING, "") not in NAMES:
        sys.exit(f"{SETTING} is one of: {', '.join(filter(None, NAMES))}")
    sys.exit(main(sys.argv[1:]))
