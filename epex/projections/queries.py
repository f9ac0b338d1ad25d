"""The one way to read: what one reader may see, as plain values, caught up and read-only."""

from collections.abc import Iterable

from epex.core.reader import Reader
from epex.projections.duties.duty import Duty
from epex.projections.duties.waiting import waiting
from epex.projections.figures import figures
from epex.projections.filters import Filters
from epex.projections.history import AuditFilters, audit_log, event
from epex.projections.lineage import Lineage, decisions
from epex.projections.listing import listing
from epex.projections.reading import Reading
from epex.projections.resolving import resolve
from epex.projections.runner import Views
from epex.projections.showing import show
from epex.projections.table import Row

EVERYTHING = Filters()
EVERY_EVENT = AuditFilters()


class Queries:
    """Every answer is filtered by what the reader may see before anything is counted."""

    def __init__(self, views: Views, reader: Reader, language: str = "en") -> None:
        """Read as somebody, in a language where there is a choice."""
        self.reader = reader
        self._reading = Reading(views, reader, language)

    def listing(self, subject: str, filters: Filters = EVERYTHING) -> list[Row]:
        """List a subject, such as `theme`, within filters."""
        return listing(self._reading, subject, filters)

    def show(self, identity: str) -> Row:
        """Show one thing by its id.

        Raises Refused when there is nothing that the reader may see.
        """
        return show(self._reading, identity)

    def resolve(self, text: str, subject: str | None = None) -> str:
        """Find the id that an id, a unique beginning or an exact title means.

        Raises Refused when it means nothing, or several things.
        """
        return resolve(self._reading, text, subject)

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Give people's names for display."""
        return self._reading.names(people)

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Give the titles of things; what the reader may not see is missing."""
        return self._reading.titles(ids)

    def why(self, identity: str) -> Row:
        """Gather everything that led to a theme, element or transfer."""
        return Lineage(self._reading).why(identity)

    def trace(self, identity: str) -> Row:
        """Gather everything that came of a visit or reflection."""
        return Lineage(self._reading).trace(identity)

    def decisions(self, theme: str) -> list[Row]:
        """List every decision about a theme, with forum, votes, rationale, alternatives and dissent."""
        return decisions(self._reading, [theme])

    def audit_log(self, filters: AuditFilters = EVERY_EVENT) -> list[Row]:
        """List events as sentences."""
        return audit_log(self._reading, filters)

    def event(self, identity: str) -> Row:
        """Show one event by its id or position.

        Raises Refused when there is none that the reader may see.
        """
        return event(self._reading, identity)

    def figures(self) -> Row:
        """Count the years in numbers."""
        return figures(self._reading)

    def waiting(self, today: str) -> list[Duty]:
        """List what waits for the reader on a day."""
        return waiting(self._reading, today)
