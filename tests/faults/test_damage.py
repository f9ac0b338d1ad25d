"""Damaged views and indexes heal without being asked: a fresh process answers as if nothing had happened."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from epex.app.base import KnowledgeBase
from epex.core import theme
from epex.projections.runner import Views
from tests.faults.answers import hits, lists
from tests.faults.damaging import INDEXES, VIEWS, VIEWS_FILE, damage_of
from tests.faults.figures import note
from tests.faults.sizes import size_of

pytestmark = pytest.mark.slow
LATER = datetime(2019, 3, 14, tzinfo=UTC)
MEANWHILE = "theme-0b9a6d5c-1111-4222-8333-444455556666"


def record_meanwhile(folder: Path) -> None:
    """Record one event, as soon as something is damaged."""
    base = KnowledgeBase.open(folder, clock=lambda: LATER)
    act = base.begin()
    act.record(theme.propose(MEANWHILE, {"en": "Trust in a family"}, by=act.by))
    base.log.engine.dispose()


def unmended(_views: Views, error: Exception) -> None:
    """Leave damaged views as they are: a fault."""
    raise error


@pytest.fixture(scope="module")
def sound(whole_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Ask a sound base once, in which the same was recorded."""
    folder = tmp_path_factory.mktemp("sound") / "demo"
    shutil.copytree(whole_demo, folder)
    record_meanwhile(folder)
    return {"lists": lists(folder), "hits": hits(folder)}


@pytest.mark.parametrize("number", range(size_of("damages")))
def test_damage_heals_and_does_not_hinder_recording(demo: Path, sound: dict[str, Any], number: int) -> None:
    place, damage = damage_of(number)
    drawn = Random(number)  # noqa: S311 - a repeatable test needs no secrets

    damage(demo / place, drawn)
    record_meanwhile(demo)
    found = {"lists": lists(demo), "hits": hits(demo)}

    note("damage", place.parts[0], tried=1, healed=int(found == sound))
    assert found == sound


def test_known_damages_are_all_tried() -> None:
    tried = [damage_of(number)[1] for number in range(size_of("damages"))]

    assert {*VIEWS.values(), *INDEXES.values()} <= set(tried)


def test_views_harness_finds_views_that_do_not_heal(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Views, "_mend", unmended)
    VIEWS["table gone"](demo / VIEWS_FILE, Random(0))  # noqa: S311 - nothing is drawn

    with pytest.raises(sa.exc.OperationalError):
        lists(demo)


def test_index_harness_finds_an_index_that_is_trusted(
    demo: Path, whole_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = hits(whole_demo)
    monkeypatch.setattr("epex.search.index.Snapshot.frequencies", lambda _self, _stem: iter(()))

    assert hits(demo) != sound
