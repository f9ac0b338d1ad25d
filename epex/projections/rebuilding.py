"""Views that are built beside those that serve, by as many processes as come, until one puts them in their place."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from time import sleep
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.watching import each
from epex.projections import positions
from epex.projections.code import fingerprint
from epex.projections.database import is_contended
from epex.projections.follow import Estranged, Follower, Log
from epex.projections.positions import Stand
from epex.projections.projection import Projection
from epex.projections.store import BUILDING, Store, to_json
from epex.projections.table import Row

SERVING = ""
TRIES, PAUSE = 100, 0.2


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
        made_from: str = "",
        upto: int | None = None,
        *,
        yields: bool = False,
    ) -> None:
        """Prepare; only what was made by the same code and from the same state of keys goes on.

        One that `yields` leaves a view to whoever begins to build it anew meanwhile.
        """
        self._store = store
        self._log = log
        self._upto = upto
        self._left = list(wanted)
        self._made_from = made_from
        self._newest: dict[str, int] = {}
        self._yields = yields
        self._builds: dict[str, str] = {}
        self.yielded: list[str] = []

    def build(self, *, afresh: bool = False, only_outdated: bool = False) -> int:
        """Begin or go on, and follow the log to its end; return how many events this process has read."""
        with self._store.changing() as connection:
            positions.create(connection)
            there = positions.stands(connection)
            if only_outdated:
                self._left = [projection for projection in self._left if is_outdated(projection, there)]
            for projection in self._left:
                serving = there.get(projection.name, Stand(projection.name))
                # A newer view is replaced only if it was there when somebody asked for this.
                self._newest.setdefault(projection.name, max(serving.version, projection.version))
                built = there.get(projection.name + BUILDING)
                if afresh or not built or not self._goes_on(connection, projection, built):
                    built = self._begin(connection, projection, built)
                self._builds[built.name] = built.build
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
        for _ in range(TRIES):
            try:
                return self._serve(stopped_too=stopped_too)
            except sa.exc.OperationalError as error:
                if not is_contended(error):
                    raise
            sleep(PAUSE)
        raise Refused("The views are built, but somebody reads the old ones all the time; run 'epex views rebuild'.")

    def _goes_on(self, connection: sa.Connection, projection: Projection, built: Stand) -> bool:
        if built.version != projection.version or not built.build.startswith(self._made(projection)):
            return False
        names = set(sa.inspect(connection).get_table_names())
        return is_of_log(built, self._log) and all(
            self._store.sql(table, BUILDING).name in names for table in projection.tables
        )

    def _made(self, projection: Projection) -> str:
        return sha256(f"{fingerprint(projection)} {self._made_from}".encode()).hexdigest()[:8]

    def _begin(self, connection: sa.Connection, projection: Projection, built: Stand | None) -> Stand:
        if built:
            self._store.drop_others(connection, built.tables, slot=BUILDING)
        self._store.create(connection, projection.tables, BUILDING)
        stand = begun(projection, BUILDING, self._made(projection))
        positions.start(connection, stand)
        return stand

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
    facts = log.facts(stand.position - 1, stand.position, 1)
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
