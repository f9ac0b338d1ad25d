"""Rebuild every view from the log: how fast, how it grows, and what batches bring.

Two opponents: reading the same log without folding anything, which no rebuild can beat; and the same folds with one
transaction for each event, as followers do that keep their position event by event.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.bases import Ground, new_base
from bench.histories import Teller
from bench.measuring import RUNS, Figure, rates, say, seconds
from bench.reading import read_all
from epex.projections.follow import Follower
from epex.projections.runner import Views

SINGLES = 300
GROWTH = 0.85
READING = "reading and opening the same log, nothing folded"
SINGLY = f"the same folds, one event a transaction ({SINGLES} events)"


def figures(sizes: Sequence[int]) -> list[Figure]:
    """Measure at every size, each on the same history made longer."""
    paces: dict[int, float] = {}
    found: list[Figure] = []
    with new_base() as ground:
        story = Teller(ground.by).tell()
        for size in sizes:
            say(f"rebuild of {size:,} events ...")
            ground.append(islice(story, size - ground.base.log.head()))
            paces[size], reading = rates(size, ground.base.today.rebuild, lambda: read_all(ground))
            found.append(_against(f"rebuild of all views, {size:,} events", paces[size], reading, READING))
        say(f"rebuild with {SINGLES} transactions ...")
        together, singly = (_pace(ground, batch) for batch in (SINGLES, 1))
    batches = Figure(what="rebuild in batches", ours=together, theirs=singly, unit="/s", opponent=SINGLY, at_least=20)
    return [*found, *_growth(paces), batches]


def _against(what: str, ours: float, theirs: float, opponent: str) -> Figure:
    return Figure(what=what, ours=ours, theirs=theirs, unit="/s", opponent=opponent)


def _growth(paces: Mapping[int, float]) -> Iterator[Figure]:
    """Hold the pace at each size against the pace at the size before."""
    for smaller, larger in pairwise(paces):
        yield Figure(
            what=f"pace at {larger:,} events",
            ours=paces[larger],
            theirs=paces[smaller],
            unit="/s",
            opponent=f"our own pace at {smaller:,} events",
            at_least=GROWTH,
        )


def _pace(ground: Ground, batch: int) -> float:
    return SINGLES / median(_follow(ground, batch) for _ in range(RUNS))


def _follow(ground: Ground, batch: int) -> float:
    """Build the views of the first events in a new file, so many events to a transaction; give the time it took."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        views = Views.open(Path(folder) / "views.db", ground.base.log)
        views.create()
        projections = [views.projection(name) for name in views.names]
        follower = Follower(views.store, ground.base.log, upto=SINGLES)
        spent = seconds(follower.follow, projections, batch)
        views.close()
    return spent
