"""The base as of a day: its views are built by the same folds up to that position, and kept for the next question."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.bases import Ground, new_base
from bench.histories import Teller
from bench.measuring import RUNS, Figure, say, seconds
from epex.app.past import KEPT
from epex.core.reader import Reader
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.fts5 import Fts5Index
from epex.search.search import Search

FROM = 100_000
REBUILD = "a rebuild to that position"
FIRST = "the first time in this process"
INDEX = "building the index of the same content on disk"


def figures(sizes: Sequence[int]) -> list[Figure]:
    """Measure as of the middle of the largest history that was asked for."""
    size = max(sizes)
    with new_base() as ground:
        ground.append(islice(Teller(ground.by).tell(), size - ground.base.log.head()))
        say(f"as of the middle of {size:,} events ...")
        first, second, rebuild = (list[float]() for _ in range(3))
        for _ in range(RUNS):
            KEPT.close()
            first.append(seconds(_as_of, ground, size // 2))
            second.append(seconds(_as_of, ground, size // 2))
            rebuild.append(_rebuild(ground, size // 2))
        say("search as of it ...")
        searched = _search(ground, size // 2)
    return [
        _figure(f"as of event {size // 2:,}", median(first), median(rebuild), REBUILD, 1.2 if size >= FROM else None),
        _figure("the second time", median(second), median(first), FIRST, 0.1),
        _figure("search as of it, the first time", *searched, INDEX),
    ]


def _as_of(ground: Ground, upto: int) -> None:
    ground.base.standing(upto).catch_up()


def _rebuild(ground: Ground, upto: int) -> float:
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        views = Views.open(Path(folder) / "views.db", ground.base.log, upto=upto)
        spent = seconds(views.catch_up)
        views.close()
    return spent


def _search(ground: Ground, upto: int) -> tuple[float, float]:
    """Count and index what was there in memory and on disk, once each: it is the same work of the same libraries."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        views = Views.open(Path(folder) / "views.db", ground.base.log, upto=upto)
        spent = _index(ground.base.standing(upto), ground), _index(views, ground)
        views.close()
    return spent


def _index(views: Views, ground: Ground) -> float:
    views.catch_up()
    statistics = Statistics(views, NetworkAnalysis(ground.base.config.languages))
    return seconds(Search(views, Reader(), Fts5Index(views, statistics), statistics, ground.base.find).rebuild)


def _figure(what: str, ours: float, theirs: float, opponent: str, at_most: float | None = None) -> Figure:
    return Figure(what=what, ours=ours, theirs=theirs, unit="s", opponent=opponent, at_most=at_most)
