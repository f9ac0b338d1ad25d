"""The rows of a log on their way to be hashed, while somebody may watch."""

from collections.abc import Iterator

from epex.core.log.rows import BEFORE_ALL, Pair, RowReader
from epex.core.watching import each


class WatchedRows(RowReader):
    """The rows of events and leaves; going through all of them is long work."""

    def pairs(self, after: int = BEFORE_ALL) -> Iterator[Pair]:
        """Yield every event after a position with its leaf; only reading all of them is told."""
        pairs = super().pairs(after)
        yield from each("Hashing", "events", pairs, self.size()) if after == BEFORE_ALL else pairs
