"""What fields in a question mean."""

from typing import Any

import pytest

from epex.core.decision import Refused
from epex.core.reader import Reader, grants_for
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.projections.queries import Queries
from epex.search.facets import Filters
from epex.search.narrowing import SHOWN, Narrowed, narrowed
from epex.search.query import Narrowing
from tests.search.networks import ANNA, MEMBER, Network, ids
from tests.search.test_facets import card

NAMES = {"North": "organisation-north", "Trust": "theme-trust"}
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))


def find(text: str, subject: str) -> str:
    found = NAMES.get(text, "")
    if not found.startswith(f"{subject}-"):
        raise Refused(f"There is no {subject} '{text}'.")
    return found


def find_none(_text: str, _subject: str) -> str:
    raise Refused("No.")


def read(*narrowings: Narrowing, **beside: Any) -> Narrowed:
    return narrowed(narrowings, find, Filters.parse(**beside))


def test_without_fields_the_filters_beside_hold() -> None:
    found = read(year=2)

    assert found == Narrowed([[Filters.parse(year=2)]], [], [])
    assert found.is_asking is False


def test_each_field_is_a_group_and_its_values_are_its_filters() -> None:
    found = read(Narrowing("year", "2"), Narrowing("country", "no"), Narrowing("country", "de"), kind="theme")

    assert found.wanted == [
        [Filters.parse(kind="theme")],
        [Filters.parse(year="2")],
        [Filters.parse(country="NO"), Filters.parse(country="DE")],
    ]
    assert (found.unwanted, found.hints, found.is_asking) == ([], [], True)


def test_what_is_left_out_is_no_group() -> None:
    found = read(Narrowing("kind", "visit", negated=True), Narrowing("year", "1", negated=True))

    assert found == Narrowed([[Filters()]], [Filters.parse(kind="visit"), Filters.parse(year="1")], [])
    assert found.is_asking is False


@pytest.mark.parametrize(
    ("field", "typed", "filters"),
    [
        ("kind", "Theme", {"kind": "theme"}),
        ("language", "DE", {"language": "de"}),
        ("language", "nb", {"language": "no"}),
        ("setting", "Prison", {"setting": "prison"}),
        ("label", "INSPIRING", {"label": "inspiring"}),
        ("country", "xk", {"country": "XK"}),
        ("country", "Norway", {"country": "NO"}),
        ("country", "Norge", {"country": "NO"}),
        ("country", "tuerkei", {"country": "TR"}),
        ("country", "United Kingdom", {"country": "GB"}),
        ("country", "Норвешка", {"country": "NO"}),
        ("country", "النرويج", {"country": "NO"}),
        ("setting", "youth work", {"setting": "youth_work"}),
        ("setting", "Youth-Work", {"setting": "youth_work"}),
        ("year", "2", {"year": "2"}),
        ("year", "٢", {"year": "2"}),
        ("organisation", "North", {"organisation": "organisation-north"}),
        ("theme", "Trust", {"theme": "theme-trust"}),
        ("since", "2017", {"since": "2017"}),
        ("since", "٢٠١٧-٠٣", {"since": "2017-03"}),
        ("until", "2017-03", {"until": "2017-03"}),
        ("date", "2017-03", {"since": "2017-03", "until": "2017-03"}),
    ],
)
def test_a_value_means_what_the_option_means(field: str, typed: str, filters: dict[str, Any]) -> None:
    assert read(Narrowing(field, typed)).wanted == [[Filters()], [Filters.parse(**filters)]]


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("kind", "foo", "'foo' is not a known kind; choose one of: challenge, element, reflection, theme, visit."),
        ("year", "abc", "'abc' is not a year; write one of the programme, such as 2, or of the calendar: 2017."),
        (
            "country",
            "Atlantis",
            "'ATLANTIS' is not a country code; use the two capitals of ISO 3166-1, such as AT, or XK for Kosovo.",
        ),
        ("date", "soon", "'soon' is not a date; write it as 2017, 2017-03 or 2017-03-14."),
        ("theme", "North", "There is no theme 'North'."),
    ],
)
def test_what_means_nothing_is_left_out_and_told(field: str, typed: str, why: str) -> None:
    found = read(Narrowing(field, typed), Narrowing(field, typed, negated=True))

    assert found == Narrowed([[Filters()]], [], [f"{field}:{typed} was left out. {why}"])
    assert found.is_asking is False


