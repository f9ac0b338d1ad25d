"""How the work grows: recording, and a rebuild in a process of its own, at each size against the size before.

`python -m bench.growth BASE` rebuilds the views of a base once and prints events a second and the peak in megabytes.
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path

from bench.bases import new_base
from bench.histories import Teller
from bench.measuring import Figure, peak_megabytes, say, seconds
from epex.app.base import KnowledgeBase

PACE, MEMORY, FROM = 0.85, 1.3, 100_000
LAST = 500


def figures(sizes: Sequence[int]) -> list[Figure]:
    """Measure at every size, once at each, on the same history made longer."""
    found: dict[int, tuple[float, float, float]] = {}
    with new_base() as ground:
        story = Teller(ground.by).tell()
        for size in sizes:
            say(f"growth: {size:,} events ...")
            ground.append(islice(story, size - LAST - ground.base.log.head()))
            last = list(islice(story, LAST))
            found[size] = (LAST / seconds(ground.append, last), *_alone(ground.base.config.folder))
    return list(_compared(found))


def _alone(folder: Path) -> tuple[float, float]:
    command = (sys.executable, "-m", "bench.growth", str(folder))
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own script
    pace, peak = map(float, told.split())
    return pace, peak


def _compared(found: Mapping[int, tuple[float, float, float]]) -> Iterator[Figure]:
    for smaller, larger in pairwise(found):
        (recorded, pace, peak), (recorded_before, pace_before, peak_before) = found[larger], found[smaller]
        opponent = f"the same at {smaller:,} events"
        what = f"recording the last {LAST:,} of {larger:,}"
        yield Figure(what=what, ours=recorded, theirs=recorded_before, unit="/s", opponent=opponent)
        what = f"rebuilding {larger:,} events"
        # A short history is mostly the making of tables.
        goals = {"at_least": PACE}, {"at_most": MEMORY}
        paced, kept = goals if larger >= FROM else ({}, {})
        yield Figure(what=what, ours=pace, theirs=pace_before, unit="/s", opponent=opponent, **paced)
        yield Figure(what="peak of memory", ours=peak, theirs=peak_before, unit="MB", opponent=opponent, **kept)


def main(folder: Path) -> None:
    """Rebuild once."""
    base = KnowledgeBase.open(folder)
    built = base.today.rebuild()
    print(built["events"] / (built["seconds"] - built["comparing"]), peak_megabytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
