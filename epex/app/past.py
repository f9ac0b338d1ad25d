"""The base as it stood at a position, kept in memory for the next question; nothing of it is ever on disk."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from epex.projections.past import PastViews

MOST = 4


class Past:
    """A few positions that were read as of; the one that nobody has asked for the longest time goes first."""

    def __init__(self, most: int = MOST) -> None:
        """Keep at most so many."""
        self._most = most
        self._kept: OrderedDict[Hashable, PastViews] = OrderedDict()

    def at(self, place: Hashable, build: Callable[[], PastViews]) -> PastViews:
        """Give what stands at a place, built when it is not kept."""
        if place not in self._kept:
            self._kept[place] = build()
        self._kept.move_to_end(place)
        while len(self._kept) > self._most:
            _, oldest = self._kept.popitem(last=False)
            oldest.close()
        return self._kept[place]

    def close(self) -> None:
        """Let go of everything."""
        while self._kept:
            self._kept.popitem()[1].close()


# One for the process, so that whoever opens a base anew finds what was built before.
KEPT = Past()
