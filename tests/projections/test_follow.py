"""The pull loop: what happens when others follow at the same time."""

import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
import sqlalchemy as sa

from epex.core.log.envelope import Fact
from epex.core.theme import ThemeProposed
from epex.projections.follow import Follower
from epex.projections.projection import Projection
from epex.projections.runner import Views
from epex.projections.table import Batch, Table
from tests.projections.bases import Base

LABELS = Table("labels", ("id",), {"id": str})


@pytest.fixture
def base(unseen: Base) -> Base:
    """Give a base with a story, and no views yet."""
    return unseen


@dataclass
class Passing:
    """A log that passes on what it is asked."""

    base: Base

    def head(self) -> int:
        """Give the last position."""
        return self.base.log.head()

    def newest(self) -> tuple[int, str]:
        """Give the last event's place and id."""
        return self.base.log.newest()

    def event_class(self, name: str) -> type | None:
        """Find the class of a type."""
        return self.base.log.event_class(name)

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find events of another base."""
        return self.base.log.here(origin, positions)

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000, *, foreign: bool = True) -> list[Fact]:
        """Read facts."""
        return self.base.log.facts(after, upto, limit, foreign=foreign)


@dataclass
class Overtaking(Passing):
    """A log whose every answer comes late: others have followed it meanwhile."""

    others: Views

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000, *, foreign: bool = True) -> list[Fact]:
        """Read facts, and let the others follow before they are used."""
        facts = super().facts(after, upto, limit, foreign=foreign)
        self.others.catch_up(["themes", "evidence"])
        return facts


@pytest.mark.slow
def test_a_batch_that_somebody_else_has_applied_is_not_applied_again(base: Base) -> None:
    views = base.opened()
    views.catch_up(["themes"])
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    names = ["themes", "evidence"]
    views.create()

    Follower(views.store, Overtaking(base, base.opened())).follow(map(views.projection, names))

    fresh = base.opened(":memory:")
    fresh.rebuild()
    assert [views.digest(name) for name in names] == [fresh.digest(name) for name in names]


@dataclass
class OvertakingBetweenTurns(Passing):
    """A log whose reader is slow before each of many batches."""

    others: Views

    def head(self) -> int:
        """Let the others take a turn."""
        Follower(self.others.store, self.base.log).follow([self.others.projection("themes")], 2)
        return super().head()


@pytest.mark.parametrize("size", [1, 3])
def test_a_view_is_overtaken_again_and_again(base: Base, size: int) -> None:
    base.views.create()

    slow = OvertakingBetweenTurns(base, base.opened())
    Follower(base.views.store, slow).follow([base.views.projection("themes")], size)

    fresh = base.opened(":memory:")
    fresh.rebuild(["themes"])
    assert base.views.digest("themes") == fresh.digest("themes")


@dataclass
class Counting(Passing):
    """A log that counts what is read of it."""

    read: int = 0

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000, *, foreign: bool = True) -> list[Fact]:
        """Read facts."""
        facts = super().facts(after, upto, limit, foreign=foreign)
        self.read += len(facts)
        return facts


@pytest.mark.slow
def test_followers_at_once_read_no_batch_twice(base: Base) -> None:
    size, names = 4, ["themes", "timeline", "documents"]
    base.views.create()
    for number in range(40):
        base.record(f"theme-{number}", ThemeProposed(labels={"en": "X"}))
    logs = [Counting(base) for _ in range(3)]
    together = Barrier(len(logs))

    def follow(log: Counting) -> None:
        views = base.opened()
        together.wait()
        Follower(views.store, log).follow(map(views.projection, names), size)

    with ThreadPoolExecutor(len(logs)) as threads:
        list(threads.map(follow, logs))

    # Each batch is read with the event before it, and only the last one, when little is left, by several.
    batches = base.log.head() // size + 1
    assert base.log.head() <= sum(log.read for log in logs) <= base.log.head() + batches + len(logs) * (size + 1)
    fresh = base.opened(":memory:")
    fresh.rebuild(names)
    assert [base.views.digest(name) for name in names] == [fresh.digest(name) for name in names]


def test_no_event_is_read_where_nothing_is_new(base: Base) -> None:
    names = ["themes", "documents"]
    views, log = base.opened(), Counting(base)
    views.catch_up(names)

    followed = Follower(views.store, log).follow(map(views.projection, names))
    nothing = log.read
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    again = Follower(views.store, log).follow(map(views.projection, names))

    # With what is new the event before is read, which shows that the views are of this log.
    assert (followed, nothing, again, log.read) == (0, 0, 1, 2)


def test_a_view_that_is_not_made_is_not_followed(base: Base) -> None:
    assert Follower(base.views.store, base.log).follow([base.views.projection("themes")]) == 0


def test_a_database_that_fails_parks_no_view(base: Base) -> None:
    projection = Projection("labels", version=1, tables=[LABELS])

    @projection.on(ThemeProposed)
    def proposed(_rows: Batch, _fact: Fact, _event: ThemeProposed) -> None:
        raise sa.exc.OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    base.plugins = [projection]
    views = base.opened()

    with pytest.raises(sa.exc.OperationalError):
        views.catch_up(["labels"])

    assert [(row["position"], row["fault"]) for row in views.status() if row["name"] == "labels"] == [(0, "")]
