"""Start-up: the CPU time of real commands against a Python that does nothing, and against another program.

The first opponent is `python -c pass` of the same interpreter and environment, so that both pay for site-packages; the
other is sqlite-utils, a program of click and plugins over a database as ours is.
CPU time (user and system, descendants included) is what the kernel charged to the child, not the wall clock.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.measuring import RUNS, Figure
from epex.app.demo import build

PROGRAM = str(Path(sys.executable).with_name("epex"))
NOTHING = (sys.executable, "-c", "pass")
COMMANDS: dict[tuple[str, ...], float] = {
    ("--version",): 6,
    ("--help",): 6,
    ("theme", "list"): 45,
    ("search", "trust"): 60,
}
OTHERS = str(Path(sys.executable).with_name("sqlite-utils"))
WARM_UPS = 2


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure the commands on the demo, after its views and index were built."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        base = Path(folder) / "demo"
        build(base)
        commands = [NOTHING, (OTHERS, "--help"), *((PROGRAM, "--base", str(base), *words) for words in COMMANDS)]
        nothing, others, *spent = _medians(commands)
    against_others = Figure(
        what="CPU of epex --help",
        ours=_milliseconds(spent[list(COMMANDS).index(("--help",))]),
        theirs=_milliseconds(others),
        unit="ms",
        opponent="sqlite-utils --help",
    )
    return [
        Figure(
            what=f"CPU of epex {' '.join(words)}",
            ours=_milliseconds(seconds),
            theirs=_milliseconds(nothing),
            unit="ms",
            opponent="python -c pass",
            at_most=goal,
        )
        for (words, goal), seconds in zip(COMMANDS.items(), spent, strict=True)
    ] + [against_others]


def _medians(commands: Sequence[Sequence[str]]) -> list[float | None]:
    """Take turns, so that a noisy minute hits all of them; None for a command that fails."""
    for command in commands:
        for _ in range(WARM_UPS):
            cpu_seconds(command)
    spent: list[list[float | None]] = [[] for _ in commands]
    for _ in range(RUNS):
        for command, times in zip(commands, spent, strict=True):
            times.append(cpu_seconds(command))
    return [_median(times) for times in spent]


def _median(times: Sequence[float | None]) -> float | None:
    known = [time for time in times if time is not None]
    return median(known) if len(known) == len(times) else None


def cpu_seconds(command: Sequence[str]) -> float | None:
    """Run a command and give the CPU time that it and its children took, or None when it failed."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    child = os.posix_spawn(command[0], tuple(command), os.environ, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime if status == 0 else None


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000
