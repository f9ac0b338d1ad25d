"""Views that are built beside those that serve, by as many processes as come, until one puts them in their place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from time import monotonic, sleep
from typing import NamedTuple, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.watching import each, watched
from epex.projections import positions
from epex.projections.code import fingerprint
from epex.projections.database import is_contended
from epex.projections.follow import Estranged, Follower, Log
from epex.projections.positions import Stand
from epex.projections.projection import Projection
from epex.projections.store import BUILDING, Store, to_json
from epex.projections.table import Row

Answer = TypeVar("Answer")
SERVING = ""
# Not a view, but kept as one: the state of what was destroyed when all views were begun.
DESTROYED = "destroyed keys"
TRIES, PAUSE = 100, 0.2
# Longer than a batch takes: a build that stands still for so long is nobody's any more.
PATIENCE = 30.0
READ = "The views are built, but somebody reads the old ones all the time; run 'epex views rebuild'."
COMPARED = "Somebody reads what is to be built anew all the time; run 'epex views rebuild'."


class Built(NamedTuple):
    """The content of a view that was built, its digest before where that can be compared, and why it stopped."""

    content: Row
    before: str | None
    fault: str


class Rebuilding:
    """The rebuild of some views; one that was broken off goes on where it stood."""

    def __init__(
        self,
        store: Store,
        log: Log,
        wanted: Sequence[Projection],
        made_from: Callable[[], str],
        upto: int | None = None,
        *,
        yields: bool = False,
        replaces: bool = False,
    ) -> None:
        """Prepare; only what was made by the same code and from the same state of keys goes on.

        `made_from` names that state. One that `yields` leaves a view to whoever begins to build it anew meanwhile, and
        one that `replaces` lets nothing serve that was made from another state.
        """
        self._store = store
        self._log = log
        self._upto = upto
        self._left = list(wanted)
        self._made_from = made_from
        self._state = ""
        self._newest: dict[str, int] = {}
        self._yields = yields
        self._replaces = replaces
        self._builds: dict[str, str] = {}
        self.yielded: list[str] = []

    def build(self, *, only_outdated: bool = False) -> int:
        """Begin or go on, and follow the log to its end; return how many events this process has read."""
        _patiently(lambda: self._join(only_outdated=only_outdated), COMPARED)
        return Follower(self._store, self._log, BUILDING, self._upto, self._builds).follow(self._left)

    def compared(self) -> Iterator[Built]:
        """Hash what was built, and what serves where it is of the same version and stands at the same position."""
        alike = self._alike()
        for projection in each("Comparing", "views", self._left, len(self._left)):
            built, content = digest(self._store, projection, BUILDING)
            if built and self._is_own(built):
                comparable = projection in alike and not built.fault
                yield Built(content, self._before(projection, built) if comparable else None, built.fault)

    def serve(self, *, stopped_too: bool = False) -> bool:
        """Put all that was built in its place, in one transaction; tell whether nothing is left to be built.

        What stopped at an event stays beside, unless nothing better serves. Raises Refused when a newer program has
        been here, or those who read leave no moment for it.
        """
        return _patiently(lambda: self._serve(stopped_too=stopped_too), READ)

    def await_others(self) -> None:
        """Wait while other code of the same version builds what is left, as long as it goes on: then it is as good."""
        before, since = self._rivals(), monotonic()
        with watched("Waiting for another program that builds the views", "events") as tell:
            while (now := self._rivals()) and (now != before or monotonic() - since < PATIENCE):
                if now != before:
                    before, since = now, monotonic()
                tell(min(stand.position for stand in now.values()), self._log.head())
                sleep(PAUSE)

    def _rivals(self) -> dict[str, Stand]:
        state = _short(self._made_from())
        with self._store.engine.connect() as connection:
            there = positions.stands(connection)
        found = ((projection, there.get(projection.name + BUILDING)) for projection in self._left)
        return {built.name: built for projection, built in found if built and _is_rival(projection, built, state)}

    def _join(self, *, only_outdated: bool) -> None:
        with self._store.changing() as connection:
            positions.create(connection)
            there = positions.stands(connection)
            # Read where only one process begins builds at a time: none that is there was made from a later state.
            self._state = self._made_from()
            self._left = [
                projection
                for projection in self._left
                if (not only_outdated or is_outdated(projection, there)) and not self._is_replaced(projection, there)
            ]
            for projection in self._left:
                serving = there.get(projection.name, Stand(projection.name))
                # A newer view is replaced only if it was there when somebody asked for this.
                self._newest.setdefault(projection.name, max(serving.version, projection.version))
            anew = [projection for projection in self._left if not self._goes_on(connection, projection, there)]
            there |= self._begin(connection, anew, there)
        names = [projection.name + BUILDING for projection in self._left]
        self._builds = {name: there[name].build for name in names}

    def _is_replaced(self, projection: Projection, there: Mapping[str, Stand]) -> bool:
        """Tell whether a view serves already that was made from the state from which all are to be made."""
        serving, noted = there.get(projection.name), there.get(DESTROYED)
        return self._replaces and (
            (noted is not None and noted.event_id == self._state)
            or (serving is not None and self._is_made_from_it(projection, serving))
        )

    def _is_made_from_it(self, projection: Projection, stand: Stand) -> bool:
        made, _, _ = stand.build.partition("-")
        return stand.version == projection.version and made.endswith(_short(self._state))

    def _goes_on(self, connection: sa.Connection, projection: Projection, there: Mapping[str, Stand]) -> bool:
        built = there.get(projection.name + BUILDING)
        if not built or built.version != projection.version or built.build.partition("-")[0] != self._made(projection):
            return False
        names = set(sa.inspect(connection).get_table_names())
        return is_of_log(built, self._log) and all(
            self._store.sql(table, BUILDING).name in names for table in projection.tables
        )

    def _made(self, projection: Projection) -> str:
        return _made(projection, _short(self._state))

    def _begin(
        self, connection: sa.Connection, anew: Sequence[Projection], there: Mapping[str, Stand]
    ) -> dict[str, Stand]:
        # Whoever follows holds a position before its tables, so these come first here as well.
        positions.hold(connection, [projection.name + BUILDING for projection in anew])
        self._store.give_way(connection)
        for projection in anew:
            if built := there.get(projection.name + BUILDING):
                self._store.drop_others(connection, built.tables, slot=BUILDING)
            self._store.create(connection, projection.tables, BUILDING)
        stands = [begun(projection, BUILDING, self._made(projection)) for projection in anew]
        for stand in stands:
            positions.start(connection, stand)
        return {stand.name: stand for stand in stands}

    def _is_own(self, built: Stand) -> bool:
        """Tell a build that this process began or joined from one that was begun anew in its place."""
        return self._builds.get(built.name) == built.build

    def _alike(self) -> list[Projection]:
        """Let what serves in the same version hold what the log holds; what cannot be read is not compared."""
        try:
            with self._store.engine.connect() as connection:
                there = positions.stands(connection)
            # A view that nobody has read yet is not built twice only to be compared.
            alike = [
                projection
                for projection in self._left
                if (stand := there.get(projection.name)) and stand.version == projection.version and stand.position
            ]
            Follower(self._store, self._log, SERVING, self._upto).follow(alike)
        except (sa.exc.DBAPIError, Estranged):
            return []
        return alike

    def _before(self, projection: Projection, built: Stand) -> str | None:
        """Hash what serves, where it stands at the same position; None where it does not, or cannot be read."""
        try:
            stand, content = digest(self._store, projection)
        except sa.exc.DBAPIError:
            return None
        return content["digest"] if stand and (stand.position, stand.fault) == (built.position, "") else None

    def _serve(self, *, stopped_too: bool) -> bool:
        with self._store.changing() as connection:
            names = [projection.name + slot for projection in self._left for slot in (SERVING, BUILDING)]
            there = positions.hold(connection, names)
            self._store.give_way(connection)
            self._left = [
                projection
                for projection in each("Putting in place", "views", self._left, len(self._left))
                if not self._served(connection, projection, there, stopped_too=stopped_too)
            ]
        return not self._left

    def _served(
        self, connection: sa.Connection, projection: Projection, there: Mapping[str, Stand], *, stopped_too: bool
    ) -> bool:
        serving, built = there.get(projection.name), there.get(projection.name + BUILDING)
        for stand in (serving, built):
            if stand and stand.version > max(self._newest[projection.name], projection.version):
                raise older(projection, stand)
        if built is None:
            # Another process has put it in its place, or thrown it away.
            if self._replaces:
                return serving is not None and self._is_made_from_it(projection, serving)
            return serving is not None and serving.version == projection.version
        if not self._is_own(built):
            self.yielded += [projection.name] if self._yields else []
            return self._yields
        if built.fault and not stopped_too and serving and not serving.fault:
            return True
        self._store.drop_others(connection, serving.tables if serving else "", projection.tables)
        positions.rename(connection, built.name, projection.name)
        self._store.serve(connection, projection.tables)
        return True


def _patiently(act: Callable[[], Answer], message: str) -> Answer:
    """Do something that gives way to those who read, until they leave a moment for it.

    Raises Refused when they do not.
    """
    for _ in range(TRIES):
        try:
            return act()
        except sa.exc.OperationalError as error:
            if not is_contended(error):
                raise
        sleep(PAUSE)
    raise Refused(message)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _made(projection: Projection, state: str) -> str:
    """Name what a build is made by and from: the code, then the state of keys."""
    return f"{_short(fingerprint(projection))}{state}"


def _is_rival(projection: Projection, built: Stand, state: str) -> bool:
    """Tell a build that serves as well as one's own, but is made by code that is not here."""
    made, _, _ = built.build.partition("-")
    is_alike = built.version == projection.version and made.endswith(state) and not built.fault
    return is_alike and made != _made(projection, state)


