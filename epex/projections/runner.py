"""The views of a base: made on demand, caught up when read, rebuilt beside those that serve."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from time import perf_counter
from typing import Self, TypeVar
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from epex.core.decision import Refused, require_one_of
from epex.core.log.envelope import Fact
from epex.projections import catalogue, positions
from epex.projections.database import is_damage
from epex.projections.follow import Estranged, Follower, Log
from epex.projections.positions import Stand
from epex.projections.projection import Projection
from epex.projections.rebuilding import (
    DESTROYED,
    Built,
    Rebuilding,
    begun,
    digest,
    is_outdated,
    require_not_older,
)
from epex.projections.section_rows import INDEXES, STATISTICS, UNINDEX
from epex.projections.store import BUILDING, Store
from epex.projections.table import Row, Table
from epex.projections.turns import one_at_a_time

Answer = TypeVar("Answer")
Plugins = Callable[[], Iterable[Projection]]
NOTHING = "0"
# What a damaged file raises: the database's errors, and JSON that is none.
UNREADABLE = (sa.exc.DBAPIError, msgspec.DecodeError)
TOLD = ("name", "version", "position", "event_id", "skipped", "fault")


class Views:
    """Every read model of a base; what is missing, damaged or foreign is made anew from the log."""

    def __init__(self, store: Store, log: Log, plugins: Plugins = tuple, upto: int | None = None) -> None:
        """Follow a log, up to a position if one is given; `plugins` gives their views once a view of theirs matters."""
        self.store = store
        self.plugins = plugins
        self._log = log
        self._upto = upto
        self._destroyed: Callable[[], str] | None = None
        self._heeded = ""
        self._followed: set[str] = set()
        self.warned: dict[str, str] = {}

    @classmethod
    def open(cls, address: object, log: Log, plugins: Plugins = tuple, upto: int | None = None) -> Self:
        """Open the views at a path, `:memory:` or a `postgresql://` address.

        Raises Refused when the file cannot be written.
        """
        return cls(Store(str(address)), log, plugins, upto)

    @property
    def names(self) -> tuple[str, ...]:
        """List the views: the built-in ones and the plugins'."""
        return (*catalogue.NAMES, *(projection.name for projection in self.plugins()))

    def create(self) -> None:
        """Make what is missing or of an older version; in a shared database only `init` and `migrate` do that."""
        wanted = [self.projection(name) for name in self.names]
        require_not_older(wanted, self.healing(self._stands))
        self._begin(wanted)
        self._bring_up_to_date(wanted)

    def catch_up(self, names: Collection[str] | None = None) -> list[Stand]:
        """Let some views, or all, hold what the log holds; return those that stopped at an event.

        Raises Refused when a view that was named cannot be had in the version that this program makes.
        """
        wanted = [self.projection(name) for name in (self.names if names is None else names)]
        self._followed.update(projection.name for projection in wanted)
        stopped = self.healing(lambda: self._catch_up(wanted))
        for stand in stopped:
            if names is not None and stand.name.endswith(BUILDING):
                raise Refused(f"{stand.fault} An older version goes on serving; mend the view, then ask again.")
            self.warn(stand)
        return stopped

    def ahead(self) -> Collection[str]:
        """Name the views that are built along with one that is built from the beginning: all that ask no plugin."""
        return catalogue.NAMES

    def rebuild(self, names: Collection[str] | None = None) -> Row:
        """Build views anew beside those that serve, then put them in their place in one transaction.

        What was broken off goes on. `before` tells what a view held before, where that can be compared; the seconds
        of `comparing` are among the `seconds`. What another program began to build anew meanwhile is `left` to it.
        Raises Refused when there is no view of a name.
        """
        for name in names or ():
            require_one_of(name, self.names, "view")
        wanted = [self.projection(name) for name in dict.fromkeys(self.names if names is None else names)]
        begun_at = perf_counter()
        events, comparing, built, left = self.healing(lambda: self._rebuild(wanted))
        seconds = perf_counter() - begun_at
        return {
            "events": events,
            "seconds": round(seconds, 3),
            "comparing": round(comparing, 3),
            "events_per_second": round(events / seconds),
            "views": [one.content for one in built],
            "before": {one.content["name"]: one.before for one in built},
            "stopped": {one.content["name"]: one.fault for one in built if one.fault},
            "left": left,
        }

    def renew(self) -> None:
        """Build every view anew so that nothing of the old ones is left: from an empty file where that can be.

        Those who do so at once, because of what was destroyed since they heeded it, share one build that began after
        that; one who has another reason joins nobody. Raises Refused when a newer program made the views.
        """
        wanted = [self.projection(name) for name in self.names]
        require_not_older(wanted, self._readable_stands())
        state = self._state()
        joins = state != self._heeded
        if not self._is_emptied(joins=joins):
            self._replace(wanted, state, joins=joins)
        elif not self.store.is_shared:
            self.catch_up()
        self.store.tidy()
        self._heeded = state

    def heed(self, destroyed: Callable[[], str]) -> None:
        """Build every view anew when keys were destroyed since, for a text that was opened then may not be shown.

        `destroyed` names the state of what is destroyed, which is kept beside the positions.
        """
        self._destroyed = destroyed
        there = self.healing(self._stands)
        if not there and not self.store.is_shared:
            # A list of positions that is older than its columns tells something only once it has them.
            with self.store.changing() as connection:
                positions.create(connection)
            there = self._stands()
        if there:
            known = there.get(DESTROYED)
            self._heeded = known.event_id if known else NOTHING
            if destroyed() != self._heeded:
                self.renew()
        else:
            self._heeded = destroyed()
            # In a shared database only `init` and `migrate` make tables.
            if not self.store.is_shared:
                self._note(self._heeded)

    def warn(self, stopped: Stand) -> None:
        """Say once what stopped a view."""
        if self.warned.get(stopped.name) != stopped.fault:
            self.warned[stopped.name] = stopped.fault
            logging.getLogger("epex").warning("%s What it shows ends there; see 'epex views status'.", stopped.fault)

    def head(self) -> int:
        """Give the last position of the log that is followed."""
        return self._log.head()

    def status(self) -> list[Row]:
        """Tell where every view stands, what stopped it, and what is being built beside it."""
        head = self._log.head()
        there = self.healing(self._stands)
        return [
            {
                **_told(stand := there.get(name, Stand(name))),
                "head": head,
                "behind": max(head - stand.position, 0),
                "makes": self.projection(name).version,
                "building": _told(built) if (built := there.get(name + BUILDING)) else None,
                # A question builds on only what is of another version than what serves.
                "instead": f"run 'epex views rebuild {name}'" if built and built.version == stand.version else "",
            }
            for name in self.names
        ]

    def digest(self, name: str) -> Row:
        """Hash the content of a view, the same in every database and whatever the order of writing."""
        projection = self.projection(name)
        try:
            stand, content = digest(self.store, projection)
        except UNREADABLE as error:
            self._mend(error)
            stand = None
        if stand is None:
            self.catch_up([name])
            _, content = digest(self.store, projection)
        return content

    def read(self, query: sa.Executable) -> list[Row]:
        """Run a query over tables that were caught up."""
        try:
            return self.store.read(query)
        except UNREADABLE as error:
            self._mend(error)
        self.catch_up(self._followed)
        return self.store.read(query)

    def facts(self, after: int, limit: int) -> list[Fact]:
        """Read facts after a position, as far as the log is followed, for words that no view may hold."""
        return self._log.facts(after, self._upto, limit)

    def event_class(self, type_name: str) -> type | None:
        """Find the class of an event type, or None for a stranger's."""
        return self._log.event_class(type_name)

    def here(self, position: int, named: Sequence[int]) -> list[int]:
        """Find where the events stand here that an event names by their positions, be it from another base."""
        origin = self._log.facts(position - 1, position, 1)[0].envelope.origin_base
        return [*named] if origin is None else self._log.here(origin, named)

    def close(self) -> None:
        """Give the connections back."""
        self.store.engine.dispose()

    def table(self, table: Table) -> sa.Table:
        """Give a table for a query."""
        return self.store.sql(table)

    def projection(self, name: str) -> Projection:
        """Find a read model by its name; raises KeyError when there is none."""
        return catalogue.built_in(name) if name in catalogue.NAMES else {one.name: one for one in self.plugins()}[name]

    def _state(self) -> str:
        return self._destroyed() if self._destroyed else ""

    def _note(self, state: str) -> None:
        """Note what was destroyed when all views were begun, unless more is by now."""
        if self._destroyed:
            with self.store.changing() as connection:
                positions.create(connection)
                if self._destroyed() == state:
                    positions.start(connection, Stand(DESTROYED, event_id=state))

    def _is_noted(self, state: str) -> bool:
        noted = self._readable_stands().get(DESTROYED)
        return noted is not None and noted.event_id == state

    def _is_emptied(self, *, joins: bool) -> bool:
        """Throw the views away where nobody else has them open; tell whether they follow what is there now."""
        with one_at_a_time(self.store.address):
            if joins and self._is_noted(self._state()):
                # Another process was faster.
                return True
            if not (renewed := self.store.renewed_if_alone()):
                # Whoever has the next turn has to find it open.
                self._readable_stands()
                return False
            self.store = renewed
            # Nothing is in the file yet, so whoever comes now may follow along.
            self._note(self._state())
            return True

    def _catch_up(self, wanted: Sequence[Projection]) -> list[Stand]:
        there = self._stands()
        require_not_older(wanted, there)
        # Several processes that make tables at once break a server's start-up.
        if self.store.is_shared and not all(_is_made(projection, there) for projection in wanted):
            raise Refused("A view is not in the database yet, or of another version; run 'epex views rebuild'.")
        followed = [*wanted, *self._along(wanted, there)]
        if not all(_is_made(projection, there) for projection in followed):
            self._begin(followed)
            self._bring_up_to_date(followed)
        Follower(self.store, self._log, upto=self._upto).follow(followed)
        there = self._stands()
        # It may have been replaced meanwhile.
        require_not_older(wanted, there)
        # A build counts where an older version still serves.
        names = [f"{one.name}{BUILDING if is_outdated(one, there) else ''}" for one in wanted]
        stands = [there.get(name) for name in names]
        return [stand for stand in stands if stand and stand.fault]

    def _along(self, wanted: Sequence[Projection], there: Mapping[str, Stand]) -> list[Projection]:
        """Find what else is to be built from the beginning when something is, so that one pass does for all."""
        if not any(_is_at_start(projection, there) for projection in wanted):
            return []
        others = [self.projection(name) for name in self.ahead() if name not in {known.name for known in wanted}]
        begun = [projection for projection in others if _is_at_start(projection, there)]
        return [projection for projection in begun if _is_made(projection, there) or not self.store.is_shared]

    def _stands(self) -> dict[str, Stand]:
        with self.store.engine.connect() as connection:
            return positions.stands(connection)

    def _readable_stands(self) -> dict[str, Stand]:
        try:
            return self._stands()
        except sa.exc.DBAPIError:
            # A file that is damaged tells nothing, and is made anew.
            return {}

    def _begin(self, wanted: Sequence[Projection]) -> None:
        """Make the tables of views that are not there."""
        with self.store.changing() as connection:
            positions.create(connection)
            there = positions.stands(connection)
            for projection in wanted:
                if projection.name not in there:
                    self.store.create(connection, projection.tables)
                    self.store.index(connection, projection.tables)
                    positions.start(connection, begun(projection))

    def _bring_up_to_date(self, wanted: Sequence[Projection]) -> None:
        """Build what is of an older version beside it, and let it serve until that is done."""
        there = self._stands()
        outdated = [projection for projection in wanted if is_outdated(projection, there)]
        if outdated:
            work = self._rebuilding(outdated)
            work.build(only_outdated=True)
            while not work.serve():
                work.await_others()
                work.build(only_outdated=True)
            self.store.tidy()

    def _rebuild(self, wanted: Sequence[Projection]) -> tuple[int, float, list[Built], list[str]]:
        work = self._rebuilding(wanted, yields=True)
        events, comparing, built, done = 0, 0.0, dict[str, Built](), False
        while not done:
            events += work.build()
            begun_at = perf_counter()
            built |= {one.content["name"]: one for one in work.compared()}
            comparing += perf_counter() - begun_at
            done = work.serve()
        self.store.tidy()
        # What another process put in its place is as it is there.
        names = [projection.name for projection in wanted]
        left = work.yielded
        served = [(name not in left and built.get(name)) or Built(self.digest(name), None, "") for name in names]
        return events, comparing, served, left

    def _replace(self, wanted: Sequence[Projection], state: str, *, joins: bool) -> None:
        """Build all anew, from the beginning, and let nothing of the old ones serve on."""
        self.healing(lambda: self._build_anew(wanted, "" if joins else uuid4().hex))
        if joins and self._is_noted(state):
            # Another process has seen to the rest.
            return
        self.healing(self._drop_statistics)
        self.store.vacuum(table for projection in wanted for table in projection.tables)
        # It was read before any build began.
        self._note(state)

    def _build_anew(self, wanted: Sequence[Projection], own: str) -> None:
        work = Rebuilding(self.store, self._log, wanted, lambda: own or self._state(), self._upto, replaces=True)
        work.build()
        while not work.serve(stopped_too=True):
            work.await_others()
            work.build()

    def _drop_statistics(self) -> None:
        """Take away what was counted and indexed in the views; whoever searches does it anew."""
        with self.store.changing() as connection:
            positions.create(connection)
            # The index first, which whoever asks it holds while reading the others.
            for statement in UNINDEX[self.store.engine.dialect.name]:
                connection.exec_driver_sql(statement)
            self.store.drop(connection, STATISTICS.tables)
            for name in (STATISTICS.name, *INDEXES):
                positions.forget(connection, name)

    def _rebuilding(self, wanted: Sequence[Projection], *, yields: bool = False) -> Rebuilding:
        return Rebuilding(self.store, self._log, wanted, self._state, self._upto, yields=yields)

    def healing(self, act: Callable[[], Answer]) -> Answer:
        """Do something with the views; where they are damaged or of another log, make them anew and do it again."""
        try:
            return act()
        except (*UNREADABLE, Estranged) as error:
            self._mend(error)
        return act()

    def _mend(self, error: Exception) -> None:
        require_not_older([self.projection(name) for name in self.names], self._readable_stands())
        if self.store.is_shared and isinstance(error, sa.exc.ProgrammingError | Estranged):
            message = "The views do not fit the log or this program; run 'epex views rebuild' to make them anew."
            raise Refused(message) from error
        if isinstance(error, sa.exc.DBAPIError) and (self.store.is_shared or not is_damage(error)):
            raise error
        self.store = self.store.renewed()


def _told(stand: Stand) -> Row:
    return {name: getattr(stand, name) for name in TOLD}


def _is_made(projection: Projection, there: Mapping[str, Stand]) -> bool:
    return projection.name in there and not is_outdated(projection, there)


def _is_at_start(projection: Projection, there: Mapping[str, Stand]) -> bool:
    if not _is_made(projection, there):
        return True
    stand = there[projection.name]
    return not stand.position and not stand.fault
