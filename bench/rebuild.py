"""Rebuild every view from the log: how fast, how it grows, and what one pass and batches bring.

The opponents fold the same opened events into the same tables; see `bench/folding.py`. Reading alone, which no rebuild
can beat, is reported beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.bases import Ground, new_base
from bench.folding import in_one_transaction, tracked
from bench.histories import Teller
from bench.measuring import RUNS, Figure, rates, say
from bench.reading import batches, read_all
from epex.core.log.envelope import Fact
from epex.projections.projection import Projection

SINGLES, BEFORE = 300, 3_000
FROM, LARGE = 10_000, 100_000
BEHIND = 75 / 1.4
GROWTH = 0.85
FIVE = ("visits", "reflections", "elements", "themes", "timeline")
READING = "reading and opening the same log, nothing folded"
ONCE = "the same folds, written once by raw sqlite3 in one transaction"
TRACKED = f"eventsourcing's tracking recorder, an event a transaction ({SINGLES} events)"
RUNNERS = f"the same, each view followed by itself as its ProjectionRunner does ({SINGLES} events)"
APART = "the same five, one after another"


def figures(sizes: Sequence[int]) -> list[Figure]:
    """Measure at every size, each on the same history made longer."""
    paces: dict[int, float] = {}
    found: list[Figure] = []
    with new_base() as ground:
        story = Teller(ground.by).tell()
        for size in sizes:
            say(f"rebuild of {size:,} events ...")
            ground.append(islice(story, size - ground.base.log.head()))
            paces[size], once, reading = _race(ground, size)
            found += _against(size, paces[size], once, reading)
        say("five views, and an event a transaction ...")
        together, apart = rates(
            size, lambda: _rebuilt(ground, FIVE), lambda: sum(_rebuilt(ground, [name]) for name in FIVE)
        )
        found += [_figure("five views in one pass", together, apart, APART, 2), *_growth(paces)]
        found += _singly(ground, paces[size], once)
    return found


def projections(ground: Ground) -> list[Projection]:
    """Give the views of a base."""
    return [ground.base.today.projection(name) for name in ground.base.today.names]


def _race(ground: Ground, size: int) -> list[float]:
    return rates(size, lambda: _rebuilt(ground), lambda: _once(ground), lambda: read_all(ground))


def _once(ground: Ground) -> None:
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        in_one_transaction(Path(folder) / "views.db", projections(ground), batches(ground))


def _rebuilt(ground: Ground, names: Sequence[str] | None = None) -> float:
    """Rebuild, and give the seconds without the hashes that show whether anything differs."""
    answer = ground.base.today.rebuild(names)
    return float(answer["seconds"]) - float(answer["comparing"])


def _singly(ground: Ground, pace: float, once: float) -> Iterator[Figure]:
    """Hold the pace against the library's, event by event: all views in one transaction, and each in its own."""
    facts = ground.base.log.facts(limit=BEFORE + SINGLES)
    views = projections(ground)
    together = SINGLES / median(_tracked(views, facts) for _ in range(RUNS))
    apart = SINGLES / median(sum(_tracked([view], facts) for view in views) for _ in range(RUNS))
    what = "rebuild of all views"
    yield replace(_figure(what, pace, together, TRACKED, 20), bare=once, behind=BEHIND)
    yield _figure(what, pace, apart, RUNNERS)


def _tracked(views: Sequence[Projection], facts: Sequence[Fact]) -> float:
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        return tracked(Path(folder) / "views.db", views, facts[:-SINGLES], facts[-SINGLES:])


def _against(size: int, pace: float, once: float, reading: float) -> Iterator[Figure]:
    """Hold the pace against the opponent's; where the history is short, making the tables is most of the work."""
    what = f"rebuild of all views, {size:,} events"
    yield _figure(what, pace, once, ONCE, 0.5 if size >= FROM else None)
    yield _figure(what, pace, reading, READING)


def _growth(paces: Mapping[int, float]) -> Iterator[Figure]:
    """Hold the pace at each size against the pace at the size before."""
    for smaller, larger in pairwise(paces):
        opponent = f"our own pace at {smaller:,} events"
        goal = GROWTH if larger >= LARGE else None
        yield _figure(f"pace at {larger:,} events", paces[larger], paces[smaller], opponent, goal)


def _figure(what: str, ours: float, theirs: float, opponent: str, at_least: float | None = None) -> Figure:
    return Figure(what=what, ours=ours, theirs=theirs, unit="/s", opponent=opponent, at_least=at_least)
