"""What was built of an earlier day is kept for the next question, and no longer than it may be."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.past import MOST, Past, Standing
from epex.core import meeting
from epex.core.decision import new_id
from epex.core.log.vault import Vault
from epex.projections.past import PastViews


def opened(base: KnowledgeBase, day: str) -> KnowledgeBase:
    return KnowledgeBase.open(base.config.folder, as_of=day)


def test_the_same_day_is_built_once(base: KnowledgeBase) -> None:
    first, second, other = opened(base, "2017-03-31"), opened(base, "2017-03"), opened(base, "2017-04")

    assert second.views is first.views
    assert other.views is not first.views


def test_the_index_of_a_day_is_built_once(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(base, "2017-03").search()
    found = first.search("trust")["total"]
    first.close()
    built = []
    monkeypatch.setattr("epex.search.passing.write", lambda *_: built.append(1))

    again = opened(base, "2017-03").search().search("trust")["total"]

    assert (found > 0, again, built) == (True, found, [])


def test_it_is_built_anew_after_a_key_was_destroyed(base: KnowledgeBase) -> None:
    past = opened(base, "2017-03")
    which = next(row["id"] for row in past.queries().listing("reflection"))
    words = past.queries().show(which)["answers"]

    Vault(base.config.keys_folder / "keys.db", {}).destroy(which)

    assert (opened(base, "2017-03").queries().show(which)["answers"], words != {}) == ({}, True)


def test_it_stands_when_something_is_recorded(base: KnowledgeBase) -> None:
    past = opened(base, "2018-06")
    before = past.queries().listing("meeting")

    act = base.begin()
    act.record(meeting.hold(new_id("meeting"), "Graz", kind="plenary", held_on="2018-05", by=act.by))

    assert opened(base, "2018-06").views is past.views
    assert opened(base, "2018-06").queries().listing("meeting") == before


def test_the_one_that_nobody_asked_for_the_longest_time_goes_first(base: KnowledgeBase) -> None:
    past = Past(most=2)

    def at(place: str) -> Standing:
        return past.at(place, lambda: PastViews(base.log, base.today, 3))

    one, two = at("one"), at("two")
    at("one")
    three = at("three")

    assert (at("one") is one, at("three") is three, at("two") is two) == (True, True, False)


def test_no_more_than_a_few_days_are_kept(base: KnowledgeBase) -> None:
    first = opened(base, "2016-12").views

    others = [opened(base, f"2017-{month:02}").views for month in range(1, MOST + 1)]

    assert [opened(base, f"2017-{month:02}").views for month in range(1, MOST + 1)] == others
    assert opened(base, "2016-12").views is not first


def test_one_that_was_let_go_still_answers_who_has_it(base: KnowledgeBase) -> None:
    past = Past()
    kept = past.at("place", lambda: PastViews(base.log, base.today, base.log.head()))
    kept.views.catch_up(["themes", "documents"])
    kept.index(base.config.languages).rebuild()
    before = kept.views.digest("themes")

    past.close()

    assert kept.views.digest("themes") == before
    assert past.at("place", lambda: PastViews(base.log, base.today, 1)) is not kept


def test_nothing_of_it_is_on_disk(base: KnowledgeBase) -> None:
    def files() -> set[Path]:
        return {path for path in base.config.folder.rglob("*") if path.name not in ("views.db-wal", "views.db-shm")}

    base.queries()
    base.today.catch_up()
    before = files()

    past = opened(base, "2017-05")
    past.search().search("trust")
    past.queries().listing("theme")

    assert {path for path in files() - before if "-wal" not in path.name and "-shm" not in path.name} == set()