@pytest.mark.parametrize(
    ("narrowings", "beside", "hints"),
    [
        ([("since", "2018"), ("until", "2016")], {}, [("2018-01-01", "2016-12-31")]),
        ([("until", "2016-05")], {"since": "2017"}, [("2017-01-01", "2016-05-31")]),
        ([("date", "2018")], {"until": "2017"}, [("2018-01-01", "2017-12-31")]),
        ([("since", "2018"), ("since", "2016"), ("until", "2016")], {}, []),
        ([("date", "2016"), ("date", "2018")], {"since": "2017"}, []),
        ([("since", "2016"), ("until", "2016")], {}, []),
    ],
)
def test_a_span_in_which_no_day_is_gets_a_hint(
    narrowings: list[tuple[str, str]], beside: dict[str, str], hints: list[tuple[str, str]]
) -> None:
    found = read(*(Narrowing(*each) for each in narrowings), **beside)

    assert found.hints == [
        f"Nothing can be from {since} on and up to {until}; change one of the two." for since, until in hints
    ]


def test_a_name_that_means_nothing_brings_those_that_may_have_been_meant() -> None:
    titles = ["Trust first", "Trust later", "Trust now", "Trust well"]
    known = {"Trust": titles, "first": titles[:1]}

    told = [
        narrowed([Narrowing("theme", typed)], find_none, Filters(), lambda _, text: known.get(text, [])).hints
        for typed in ("Trust", "first", "nothing")
    ]

    three = ", ".join(f'theme:"{title}"' for title in titles[:3])
    assert told == [
        [f"theme:Trust was left out. No. Perhaps {three} and others."],
        ['theme:first was left out. No. Perhaps theme:"Trust first".'],
        ["theme:nothing was left out. No."],
    ]


def test_a_few_hints_stand_for_many() -> None:
    told = [read(*(Narrowing("theme", str(number)) for number in range(many))).hints for many in (3, 5)]

    three = [f"theme:{number} was left out. There is no theme '{number}'." for number in range(3)]
    assert told == [three, [*three, "So were 2 more fields."]]


@pytest.mark.parametrize("field", ["kind", "theme"])
def test_a_hint_says_no_more_than_the_beginning_of_a_long_value(field: str) -> None:
    (hint,) = read(Narrowing(field, "X" * 5000)).hints

    assert hint.startswith(f"{field}:{'X' * SHOWN}… was left out. ")
    assert len(hint) < 250


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        *(("language", name, "de") for name in ("German", "Deutsch", "allemand", "DE", "de-AT")),
        *(("language", name, "no") for name in ("Norsk bokmål", "Norwegian", "nb")),
        *(("kind", name, "element") for name in ("Elements", "ELEMENT", "elements")),
        *(("country", name, "GB") for name in ("UK", "England", "great britain", "United Kingdom", "gb")),
        *(("setting", name, "prison") for name in ("Prison", "prisons", "Gefängnis", "gefaengnis")),
    ],
)
def test_a_value_is_read_by_its_names(field: str, typed: str, value: str) -> None:
    def meanings(text: str) -> list[str]:
        return ["Bar", "Prison"] if text in ("gefängnis", "gefaengnis") else []

    found = narrowed([Narrowing(field, typed)], find, Filters(), meanings=meanings)

    assert (found.hints, found.wanted[1:]) == ([], [[Filters.parse(**{field: value})]])


