"""What a reader waits after somebody recorded something: the views take up one event, then they are read."""

from collections.abc import Sequence
from statistics import median, quantiles

from bench.append import APPENDS, discuss
from bench.bases import Ground, new_base
from bench.measuring import Figure, seconds
from epex.core import theme
from epex.core.decision import new_id

OPPONENT = "median of one durable append, in the same run"


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure the 95th percentile of the list of themes that is read after each append."""
    themes = [new_id("theme") for _ in range(APPENDS)]
    appends, reads = list[float](), list[float]()
    with new_base() as ground:
        ground.append(on for stream in themes for on in theme.propose(stream, {"en": stream}, by=ground.by))
        _read(ground)
        for stream in themes:
            appends.append(seconds(discuss, ground, [stream]))
            reads.append(seconds(_read, ground))
    ours, theirs = quantiles(reads, n=20)[-1] * 1000, median(appends) * 1000
    return [Figure(what="next read, p95", ours=ours, theirs=theirs, unit="ms", opponent=OPPONENT, at_most=3)]


def _read(ground: Ground) -> None:
    ground.base.queries().listing("theme")
