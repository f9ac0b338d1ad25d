"""Cards: what is known of documents beside their words, as one reader sees it."""

from typing import Any

import msgspec
import pytest

from epex.projections.cards import Cards

NORTH, SOUTH, HIDDEN = "organisation-north", "organisation-south", "organisation-hidden"
COUNTRIES = {NORTH: "NO", SOUTH: "XK"}


def document(identity: str, **fields: Any) -> dict[str, Any]:
    blank = {
        "kind": identity.split("-", maxsplit=1)[0],
        "language": "",
        "setting": "",
        "year": None,
        "access": "network",
    }
    row = {"id": identity, **blank, "author": "", "organisations": [], "shades": [], **fields}
    return {**row, **{name: msgspec.json.encode(row[name]).decode() for name in ("organisations", "shades")}}


def link(target: str, source: str, *shades: dict[str, Any]) -> dict[str, Any]:
    return {"target": target, "source": source, "shades": msgspec.json.encode(list(shades)).decode()}


def cards(*documents: dict[str, Any], links: Any = (), readable: frozenset[str] = frozenset({"network"})) -> Cards:
    return Cards(
        documents, links, COUNTRIES, lambda access, _: access in readable, lambda row: row["language"] or "guessed"
    )


def shade(access: str, **change: Any) -> dict[str, Any]:
    return {"access": access, "author": "", **change}


VISIT = document("visit-1", organisations=[NORTH, SOUTH], setting="prison", year=2, language="de")


def test_a_card_tells_what_a_document_touches_itself() -> None:
    found = cards(VISIT)["visit-1"]

    assert found == {
        "id": "visit-1",
        "kind": "visit",
        "access": "network",
        "author": "",
        "language": "de",
        "organisation": NORTH,
        "country": "NO",
        "setting": "prison",
        "year": 2,
        "organisations": {NORTH, SOUTH},
        "countries": {"NO", "XK"},
        "settings": {"prison"},
        "years": {2},
        "themes": set(),
    }


def test_a_language_that_nobody_stated_is_asked_for() -> None:
    assert cards(document("theme-1"))["theme-1"]["language"] == "guessed"


def test_what_rests_on_one_thing_takes_over_its_setting_and_its_year() -> None:
    found = cards(VISIT, document("reflection-1"), links=[link("reflection-1", "visit-1")])["reflection-1"]

    assert (found["setting"], found["year"], found["settings"], found["years"]) == ("prison", 2, {"prison"}, {2})
    assert (found["organisation"], found["organisations"]) == ("", set())


def test_what_rests_on_things_of_two_settings_and_years_has_neither() -> None:
    other = document("visit-2", setting="community", year=1)
    links = [link("reflection-1", "visit-1"), link("reflection-1", "visit-2")]

    found = cards(VISIT, other, document("reflection-1"), links=links)["reflection-1"]

    assert (found["setting"], found["year"]) == ("", None)
    assert (found["settings"], found["years"]) == ({"prison", "community"}, {1, 2})


def test_its_own_setting_and_year_stand_before_what_it_takes_over() -> None:
    own = document("reflection-1", setting="community", year=3)

    found = cards(VISIT, own, links=[link("reflection-1", "visit-1")])["reflection-1"]

    assert (found["setting"], found["year"], found["years"]) == ("community", 3, {2, 3})


def test_organisations_that_the_reader_may_not_see_are_not_named() -> None:
    seen = cards(
        document("element-1", organisations=[HIDDEN, NORTH]),
        document("element-2", organisations=[NORTH, HIDDEN]),
    )

    told = [(seen[each]["organisation"], seen[each]["country"], seen[each]["organisations"]) for each in seen]

    assert told == [("", "", {NORTH}), (NORTH, "NO", {NORTH})]


def test_a_link_from_what_is_hidden_gives_nothing_away() -> None:
    # The reflection is not among the rows of this reader; the theme rests on it all the same.
    links = [link("theme-1", "reflection-secret"), link("theme-secret", "element-1"), link("theme-1", "element-1")]

    seen = cards(document("theme-1"), document("element-1"), links=links)

    assert (seen["element-1"]["themes"], seen["theme-1"]["themes"]) == ({"theme-1"}, {"theme-1"})


@pytest.mark.parametrize(("access", "themes"), [("private", {"theme-1"}), ("network", set())])
def test_a_link_that_was_taken_away_is_gone_for_those_who_may_know(access: str, themes: set[str]) -> None:
    links = [link("theme-1", "element-1", shade(access, gone=True))]

    assert cards(document("theme-1"), document("element-1"), links=links)["element-1"]["themes"] == themes


@pytest.mark.parametrize(("access", "setting"), [("private", "prison"), ("network", "community")])
def test_a_change_shows_to_those_who_may_know_of_it(access: str, setting: str) -> None:
    row = document("visit-1", setting="prison", shades=[shade(access, columns={"setting": "community"})])

    assert cards(row)["visit-1"]["setting"] == setting


def test_cards_are_counted_and_found_without_being_read() -> None:
    unreadable = {**document("visit-2"), "organisations": "no list"}
    seen = cards(VISIT, unreadable)

    assert (list(seen), len(seen), "visit-1" in seen, "visit-3" in seen) == (["visit-1", "visit-2"], 2, True, False)
    assert seen.keys() & {"visit-1", "visit-3"} == {"visit-1"}
    with pytest.raises(KeyError):
        seen["visit-3"]


def test_a_card_is_made_once() -> None:
    seen = cards(VISIT)

    assert seen["visit-1"] is seen["visit-1"]
