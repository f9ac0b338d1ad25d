"""An index that is kept in the views' own database: it follows the sections in the transaction that writes it.

What such an index told is held against the statistics, which count the same sections on their own: one that lost a row
tells of fewer sections than there are.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from epex.core.decision import Refused
from epex.core.log.database import driven
from epex.core.watching import each
from epex.projections import positions
from epex.projections.positions import Stand
from epex.projections.runner import Views
from epex.projections.section_rows import STATISTICS, STEMS_TABLE, UNINDEX
from epex.projections.statistics import Statistics
from epex.projections.store import PREFIX
from epex.projections.table import Row
from epex.search.backend import Answer, State
from epex.search.ranking import Postings

if TYPE_CHECKING:
    from sqlalchemy import Connection

COUNTED = f"SELECT term, sum(sections) FROM {PREFIX}{STEMS_TABLE.name} WHERE term IN ({{}}) GROUP BY term"  # noqa: S608 - the schema's own name

# As many as every database takes at once.
MANY = 500


class Damaged(Exception):
    """Say that an index told of other sections than there are."""


class IndexInViews(ABC):
    """The index of one base, in the database of its views."""

    name: str
    version: int
    page = 500

    def __init__(self, views: Views, statistics: Statistics) -> None:
        """Name what is indexed; nothing is read yet."""
        self._views = views
        self._statistics = statistics

    @abstractmethod
    def _make(self, connection: "Connection") -> None:
        """Make the empty tables."""

    @abstractmethod
    def _finish(self, connection: "Connection") -> None:
        """Make what is quicker made when the rows of a new index are there."""

    @abstractmethod
    def _remove(self, connection: "Connection", numbers: Sequence[int]) -> None:
        """Take sections out."""

    @abstractmethod
    def _add(self, connection: "Connection", sections: Sequence[Row]) -> None:
        """Take sections in."""

    @abstractmethod
    def _places(self, connection: "Connection") -> Postings:
        """Read the tables as they stand for a connection."""

    def ask(self, question: Callable[[Postings], Answer]) -> Answer:
        """Put a question to an index that holds every section as it is now; one that is damaged is built anew."""
        try:
            return self._answer(question, self._require_whole)
        except Refused:
            raise
        except Damaged:
            # Which of both is wrong nobody knows.
            self._statistics.rebuild()
            self.rebuild()
        except Exception:  # noqa: BLE001 - a damaged index raises anything
            self.rebuild()
        return self._answer(question)

    def rebuild(self) -> State:
        """Build the index anew."""
        # One that is damaged may not even be dropped; then the views go with it.
        self._views.healing(self._build)
        while (found := self.state()) is None:
            # Somebody counted the sections anew meanwhile.
            self._follow()
        return found

    def is_there(self) -> bool:
        """Tell whether there is anything of an index, whole or not."""
        with self._views.store.engine.connect() as connection:
            return self._stand(connection) is not None

    def discard(self) -> None:
        """Take the index away."""
        self._views.healing(self._clear)

    def _clear(self) -> None:
        self._statistics.catch_up()
        with self._views.store.changing() as connection:
            self._forget(connection)

    def state(self) -> State | None:
        """Tell how far the index has come; None when there is none of the sections as they are numbered now."""
        counted = self._statistics.catch_up()
        with self._views.store.engine.connect() as connection:
            stand = self._stand(connection)
            held = self._statistics.held(connection)
        return State(stand.position, held) if stand and self._fits(stand, counted) else None

    def close(self) -> None:  # noqa: B027 - not abstract: there is nothing to let go of
        """Have nothing open."""

    def _answer(
        self, question: Callable[[Postings], Answer], check: "Callable[[Stand | None, Told], None] | None" = None
    ) -> Answer:
        self._follow()
        with self._views.store.standing_still() as connection:
            told, stand = Told(self._places(connection)), self._stand(connection)
            if self._views.store.is_in_memory:
                # Nobody else writes there, and what is asked meanwhile begins anew on the same connection.
                connection.rollback()
            answer = question(told)
        # Not before the connection is back: whoever makes tables waits for it, and must not be waited for meanwhile.
        if check:
            check(stand, told)
        return answer

    def _require_whole(self, stand: Stand | None, told: "Told") -> None:
        """Require that each stem stands in as many sections as were counted, if both hold the same ones."""
        if not told.sections:
            return
        with self._views.store.standing_still() as connection:
            there = positions.stands(connection).get(STATISTICS.name)
            counted = dict(self._counted(connection, told.sections))
        same = stand and there and (stand.build, stand.position) == (there.build, there.position)
        if same and any(counted.get(stem, 0) != sections for stem, sections in told.sections.items()):
            raise Damaged

    def _counted(self, connection: "Connection", stems: Iterable[str]) -> Iterator[tuple[str, int]]:
        left = iter(stems)
        while some := tuple(islice(left, MANY)):
            query = driven(COUNTED.format(", ".join("?" * len(some))), connection.engine)
            yield from ((stem, int(count)) for stem, count in connection.exec_driver_sql(query, some))

    def _follow(self) -> None:
        counted = self._statistics.catch_up()
        with self._views.store.engine.connect() as connection:
            stand = self._stand(connection)
        if stand and self._fits(stand, counted) and stand.position == counted.position:
            return
        with self._views.store.changing() as connection:
            stand = positions.hold(connection, [self.name]).get(self.name)
            if stand and self._fits(stand, counted) and stand.position <= counted.position:
                self._take_over(connection, stand, counted)
            else:
                self._fill(connection, counted)

    def _build(self) -> None:
        counted = self._statistics.catch_up()
        with self._views.store.changing() as connection:
            self._fill(connection, counted)

    def _fill(self, connection: "Connection", counted: Stand) -> None:
        """Put a new index in the place of what is there."""
        self._take_over(connection, self._begun(connection, counted), counted)
        self._finish(connection)

    def _begun(self, connection: "Connection", counted: Stand) -> Stand:
        self._forget(connection)
        self._make(connection)
        begun = Stand(self.name, self.version, build=counted.build)
        positions.start(connection, begun)
        return begun

    def _take_over(self, connection: "Connection", stand: Stand, counted: Stand) -> None:
        gone = self._statistics.gone(connection, stand.position, counted.position)
        for numbers in self._pages(gone):
            self._remove(connection, numbers)
        changed = self._statistics.changed(connection, stand.position, counted.position)
        rows = each("Indexing", "sections", changed, self._statistics.newer(connection, stand.position))
        for sections in self._pages(rows):
            self._add(connection, sections)
        positions.move(connection, stand, stand.at(counted.position))

    def _pages(self, things: Iterable[Any]) -> Iterator[list[Any]]:
        left = iter(things)
        while some := list(islice(left, self.page)):
            yield some

    def _forget(self, connection: "Connection") -> None:
        for statement in UNINDEX[self._views.store.engine.dialect.name]:
            connection.exec_driver_sql(statement)
        positions.forget(connection, self.name)

    def _stand(self, connection: "Connection") -> Stand | None:
        return positions.stands(connection).get(self.name)

    def _fits(self, stand: Stand, counted: Stand) -> bool:
        return (stand.version, stand.build) == (self.version, counted.build)


class LookUps:
    """Look-ups of stems in the tables of an index, as they stand for one connection."""

    def __init__(self, connection: "Connection") -> None:
        """Read through a connection."""
        self._connection = connection

    def _read(self, query: str, stem: str) -> list[Any]:
        driver: Any = self._connection.connection.driver_connection
        return list(driver.execute(query, (stem,)))


class Told:
    """What an index tells, and of how many sections it told for each stem."""

    def __init__(self, postings: Postings) -> None:
        """Pass on what the postings tell."""
        self._postings = postings
        self.sections: dict[str, int] = {}

    def frequencies(self, stem: str) -> Collection[tuple[int, int]]:
        """Give each section with the stem, and how often the stem stands there."""
        return self._noted(stem, self._postings.frequencies(stem))

    def places(self, stem: str) -> Collection[tuple[int, Any]]:
        """Give each section with the stem, and at which stems of it this one stands."""
        return self._noted(stem, self._postings.places(stem))

    def _noted(self, stem: str, found: Iterable[tuple[int, Any]]) -> Collection[tuple[int, Any]]:
        told = found if isinstance(found, Collection) else list(found)
        self.sections[stem] = len(told)
        return told
