"""Where pictures get their rows from: what the reader may see, or of that only what the whole network reads."""

from collections.abc import Iterable, Mapping

from epex.plugins import Block, Document, Queries, Row
from epex.plugins.audience import INSIDE, OUTSIDE, SHARED, is_outside
from epex.plugins.saying import say

NOT_STATED = "not stated"
HELD = ("started", "completed", "monitored")


class Source:
    """Rows for one audience."""

    def __init__(self, queries: Queries, options: Mapping[str, str]) -> None:
        """Read nothing yet."""
        self.queries = queries
        self.is_outside = is_outside(queries, options.get("audience", ""))

    def rows(self, subject: str) -> list[Row]:
        """List a subject."""
        return self._shared(self.queries.listing(subject))

    def steps(self, subject: str) -> list[Row]:
        """List what was noted on all things of a subject."""
        return self._shared(self.queries.steps(subject))

    def document(self, report: str, title: str, subtitle: str, blocks: Iterable[Block]) -> Document:
        """Put a report together."""
        return Document(
            report=report,
            title=say(title),
            subtitle=(say(subtitle),) if subtitle else (),
            handling=say(OUTSIDE if self.is_outside else INSIDE),
            page=tuple(blocks),
        )

    def _shared(self, rows: list[Row]) -> list[Row]:
        return [row for row in rows if row["visibility"] in SHARED] if self.is_outside else rows
