"""Verify the whole log: hash every event again and hold it against its leaf; against one plain SHA-256 over the rows.

The opponent reads the same columns through the sqlite3 module and hashes every cell of a row once. Both run in a
process of their own, which also tells the most memory that it took.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time

from bench.bases import Ground, new_base
from bench.histories import Teller
from bench.measuring import RUNS, Figure, peak_megabytes, say
from bench.raw import READ
from epex.core.log.database import connect
from epex.core.log.rows import RowReader
from epex.core.log.verification import verify

OPPONENT = "sqlite3: SHA-256 over every cell of the same rows, CPU"
GROWTH = 10
PLAIN, WHOLE = "plain", "whole"


def figures(sizes: Sequence[int]) -> list[Figure]:
    """Measure the time at each size, and the memory of the largest against a tenth of it."""
    measured = {size: _measured(size) for size in sizes}
    timed = [
        Figure(
            what=f"full verification, {size:,} events", ours=ours, theirs=theirs, unit="s", opponent=OPPONENT, at_most=3
        )
        for size, (ours, theirs, _) in measured.items()
    ]
    large, small = sizes[-1], sizes[-1] // GROWTH
    if small not in measured:
        return timed
    grown = Figure(
        what=f"memory of verification, {large:,} events",
        ours=measured[large][2],
        theirs=measured[small][2],
        unit="MB",
        opponent=f"the same at {small:,} events",
        at_most=1.2,
    )
    return [*timed, grown]


def _measured(size: int) -> tuple[float, float, float]:
    with new_base() as ground:
        say(f"  recording {size:,} events ...")
        _record(ground, size)
        runs = [(_run(WHOLE, ground.log_file), _run(PLAIN, ground.log_file)) for _ in range(RUNS)]
    ours, theirs = zip(*runs, strict=True)
    return median(run[0] for run in ours), median(run[0] for run in theirs), median(run[1] for run in ours)


def _record(ground: Ground, size: int) -> None:
    ground.base.log.on_recorded = None
    ground.append(islice(Teller(ground.by).tell(), size))


def _run(what: str, log: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "bench.verifying", what, str(log)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this program
    spent, memory = done.stdout.split()
    return float(spent), float(memory)


def plain(log: Path) -> None:
    """Hash every cell of every row once."""
    with closing(sqlite3.connect(log)) as connection:
        for row in connection.execute(READ):
            sha256(b"".join(cell if type(cell) is bytes else str(cell).encode() for cell in row)).digest()


def whole(log: Path) -> None:
    """Verify as `epex audit verify` does."""
    if (verdict := verify(RowReader(connect(log)))).faults:
        raise SystemExit(str(verdict.faults[0]))


if __name__ == "__main__":
    begun = process_time()
    {PLAIN: plain, WHOLE: whole}[sys.argv[1]](Path(sys.argv[2]))
    print(process_time() - begun, peak_megabytes())
