"""Filters and counts."""

from typing import Any

import pytest

from epex.core.decision import Refused
from epex.search.facets import Facets, Filters


def card(**fields: Any) -> dict[str, Any]:
    blank = {
        "id": "reflection-1",
        "kind": "reflection",
        "language": "en",
        "label": "",
        "occurred_on": "2017-03-14",
        **{name: set() for name in ("organisations", "countries", "settings", "years", "themes")},
    }
    return {**blank, **fields}


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({"kind": "reflection"}, {}),
        ({"kind": ["theme", "reflection"]}, {}),
        ({"language": "nb"}, {"language": "no"}),
        ({"country": "no"}, {"countries": {"NO", "DE"}}),
        ({"organisation": ("organisation-1", "organisation-2")}, {"organisations": {"organisation-2"}}),
        ({"setting": "prison"}, {"settings": {"prison"}}),
        ({"year": 2}, {"years": {2}}),
        ({"year": "2"}, {"years": {1, 2}}),
        ({"year": 2017}, {}),
        ({"theme": "theme-1"}, {"themes": {"theme-1"}}),
        ({"things": ["reflection-1", "theme-2"]}, {}),
        ({"things": "theme-2"}, {"themes": {"theme-2"}}),
        ({"things": "organisation-2"}, {"organisations": {"organisation-2"}}),
        ({"label": "inspiring"}, {"label": "inspiring"}),
        ({"since": "2017"}, {}),
        ({"since": "2017-03-14", "until": "2017-03-14"}, {}),
        ({"since": "2017-06"}, {"occurred_on": "2017"}),
        ({"until": "2017-02"}, {"occurred_on": "2017"}),
        ({"kind": None, "year": ()}, {}),
    ],
)
def test_filters_admit_what_touches_a_wanted_value(options: dict[str, Any], fields: dict[str, Any]) -> None:
    wanted = card(**fields)

    assert Filters.parse(**options).among([wanted]) == [wanted]


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({"kind": "theme"}, {}),
        ({"language": "de"}, {}),
        ({"country": "NO"}, {}),
        ({"year": 2}, {"years": {1}}),
        ({"year": 2016}, {"years": {1}}),
        ({"kind": "reflection", "setting": "prison"}, {}),
        ({"since": "2017-03-15"}, {}),
        ({"until": "2017-03-13"}, {}),
        ({"theme": "theme-1"}, {"themes": {"theme-2"}}),
    ],
)
def test_filters_keep_the_rest_out(options: dict[str, Any], fields: dict[str, Any]) -> None:
    assert Filters.parse(**options).among([card(**fields)]) == []


def test_filters_keep_the_order_of_what_they_let_through() -> None:
    cards = [card(id=name, years={year}) for name, year in (("c", 2), ("a", 1), ("b", 2))]

    among = [[each["id"] for each in filters.among(cards)] for filters in (Filters(), Filters.parse(year=2))]

    assert among == [["c", "a", "b"], ["c", "b"]]


@pytest.mark.parametrize(
    "options",
    [{"kind": "person"}, {"language": "tlh"}, {"setting": "moon"}, {"since": "2017-13-40"}, {"until": "soon"}],
)
def test_filters_refuse_what_no_document_can_have(options: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        Filters.parse(**options)


def test_count_tells_each_value_the_most_frequent_first() -> None:
    cards = {
        "reflection-1": card(countries={"NO", "DE"}, years={1}),
        "reflection-2": card(countries={"NO"}, language="", settings={"prison"}),
        "theme-1": card(kind="theme", language="de"),
    }

    counted = Facets(cards).count(iter(cards))

    assert counted == {
        "kind": {"reflection": 2, "theme": 1},
        "language": {"de": 1, "en": 1},
        "organisation": {},
        "country": {"NO": 2, "DE": 1},
        "setting": {"prison": 1},
        "year": {"1": 1},
    }
    assert list(counted["country"]) == ["NO", "DE"]


def test_count_tells_of_the_documents_that_are_named_and_of_those_alone() -> None:
    alike = {f"reflection-{number}": card(years={1, 2}) for number in range(3)}
    facets = Facets({**alike, "theme-1": card(kind="theme", language="de")})

    counted = [
        {name: values for name, values in facets.count(ids).items() if values}
        for ids in (["reflection-0", "reflection-2"], ["theme-1", "reflection-1"], ["theme-1"], [])
    ]

    assert counted == [
        {"kind": {"reflection": 2}, "language": {"en": 2}, "year": {"1": 2, "2": 2}},
        {"kind": {"reflection": 1, "theme": 1}, "language": {"de": 1, "en": 1}, "year": {"1": 1, "2": 1}},
        {"kind": {"theme": 1}, "language": {"de": 1}},
        {},
    ]
