"""The pull loop: what happens when others follow at the same time."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

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
class Overtaking:
    """A log whose every answer comes late: others have followed it meanwhile."""

    base: Base
    others: Views

    def head(self) -> int:
        """Give the last position."""
        return self.base.log.head()

    def here(self, origin: str | None, positions: Sequence[int]) -> list[int]:
        """Find events of another base."""
        return self.base.log.here(origin, positions)

    def facts(self, after: int = 0, upto: int | None = None, limit: int = 1000) -> list[Fact]:
        """Read facts, and let the others follow before they are used."""
        facts = self.base.log.facts(after, upto, limit)
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


@pytest.mark.parametrize("size", [1, 3])
def test_a_view_is_overtaken_again_and_again(base: Base, size: int) -> None:
    base.views.create()

    Follower(base.views.store, Overtaking(base, base.opened())).follow([base.views.projection("themes")], size)

    fresh = base.opened(":memory:")
    fresh.rebuild(["themes"])
    assert base.views.digest("themes") == fresh.digest("themes")


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