def begun(projection: Projection, slot: str = SERVING, made: str = "") -> Stand:
    """Say where a view stands whose tables were just made."""
    tables = " ".join(table.name for table in projection.tables)
    return Stand(projection.name + slot, projection.version, build=f"{made}-{uuid4().hex}", tables=tables)


def is_outdated(projection: Projection, there: Mapping[str, Stand]) -> bool:
    """Tell whether a view is of an older version than this program makes."""
    stand = there.get(projection.name)
    return stand is not None and stand.version < projection.version


def is_of_log(stand: Stand, log: Log) -> bool:
    """Tell whether the last event that a view holds is in a log."""
    if not stand.position:
        return True
    facts = log.facts(stand.position - 1, stand.position, 1, foreign=False)
    return bool(facts) and facts[0].envelope.event_id == stand.event_id


def require_not_older(wanted: Sequence[Projection], there: Mapping[str, Stand]) -> None:
    """Refuse to touch what a newer program has made."""
    for projection in wanted:
        stand = there.get(projection.name)
        if stand and stand.version > projection.version:
            raise older(projection, stand)


def older(projection: Projection, stand: Stand) -> Refused:
    """Say that this program is older than the views, and what to do."""
    what = f"'{projection.name}' is of version {stand.version}, and it makes {projection.version}"
    return Refused(
        f"This program is older than the views ({what}); restart it with the newer epex, or go back to the older views"
        " with 'epex views rebuild'."
    )


def digest(store: Store, projection: Projection, slot: str = SERVING) -> tuple[Stand | None, Row]:
    """Hash the content of a view, the same in every database and whatever the order of writing; say where it stands."""
    total, content = 0, sha256()
    with store.standing_still() as connection:
        stand = positions.stands(connection).get(projection.name + slot)
        for table in projection.tables if stand else ():
            content.update(to_json([table.name, list(table.columns)]).encode())
            for line in store.lines(connection, table, slot):
                content.update(line)
                total += 1
    return stand, {"name": projection.name, "rows": total, "digest": content.hexdigest()}
