"""The base as it stood at a position, kept in memory for the next question; nothing of it is ever on disk."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from epex.core.reader import Reader
from epex.projections.past import PastViews

if TYPE_CHECKING:
    from epex.search.passing import PassingIndex

MOST = 4


class Standing:
    """The base at one position: its views, and an index once somebody has searched."""

    def __init__(self, views: PastViews) -> None:
        """Keep the views."""
        self.views = views
        self._index: PassingIndex | None = None

    def index(self, languages: Sequence[str]) -> "PassingIndex":
        """Give the index of what was there, whoever reads."""
        from epex.projections.document_queries import Documents  # noqa: PLC0415 - start-up: only searching needs it
        from epex.search.passing import PassingIndex  # noqa: PLC0415 - start-up: as above

        if self._index is None:
            self._index = PassingIndex(Documents(self.views, Reader()), languages)
        return self._index

    def close(self) -> None:
        """Let go of both."""
        if self._index:
            self._index.close()
        self.views.close()


class Past:
    """A few positions that were read as of; the one that nobody has asked for the longest time goes first."""

    def __init__(self, most: int = MOST) -> None:
        """Keep at most so many."""
        self._most = most
        self._kept: OrderedDict[Hashable, Standing] = OrderedDict()

    def at(self, place: Hashable, build: Callable[[], PastViews]) -> Standing:
        """Give what stands at a place, built when it is not kept."""
        if place not in self._kept:
            self._kept[place] = Standing(build())
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
