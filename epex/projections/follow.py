"""The pull loop: read a batch of the log once, fold it into every view, commit rows and positions together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import sqlalchemy as sa

from epex.core.catalogue import SUBJECTS, subject_of_type
from epex.core.cycles import uncollected
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.watching import watched
from epex.projections import catalogue, positions
from epex.projections.database import is_damage
from epex.projections.positions import Stand
from epex.projections.projection import FoldFailed, Projection
from epex.projections.store import Store
from epex.projections.table import Batch, Load

BATCH = 5000


class Log(Protocol):
    """What the views need of the log."""

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000, *, foreign: bool = True) -> list[Fact]:
        """Read facts after a position, in order; without `foreign`, those of other subjects are not opened."""

    def head(self) -> int:
        """Give the last position."""

    def newest(self) -> tuple[int, str]:
        """Give the position and the id of the last event."""

    def event_class(self, name: str) -> type | None:
        """Find the class of an event type, or None for a stranger's."""

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find where events of another base stand here."""


class Estranged(Exception):
    """Say that the views were made from another log."""


class Overtaken(Exception):
    """Say that another process has applied this batch."""


class Unwritable(Exception):
    """Say that no table takes the rows of some event of a batch."""


class Follower:
    """Let the views of one slot follow the log, up to a position if one is given."""

    def __init__(
        self,
        store: Store,
        log: Log,
        slot: str = "",
        upto: int | None = None,
        builds: Mapping[str, str] | None = None,
    ) -> None:
        """Follow with nothing remembered; where `builds` are named, these alone, and none in their place."""
        self._store = store
        self._log = log
        self._slot = slot
        self._upto = upto
        self._builds = builds
        self._batches: dict[str, Batch] = {}
        self._foreign = False
        self._tell: Callable[[int], None] = lambda _within: None

    def follow(self, projections: Iterable[Projection], size: int = BATCH) -> int:
        """Apply all that is new, in one pass over the log; return how many events were read.

        Raises Estranged when a view holds an event that the log does not.
        """
        wanted = {projection.name + self._slot: projection for projection in projections}
        # No plugin is imported for the views of the program, whatever events of its own are among the new ones.
        self._foreign = any(projection.name not in catalogue.NAMES for projection in wanted.values())
        total = left = 0
        with watched("Building views", "events") as tell, uncollected():
            # A batch takes its time as well, one view after the other.
            self._tell = lambda within: tell(total + within, total + left)
            running = self._freed(wanted, self._stands(wanted))
            if self._holds_the_newest(running.values()):
                return 0
            left = self._left(running)
            while running:
                read, running = (self._take_turn if left > size else self._take_up)(wanted, running, size)
                total += read
                left = self._left(running)
                tell(total, total + max(left, 0))
                if not read or left <= 0:
                    break
        return total

    def _read(self, running: Mapping[str, Stand], size: int) -> Sequence[Fact]:
        after = _least(running)
        # The event before is read again: it shows that the views were made from this log.
        facts = self._log.facts(max(after - 1, 0), self._upto, size + 1, foreign=self._foreign)
        _require_same_log(running.values(), facts, complete=len(facts) <= size)
        return [fact for fact in facts if fact.position > after]

    def _freed(self, wanted: Mapping[str, Projection], stands: Mapping[str, Stand]) -> dict[str, Stand]:
        """Leave out the views that stopped at an event, unless they get over it now; one event tells."""
        running = {name: stand for name, stand in stands.items() if not stand.fault}
        for name, stand in stands.items():
            if stand.fault and (facts := self._read({name: stand}, 1)):
                running |= self._apply(wanted, {name: stand}, facts)
        return {name: running[name] for name in sorted(running)}

    def _holds_the_newest(self, stands: Iterable[Stand]) -> bool:
        """Tell whether nothing is new, so that no event has to be opened to see it."""
        newest = self._log.newest()
        return all((stand.position, stand.event_id) == newest for stand in stands)

    def _left(self, running: Mapping[str, Stand]) -> int:
        end = self._log.head() if self._upto is None else self._upto
        return end - _least(running) if running else 0

    def _stands(self, wanted: Mapping[str, Projection]) -> dict[str, Stand]:
        with self._store.engine.connect() as connection:
            there = positions.stands(connection)
        # Always the same order, so that two processes cannot wait for each other.
        return {
            name: there[name] for name in sorted(wanted) if name in there and self._is_of(there[name], wanted[name])
        }

    def _is_of(self, stand: Stand, projection: Projection) -> bool:
        # Nobody writes into what a program of another version, or with other code, has begun.
        is_meant = self._builds is None or self._builds.get(stand.name) == stand.build
        return is_meant and stand.version == projection.version

    def _take_turn(
        self, wanted: Mapping[str, Projection], running: Mapping[str, Stand], size: int
    ) -> tuple[int, dict[str, Stand]]:
        """Read and apply a batch of many while nobody else does: so none reads what another is at."""
        with self._store.writing() as connection:
            there = positions.hold(connection, running)
            for name in running:
                if there.get(name) != running[name]:
                    self._batches.pop(name, None)
            now = {name: stand for name, stand in there.items() if self._is_of(stand, wanted[name]) and not stand.fault}
            facts = self._read(now, size) if now else []
            return len(facts), self._advanced(connection, wanted, now, facts)

    def _take_up(
        self, wanted: Mapping[str, Projection], running: Mapping[str, Stand], size: int
    ) -> tuple[int, dict[str, Stand]]:
        """Read what is left, then apply it, unless another was faster."""
        facts = self._read(running, size)
        return len(facts), self._apply(wanted, running, facts) if facts else dict(running)

    def _apply(
        self, wanted: Mapping[str, Projection], running: Mapping[str, Stand], facts: Sequence[Fact]
    ) -> dict[str, Stand]:
        try:
            with self._store.writing() as connection:
                return self._advanced(connection, wanted, running, facts)
        except Overtaken:
            self._batches.clear()
            there = self._stands({name: wanted[name] for name in running})
            return {name: stand for name, stand in there.items() if not stand.fault}

    def _advanced(
        self,
        connection: sa.Connection,
        wanted: Mapping[str, Projection],
        running: Mapping[str, Stand],
        facts: Sequence[Fact],
    ) -> dict[str, Stand]:
        closed = unopened(facts) if self._foreign else facts
        seen = {name: closed if wanted[name].name in catalogue.NAMES else facts for name in running}
        news = {name: _after(stand.position, seen[name]) for name, stand in running.items() if facts}
        after = dict(running)
        for done, (name, stand) in enumerate(running.items()):
            self._tell(len(facts) * done // len(running))
            after[name] = self._advance(connection, wanted[name], stand, news[name]) if news.get(name) else stand
        return {name: stand for name, stand in after.items() if not stand.fault}

    def _advance(self, connection: sa.Connection, projection: Projection, stand: Stand, facts: Sequence[Fact]) -> Stand:
        try:
            return self._fold(connection, projection, stand, facts) if facts else stand
        except FoldFailed as failure:
            if _is_of_database(failure.cause):
                raise failure.cause from failure
            sound = [fact for fact in facts if fact.position < failure.fact.position]
            before = self._advance(connection, projection, stand, sound)
            return before if before.fault else _park(connection, before, failure)
        except Unwritable:
            middle = len(facts) // 2
            before = self._advance(connection, projection, stand, facts[:middle])
            return before if before.fault else self._advance(connection, projection, before, facts[middle:])

    def _fold(self, connection: sa.Connection, projection: Projection, stand: Stand, facts: Sequence[Fact]) -> Stand:
        # A batch that fails is forgotten; one that is written remembers rows for the next.
        batch = self._batches.pop(stand.name, None) or Batch(self._store.loader(connection, self._slot))
        with connection.begin_nested():
            # The position moves first: its row is the lock that keeps a second process out.
            moved = stand.at(facts[-1].position, facts[-1].envelope.event_id)
            _move(connection, stand, moved)
            taken = projection.taken_up(facts)
            batch.begin(self._loader(connection, stand), projection.streams(taken))
            skipped = projection.fold(batch, taken)
            self._flush(connection, projection, batch, facts)
            counted = moved._replace(skipped=moved.skipped + skipped)
            if skipped:
                _move(connection, moved, counted)
        self._batches[stand.name] = batch
        return counted

    def _loader(self, connection: sa.Connection, stand: Stand) -> Load:
        # Before its first event a view holds nothing that could be loaded.
        return self._store.loader(connection, self._slot) if stand.position else lambda _table, _keys: ()

    def _flush(self, connection: sa.Connection, projection: Projection, batch: Batch, facts: Sequence[Fact]) -> None:
        try:
            for rows in batch.touched():
                self._store.flush(connection, rows, self._slot)
        except (sa.exc.StatementError, TypeError) as error:
            if _is_of_database(error):
                raise
            if len(facts) > 1:
                raise Unwritable from error
            raise FoldFailed(projection.name, facts[0], error) from error


def unopened(facts: Sequence[Fact]) -> list[Fact]:
    """Give events as the views of the program see them: those of a plugin are unknown, be it in use or not."""
    return [_closed(fact) if subject_of_type(fact.envelope.type) not in SUBJECTS else fact for fact in facts]


def _closed(fact: Fact) -> Fact:
    is_unknown = isinstance(fact.event, UnknownEvent)
    return fact if is_unknown else Fact(fact.envelope, UnknownEvent(fact.envelope.type, b""))


def _is_of_database(error: BaseException) -> bool:
    """Tell a database that is full, away or broken, which is no fault of the projection."""
    return isinstance(error, sa.exc.OperationalError) or is_damage(error)


def _park(connection: sa.Connection, stand: Stand, failure: FoldFailed) -> Stand:
    parked = stand._replace(fault=str(failure))
    _move(connection, stand, parked)
    return parked


def _least(running: Mapping[str, Stand]) -> int:
    return min(stand.position for stand in running.values())


def _after(position: int, facts: Sequence[Fact]) -> Sequence[Fact]:
    if facts[0].position > position:
        return facts
    return [fact for fact in facts if fact.position > position]


def _move(connection: sa.Connection, before: Stand, after: Stand) -> None:
    if not positions.move(connection, before, after):
        raise Overtaken


def _require_same_log(stands: Iterable[Stand], facts: Sequence[Fact], *, complete: bool) -> None:
    ids = {fact.position: fact.envelope.event_id for fact in facts}
    last = facts[-1].position if facts else 0
    for stand in stands:
        reached = complete or stand.position <= last
        if stand.position and reached and ids.get(stand.position) != stand.event_id:
            raise Estranged
