"""The views of a base: made on demand, caught up when read, rebuilt beside those that serve."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from time import perf_counter
from typing import Any, Self, TypeVar

import msgspec
import sqlalchemy as sa

from epex.core.decision import Refused
from epex.projections import catalogue, positions
from epex.projections.database import is_damage
from epex.projections.follow import Estranged, Follower, Log, Progress
from epex.projections.positions import Stand
from epex.projections.projection import Projection
from epex.projections.store import BUILDING, Store, to_json
from epex.projections.table import Row, Table

Answer = TypeVar("Answer")
# Not a view, but kept as one: what was destroyed when the views were built.
DESTROYED, NOTHING = "destroyed keys", "0"
# What a damaged file raises: the database's errors, and JSON that is none.
UNREADABLE = (sa.exc.DBAPIError, msgspec.DecodeError)


class Views:
    """Every read model of a base; what is missing, damaged or foreign is made anew from the log."""

    def __init__(self, store: Store, log: Log, plugins: Iterable[Projection] = (), upto: int | None = None) -> None:
        """Follow a log, up to a position if one is given."""
        self.store = store
        self._log = log
        self._plugins = {projection.name: projection for projection in plugins}
        self._upto = upto
        self._destroyed: Callable[[], str] | None = None
        self._followed: set[str] = set()

    @classmethod
    def open(cls, address: object, log: Log, plugins: Iterable[Projection] = (), upto: int | None = None) -> Self:
        """Open the views at a path, `:memory:` or a `postgresql://` address.

        Raises Refused when the file cannot be written.
        """
        return cls(Store(str(address)), log, plugins, upto)

    @property
    def names(self) -> tuple[str, ...]:
        """List the views: the built-in ones and the plugins'."""
        return (*catalogue.NAMES, *self._plugins)

    def create(self) -> None:
        """Make what is missing; in a shared database only `init` and `migrate` do that."""
        self._begin([self.projection(name) for name in self.names])

    def catch_up(self, names: Collection[str] | None = None, progress: Progress | None = None) -> list[Stand]:
        """Let some views, or all, hold what the log holds; return those that stopped at an event."""
        wanted = [self.projection(name) for name in (self.names if names is None else names)]
        self._followed.update(projection.name for projection in wanted)
        return self._healing(lambda: self._catch_up(wanted, progress))

    def rebuild(self, names: Collection[str] | None = None, progress: Progress | None = None) -> Row:
        """Build views anew beside those that serve, then put them in their place in one transaction."""
        wanted = [self.projection(name) for name in (self.names if names is None else names)]
        begun = perf_counter()
        events = self._healing(lambda: self._rebuild(wanted, progress))
        seconds = perf_counter() - begun
        return {
            "events": events,
            "seconds": round(seconds, 3),
            "events_per_second": round(events / seconds),
            "views": [self.digest(projection.name) for projection in wanted],
        }

    def renew(self, progress: Progress | None = None) -> None:
        """Build every view anew so that nothing of the old ones is left: from an empty file where that can be."""
        if self.store.is_ours_alone():
            self.store = self.store.renewed()
            self.catch_up(progress=progress)
        else:
            self._healing(lambda: self._rebuild([self.projection(name) for name in self.names], progress))
            self.store.vacuum(table for name in self.names for table in self.projection(name).tables)
        self.store.tidy()
        self._note_destroyed()

    def heed(self, destroyed: Callable[[], str]) -> None:
        """Build every view anew when keys were destroyed since, for a text that was opened then may not be shown.

        `destroyed` names the state of what is destroyed, which is kept beside the positions.
        """
        self._destroyed = destroyed
        there = self._healing(self._stands)
        known = there.get(DESTROYED)
        if known is None and not there:
            # In a shared database only `init` and `migrate` make tables.
            if not self.store.is_shared:
                self._note_destroyed()
        elif destroyed() != (known.event_id if known else NOTHING):
            self.renew()

    def status(self) -> list[Row]:
        """Tell where every view stands, and what stopped it."""
        head = self._log.head()
        there = self._healing(self._stands)
        stands = [there.get(name, Stand(name)) for name in self.names]
        return [{**{field: getattr(stand, field) for field in Stand.__slots__}, "head": head} for stand in stands]

    def digest(self, name: str) -> Row:
        """Hash the content of a view, the same in every database and whatever the order of writing."""
        try:
            return self._digest(name)
        except UNREADABLE as error:
            self._mend(error)
        self.catch_up([name])
        return self._digest(name)

    def _digest(self, name: str) -> Row:
        total, content = 0, sha256()
        with self.store.engine.connect() as connection:
            for table in self.projection(name).tables:
                content.update(to_json([table.name, list(table.columns)]).encode())
                for line in self.store.lines(connection, table):
                    content.update(line)
                    total += 1
        return {"name": name, "rows": total, "digest": content.hexdigest()}

    def read(self, query: sa.Executable) -> list[Row]:
        """Run a query over tables that were caught up."""
        try:
            return self.store.read(query)
        except UNREADABLE as error:
            self._mend(error)
        self.catch_up(self._followed)
        return self.store.read(query)

    def event(self, position: int) -> Any:
        """Read an event of a row that was found, for words that no view may hold."""
        return self._log.facts(position - 1, position, 1)[0].event

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
        return self._plugins.get(name) or catalogue.built_in(name)

    def _note_destroyed(self) -> None:
        if self._destroyed is None:
            return
        with self.store.writing() as connection:
            positions.create(connection)
            positions.start(connection, Stand(DESTROYED, event_id=self._destroyed()))

    def _catch_up(self, wanted: Sequence[Projection], progress: Progress | None) -> list[Stand]:
        there = self._stands()
        if any(_is_outdated(projection, there) for projection in wanted):
            self._begin_on_demand(wanted)
        Follower(self.store, self._log, upto=self._upto, progress=progress).follow(wanted)
        there = self._stands()
        return [there[projection.name] for projection in wanted if there[projection.name].fault]

    def _stands(self) -> dict[str, Stand]:
        with self.store.engine.connect() as connection:
            return positions.stands(connection)

    def _begin_on_demand(self, wanted: Sequence[Projection]) -> None:
        # Several processes that make tables at once break a server's start-up.
        if self.store.is_shared:
            raise Refused("A view is not in the database yet, or of another version; run 'epex views rebuild'.")
        self._begin(wanted)

    def _begin(self, wanted: Sequence[Projection]) -> None:
        with self.store.writing() as connection:
            positions.create(connection)
            there = positions.stands(connection)
            for projection in wanted:
                if _is_outdated(projection, there):
                    self.store.create(connection, projection.tables)
                    self.store.index(connection, projection.tables)
                    positions.start(connection, Stand(projection.name, projection.version))

    def _rebuild(self, wanted: Sequence[Projection], progress: Progress | None) -> int:
        with self.store.writing() as connection:
            positions.create(connection)
            for projection in wanted:
                self.store.create(connection, projection.tables, BUILDING)
                positions.start(connection, Stand(projection.name + BUILDING, projection.version))
        events = Follower(self.store, self._log, BUILDING, self._upto, progress=progress).follow(wanted)
        with self.store.writing() as connection:
            there = positions.stands(connection)
            for projection in wanted:
                if built := there.get(projection.name + BUILDING):
                    self.store.serve(connection, projection.tables)
                    positions.rename(connection, built.name, projection.name)
        self.store.tidy()
        return events

    def _healing(self, act: Callable[[], Answer]) -> Answer:
        try:
            return act()
        except (*UNREADABLE, Estranged) as error:
            self._mend(error)
        return act()

    def _mend(self, error: Exception) -> None:
        if self.store.is_shared and isinstance(error, sa.exc.ProgrammingError | Estranged):
            message = "The views do not fit the log or this program; run 'epex views rebuild' to make them anew."
            raise Refused(message) from error
        if isinstance(error, sa.exc.DBAPIError) and (self.store.is_shared or not is_damage(error)):
            raise error
        self.store = self.store.renewed()


def _is_outdated(projection: Projection, there: Mapping[str, Stand]) -> bool:
    stand = there.get(projection.name)
    return stand is None or stand.version != projection.version
