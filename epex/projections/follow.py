"""The pull loop: read a batch of the log once, fold it into every view, commit rows and positions together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import sqlalchemy as sa

from epex.core.log.envelope import Fact
from epex.projections import positions
from epex.projections.database import is_damage
from epex.projections.positions import Stand
from epex.projections.projection import FoldFailed, Projection
from epex.projections.store import Store
from epex.projections.table import Batch

BATCH = 5000
Progress = Callable[[int], None]


class Log(Protocol):
    """What the views need of the log."""

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000) -> list[Fact]:
        """Read facts after a position, in order."""

    def head(self) -> int:
        """Give the last position."""


class Estranged(Exception):  # noqa: N818 - it names the state, not the fault
    """Say that the views were made from another log."""


class Overtaken(Exception):  # noqa: N818 - it names the state, not the fault
    """Say that another process has applied this batch."""


@dataclass(frozen=True, slots=True)
class Follower:
    """Let the views of one slot follow the log, up to a position if one is given."""

    store: Store
    log: Log
    slot: str = ""
    upto: int | None = None
    batch: int = BATCH
    progress: Progress | None = None

    def follow(self, projections: Iterable[Projection]) -> int:
        """Apply all that is new, in one pass over the log; return how many events were read.

        Raises Estranged when a view holds an event that the log does not.
        """
        wanted = {projection.name + self.slot: projection for projection in projections}
        running = self._stands(wanted)
        total = 0
        while running:
            after = min(stand.position for stand in running.values())
            # The event before is read again: it shows that the views were made from this log.
            facts = self.log.facts(max(after - 1, 0), self.upto, self.batch + 1)
            _require_same_log(running.values(), facts, complete=len(facts) <= self.batch)
            facts = [fact for fact in facts if fact.position > after]
            if not facts:
                break
            total += len(facts)
            running = self._apply(wanted, running, facts)
            if self.progress:
                self.progress(len(facts))
        return total

    def _stands(self, names: Iterable[str]) -> dict[str, Stand]:
        with self.store.engine.connect() as connection:
            there = positions.stands(connection)
        return {name: there[name] for name in names if name in there}

    def _apply(
        self, wanted: Mapping[str, Projection], running: Mapping[str, Stand], facts: Sequence[Fact]
    ) -> dict[str, Stand]:
        after = dict(running)
        try:
            with self.store.writing() as connection:
                for name, stand in running.items():
                    news = [fact for fact in facts if fact.position > stand.position]
                    if news:
                        after[name] = self._advance(connection, wanted[name], stand, news)
        except Overtaken:
            after = self._stands(running)
        return {name: stand for name, stand in after.items() if not stand.fault}

    def _advance(self, connection: sa.Connection, projection: Projection, stand: Stand, facts: Sequence[Fact]) -> Stand:
        try:
            return self._fold(connection, projection, stand, facts)
        except FoldFailed as failure:
            sound = [fact for fact in facts if fact.position < failure.fact.position]
            before = self._fold(connection, projection, stand, sound) if sound else stand
            parked = replace(before, fault=str(failure))
            _move(connection, before, parked)
            return parked

    def _fold(self, connection: sa.Connection, projection: Projection, stand: Stand, facts: Sequence[Fact]) -> Stand:
        batch = Batch(self.store.loader(connection, self.slot), (fact.stream for fact in facts))
        with connection.begin_nested():
            # The position moves first: its row is the lock that keeps a second process out.
            moved = stand.at(facts[-1].position, facts[-1].envelope.event_id)
            _move(connection, stand, moved)
            skipped = projection.fold(batch, facts)
            self._flush(connection, projection, batch, facts[-1])
            if not skipped:
                return moved
            counted = replace(moved, skipped=moved.skipped + skipped)
            _move(connection, moved, counted)
            return counted

    def _flush(self, connection: sa.Connection, projection: Projection, batch: Batch, last: Fact) -> None:
        try:
            for rows in batch.touched():
                self.store.flush(connection, rows, self.slot)
        except (sa.exc.DBAPIError, TypeError) as error:
            if isinstance(error, sa.exc.OperationalError) or (
                isinstance(error, sa.exc.DBAPIError) and is_damage(error)
            ):
                raise
            raise FoldFailed(projection.name, last, error) from error


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
