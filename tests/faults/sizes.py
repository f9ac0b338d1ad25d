"""How much is tried: the quick set with every test run, the full set by `make faults` (EPEX_FAULTS=full)."""

import os
from collections.abc import Mapping

SETTING = "EPEX_FAULTS"
QUICK: Mapping[str, int] = {
    "kills": 20,
    "rebuilds": 6,
    "cuts": 100,
    "flips": 50,
    "damages": 30,
    "erased": 5,
    "backups": 20,
    "histories": 50,
    "pairs": 100,
    "pairs on a server": 10,
    "requests": 400,
    "seconds": 4,
    "readers": 6,
    "writers": 2,
    "times as long": 1,
}
FULL: Mapping[str, int] = {
    "kills": 1000,
    "rebuilds": 200,
    "cuts": 10_000,
    "flips": 300,
    "damages": 300,
    "erased": 100,
    "backups": 100,
    "histories": 1000,
    "pairs": 2000,
    "pairs on a server": 200,
    "requests": 10_000,
    "seconds": 60,
    "readers": 50,
    "writers": 4,
    "times as long": 10,
}
NAMES: Mapping[str, Mapping[str, int]] = {"": QUICK, "quick": QUICK, "full": FULL}


def size_of(what: str) -> int:
    """Tell how many of something are tried in this run.

    Raises KeyError when the setting is neither quick nor full.
    """
    return NAMES[os.environ.get(SETTING, "")][what]


def shares(what: str, most: int) -> list[range]:
    """Split what is tried into shares, so that two processors can work and no base grows large."""
    count = size_of(what)
    return [range(start, min(start + most, count)) for start in range(0, count, most)]
