"""Plugins: what recording costs in a base that enables bad ones, against the same base without any.

Both run the same command in turns; CPU time is that of all processes, as for the start-up.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.measuring import RUNS, Figure
from bench.startup import PROGRAM, WARM_UPS, cpu_seconds
from tests.plugins.bad.trying import BAD, GOOD, Bench, founded

AT_MOST = 1.2
RECORDING = ("organisation", "add", "--country", "NO", "--kind", "ngo", "--name")


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure recording and reading, with all bad plugins enabled and with none."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        bench = founded(Path(folder))
        with_all = bench.enabling((*BAD, "twin-b", GOOD), Path(folder) / "with")
        without = bench.enabling((), Path(folder) / "without")
        os.environ["PYTHONPATH"] = str(bench.site)
        return [
            _figure("recording", RECORDING, with_all, without),
            _figure("reading", ("search",), with_all, without),
        ]


def _figure(what: str, words: Sequence[str], with_all: Bench, without: Bench) -> Figure:
    spent: dict[Path, list[float]] = {with_all.base: [], without.base: []}
    for number in range(WARM_UPS + RUNS):
        for base, times in spent.items():
            seconds = cpu_seconds((PROGRAM, "--base", str(base), *words, f"Tea House {number}"))
            times.extend([seconds] if seconds is not None and number >= WARM_UPS else [])
    ours, theirs = (median(times) * 1000 if len(times) == RUNS else None for times in spent.values())
    return Figure(
        what=f"CPU of {what}, with {len(BAD) + 2} plugins, {len(BAD) + 1} of them bad",
        ours=ours,
        theirs=theirs,
        unit="ms",
        opponent="without plugins",
        at_most=AT_MOST,
    )