def test_a_document_passes_one_filter_of_each_group_and_none_that_is_unwanted() -> None:
    cards = [
        card(id="1", kind="theme", years={1}, countries={"NO"}),
        card(id="2", kind="visit", years={1}, countries={"DE"}),
        card(id="3", kind="theme", years={2}, countries={"DE"}),
        card(id="4", kind="theme", years={1}, countries={"FR"}),
        card(id="5", kind="theme", years={1}, countries={"DE"}, settings={"prison"}),
    ]
    found = read(
        *(Narrowing("country", "no"), Narrowing("country", "de"), Narrowing("year", "1")),
        *(Narrowing("kind", "visit", negated=True), Narrowing("setting", "prison", negated=True)),
    )

    assert [each["id"] for each in found.among(iter(cards))] == ["1"]
    assert [each["id"] for each in read(Narrowing("kind", "visit", negated=True)).among(cards)] == ["1", "3", "4", "5"]
    assert Narrowed().among(cards) == cards


def test_the_documents_that_are_asked_for_are_named_and_cards_read_only_where_something_is_left_out() -> None:
    cards = {"1": card(id="1", years={1}), "2": card(id="2", years={2}), "3": card(id="3", years={1, 2})}
    asked = (read(year=2), read(Narrowing("year", "2", negated=True)), read(Narrowing("kind", "theme"), year=2))

    assert [each.admitted(cards.keys(), cards) for each in asked] == [{"2", "3"}, {"1"}, set()]
    assert [each.admitted(cards.keys(), {}) for each in (read(), Narrowed())] == [cards.keys(), cards.keys()]


def test_a_hidden_theme_is_no_more_to_a_field_than_one_that_is_not_there(network: Network) -> None:
    network.reflect("one", "They wait for trust.")
    network.record("theme-open", ThemeProposed(labels={"en": "Waiting"}))
    network.record("theme-secret", ThemeProposed(labels={"en": "Secrets"}), visibility="private")
    for theme, visibility in (("theme-open", "network"), ("theme-secret", "private")):
        evidence = ThemeEvidenceLinked(source="reflection-one", stance="supports")
        network.record(theme, evidence, visibility=visibility)
    asked = ("theme:Secrets", "theme:Nowhere", "theme:theme-secret", "theme:theme-nowhere")

    def answers(reader: Reader) -> list[tuple[list[str], str | None]]:
        search = network.search(reader, languages=("en",))
        found = [search.search(f"trust {field}", thesaurus=False) for field in asked]
        return [(ids(each), each["hint"]) for each in found]

    member, author = answers(MEMBER), answers(AUTHOR)
    no = "There is no theme '{}' that you may read; 'epex theme list' shows what there is."
    assert member == [(["one"], f"{field} was left out. {no.format(field.removeprefix('theme:'))}") for field in asked]
    assert author == [(["one"], None), member[1], (["one"], None), member[3]]
    assert Queries(network.views, AUTHOR).resolve("Secrets", "theme") == "theme-secret"


def test_a_field_that_means_nothing_asks_for_nothing(network: Network) -> None:
    network.reflect("one", "They wait for trust.")
    search = network.search(languages=("en",))

    alone, beside, negated = (search.search(text) for text in ("kind:foo", "kind:foo kind:reflection", "-kind:theme"))

    hint = (
        "kind:foo was left out. 'foo' is not a known kind; choose one of: challenge, element, reflection, theme, visit."
    )
    assert (ids(alone), alone["total"], alone["hint"]) == ([], 0, hint)
    assert (ids(beside), beside["hint"]) == (["one"], hint)
    assert (ids(negated), negated["hint"]) == ([], "A search needs a word to look for beside the words to leave out.")


def test_fields_that_plugins_add_name_things_that_documents_touch() -> None:
    def meant(field: str, typed: str) -> frozenset[str]:
        if typed == "short":
            return frozenset({"organisation-1", field})
        raise Refused("There is no such value; type another.")

    typed = [Narrowing("tea-time", each) for each in ("short", "none")]
    found = narrowed([*typed, Narrowing("tea-time", "short", negated=True)], find, Filters(), meant=meant)

    wanted = Filters.parse(things=["organisation-1", "tea-time"])
    assert found == Narrowed(
        [[Filters()], [wanted]],
        [wanted],
        ["tea-time:none was left out. There is no such value; type another."],
    )


def test_a_field_that_nobody_adds_is_left_out() -> None:
    assert read(Narrowing("tea-time", "short")).hints == [
        "tea-time:short was left out. No plugin adds this field; leave it out."
    ]
