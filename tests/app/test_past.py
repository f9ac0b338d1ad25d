"""What was built of an earlier day is kept for the next question, and no longer than it may be."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.past import MOST, Past
from epex.core import meeting
from epex.core.decision import new_id
from epex.core.log.vault import Vault
from epex.projections.past import PastViews
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.fts5 import Fts5Index
from epex.search.search import Search


def opened(base: KnowledgeBase, day: str) -> KnowledgeBase:
    return KnowledgeBase.open(base.config.folder, as_of=day)


def test_the_same_day_is_built_once(base: KnowledgeBase) -> None:
    first, second, other = opened(base, "2017-03-31"), opened(base, "2017-03"), opened(base, "2017-04")

    assert second.views is first.views
    assert other.views is not first.views


def found(base: KnowledgeBase, day: str, question: str) -> tuple[int, list[str]]:
    """Search as of a day."""
    answer = opened(base, day).search().search(question)
    return answer["total"], [hit["id"] for hit in answer["hits"]]


def test_the_index_of_a_day_is_built_once(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    first = opened(base, "2017-03").search()
    total = first.search("trust")["total"]
    first.close()
    built: list[str] = []
    monkeypatch.setattr("epex.projections.statistics.Statistics._begin", lambda *_: built.append("statistics"))
    monkeypatch.setattr("epex.search.fts5.Fts5Index._take_over", lambda *_: built.append("index"))

    again = opened(base, "2017-03").search().search("trust")["total"]

    assert (total > 0, again, built) == (True, total, [])


def test_a_day_is_searched_alike_after_something_was_recorded(base: KnowledgeBase) -> None:
    questions = ("trust", "prison -family", '"the family"')
    before = [found(base, "2017-03", question) for question in questions]

    act = base.begin()
    act.record(meeting.hold(new_id("meeting"), "Graz", kind="plenary", held_on="2018-05", by=act.by))

    assert [found(base, "2017-03", question) for question in questions] == before
    assert before[0][0] > 0


def test_a_day_is_searched_without_what_was_destroyed_since(base: KnowledgeBase) -> None:
    words = "trust family prison people"
    total, ids = found(base, "2017-03", words)
    which = next(each for each in ids if each.startswith("reflection-"))

    Vault(base.config.keys_folder / "keys.db", {}).destroy(which)

    after, left = found(base, "2017-03", words)
    assert (after, which in left) == (total - 1, False)


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

    def at(place: str) -> PastViews:
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
    kept.catch_up(["themes", "documents"])
    statistics = Statistics(kept, NetworkAnalysis(base.config.languages))
    search = Search(kept, base.reader, Fts5Index(kept, statistics), statistics, base.find)
    before = kept.digest("themes"), search.search("trust")["total"]

    past.close()

    assert ((kept.digest("themes"), search.search("trust")["total"]), before[1] > 0) == (before, True)
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
