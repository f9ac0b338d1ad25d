"""The searches that people saved: whose they are, how far they have seen, and what is left of them."""

from typing import Any

from epex.core.person import PersonErasureRequested
from epex.core.search import SearchRemoved, SearchSaved, SearchSeen
from epex.projections.searches import LOOKS_TABLE, SEARCHES_TABLE
from epex.projections.table import Table
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base

TEA = SearchSaved(
    person=BEA.person,
    name="Tea",
    query="tea kind:theme",
    language="de",
    options={"country": ("NO", "AT")},
    upto=7,
    circles=("network",),
)


def rows(base: Base, table: Table = SEARCHES_TABLE) -> dict[str, dict[str, Any]]:
    base.views.catch_up(["searches"])
    there = base.views.table(table)
    return {row[table.key[0]]: row for row in base.views.read(there.select())}


def save(base: Base, event: SearchSaved = TEA) -> None:
    base.record("search-tea", event, by=BEA, visibility="network", occurred_on="2017-03-14")


def rebuilt(base: Base) -> Any:
    views = base.opened(":memory:")
    views.catch_up()
    return views.digest("searches")


def test_a_search_is_read_by_its_owner_whatever_its_envelope_says(base: Base) -> None:
    save(base)

    shown = base.queries(BEA).show("search-tea")
    wanted = ("title", "person_title", "query", "language", "options", "seen_on", "status", "visibility")
    assert {name: shown[name] for name in wanted} == {
        "title": "Tea",
        "person_title": "Bea",
        "query": "tea kind:theme",
        "language": "de",
        "options": {"country": ["NO", "AT"]},
        "seen_on": "2017-03-14",
        "status": "saved",
        "visibility": "private",
    }
    own = [row["id"] for row in base.queries(ANNA).listing("search")]
    assert (own, [row["id"] for row in base.queries(CLEO).listing("search")]) == (["search-one"], [])
    assert [row["id"] for row in base.queries(DORA).listing("search")] == ["search-one", "search-tea"]


def test_nothing_is_called_by_the_name_of_a_search(base: Base) -> None:
    save(base, SearchSaved(person=BEA.person, name="Trust", query="trust"))
    queries = base.queries(BEA)

    assert (queries.resolve("Trust"), queries.resolve("Trust", "search")) == ("theme-trust", "search-tea")
    assert queries.resolve("search-te") == "search-tea"


def test_a_look_is_remembered(base: Base) -> None:
    save(base)
    seen = SearchSeen(person=BEA.person, upto=9, circles=("network", "public"))

    base.record("search-tea", seen, by=BEA, visibility="private", occurred_on="2018-01-02")

    assert rows(base)["search-tea"]["seen_on"] == "2018-01-02"
    assert rows(base, LOOKS_TABLE)["search-tea"] == {
        "search": "search-tea",
        "upto": 9,
        "circles": ["network", "public"],
    }


def test_what_others_record_on_it_changes_nothing(base: Base) -> None:
    save(base)
    before = (rows(base), rows(base, LOOKS_TABLE))

    for event in (SearchSeen(person=BEA.person, upto=90, circles=("x",)), SearchRemoved(person=BEA.person)):
        base.record("search-tea", event, by=ANNA, visibility="private")
    base.record("search-new", SearchRemoved(person=BEA.person), by=BEA, visibility="private")

    assert (rows(base), rows(base, LOOKS_TABLE)) == before


def test_a_removed_one_is_removed(base: Base) -> None:
    save(base)

    base.record("search-tea", SearchRemoved(person=BEA.person), by=BEA, visibility="private")

    assert rows(base)["search-tea"]["status"] == "removed"


def test_nothing_is_left_of_what_somebody_searched_for_who_was_erased(base: Base) -> None:
    save(base)
    base.record(BEA.person, PersonErasureRequested(ground="Asked"), by=DORA)
    gone = {name: rows(base)["search-tea"][name] for name in ("title", "query", "language", "options", "status")}
    look = rows(base, LOOKS_TABLE)["search-tea"]
    kept, before = base.views.digest("searches"), rebuilt(base)
    base.log.vault.destroy(BEA.person)

    assert gone == {"title": "[erased]", "query": "", "language": "", "options": {}, "status": "erased"}
    assert look == {"search": "search-tea", "upto": 0, "circles": []}
    assert before == kept == rebuilt(base)
    assert rows(base)["search-one"]["title"] == "Tea in the evening"
