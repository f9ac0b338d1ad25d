"""How a question is answered from what one reader may see."""

from typing import Any

import pytest

from epex.core.reader import Reader
from epex.core.reflection import ReflectionRecorded
from epex.search import answering
from epex.search.answering import Answer, answer
from epex.search.facets import Filters
from epex.search.narrowing import Narrowed
from epex.search.query import Query, parse
from epex.search.rescoring import Parts
from tests.search.networks import ANNA, MEMBER, Network
from tests.search.shelves import AUTHOR, asked

EVERYTHING = Narrowed([[Filters()]])


def answered(network: Network, text: str, narrowed: Narrowed = EVERYTHING, reader: Reader = MEMBER) -> Answer:
    query = parse(text, "en", ("en",))
    return asked(network, lambda postings, shelf: answer(query, narrowed, postings, shelf), reader)


def ordered(network: Network, text: str, sort: str = "relevance", narrowed: Narrowed = EVERYTHING) -> list[str]:
    query = parse(text, "en", ("en",))
    return [
        each.removeprefix("reflection-")
        for each in asked(
            network, lambda postings, shelf: answer(query, narrowed, postings, shelf).ordered(shelf, sort)
        )
    ]


@pytest.fixture
def told(network: Network) -> Network:
    """Say more and more of trust."""
    network.reflect("one", "They walk through the old town, and there is some trust in it.")
    network.reflect("two", "Trust in walking.", language="de")
    network.reflect("three", "Trust, trust.")
    network.reflect("other", "A garden.")
    return network


def test_what_says_a_word_matches_and_the_best_comes_first(told: Network) -> None:
    found = answered(told, "trust")

    assert found.matching == {"reflection-one", "reflection-two", "reflection-three"}
    assert found.ranked.keys() == found.sections.keys() == found.matching
    assert [each.term.typed for each in found.found] == ["trust"]
    assert ordered(told, "trust")[0] == "three"


def test_what_is_asked_for_by_fields_is_all_that_is_ranked(told: Network) -> None:
    english = Narrowed([[Filters()], [Filters.parse(language="en")]])

    found = answered(told, "trust walk", english)

    assert found.matching == found.ranked.keys() == {"reflection-one", "reflection-three"}


def test_fields_alone_find_everything_that_has_them_and_rank_nothing(told: Network) -> None:
    english = Narrowed([[Filters()], [Filters.parse(language="en")]])

    found = answered(told, "", english)

    assert (found.matching, dict(found.ranked)) == ({"reflection-one", "reflection-three", "reflection-other"}, {})
    assert ordered(told, "", narrowed=english) == ["one", "other", "three"]


def test_a_question_without_a_word_or_a_field_finds_nothing(told: Network) -> None:
    beside = Narrowed([[Filters.parse(kind="reflection")]], [Filters.parse(language="de")])

    assert [answered(told, text, beside).matching for text in ("", "-trust")] == [set(), set()]


def test_unwanted_words_and_fields_take_out(told: Network) -> None:
    not_german = Narrowed([[Filters()]], [Filters.parse(language="de")])

    assert answered(told, "trust -town").matching == {"reflection-two", "reflection-three"}
    assert answered(told, "trust", not_german).matching == {"reflection-one", "reflection-three"}


def test_a_document_is_as_good_as_its_best_section(network: Network) -> None:
    rest = " ".join(f"Sentence {number} tells of nothing." for number in range(200))
    network.reflect("long", f"{rest} Trust. Trust. Trust grows here.")
    network.reflect("short", "A garden.")

    found = answered(network, "trust nothing")

    section = found.sections["reflection-long"]
    assert (list(found.ranked), len(found.found[1].frequencies) > 1) == (["reflection-long"], True)
    assert section == next(iter(found.found[0].frequencies))


def test_the_newest_come_first_when_asked_for_and_equals_by_their_ids(told: Network) -> None:
    event = ReflectionRecorded(answers={"how": "Trust."}, language="en", author=ANNA.person, visibility="network")
    told.record("reflection-late", event, occurred_on="2018-01", visibility="network")

    assert ordered(told, "trust", "date") == ["late", "one", "three", "two"]


def test_leaving_out_takes_a_document_out_of_everything(told: Network) -> None:
    found = answered(told, "trust").without("reflection-two")

    assert found.matching == found.ranked.keys() == {"reflection-one", "reflection-three"}
    assert found.without("reflection-nowhere") == found


def test_only_so_many_are_ordered_and_what_is_not_ranked_stands_behind(
    told: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Answer(
        Query(),
        {"reflection-one", "reflection-two", "reflection-other"},
        {"reflection-two": Parts(0.5), "reflection-one": Parts(0.5)},
        {},
        (),
    )

    def orders() -> list[list[str]]:
        return [
            asked(told, lambda _, shelf, sort=sort: found.ordered(shelf, sort))  # type: ignore[misc]
            for sort in ("relevance", "date")
        ]

    enough = orders()
    monkeypatch.setattr(answering, "RANKED", 2)

    alphabet = ["reflection-one", "reflection-other", "reflection-two"]
    assert enough == [["reflection-one", "reflection-two", "reflection-other"], alphabet]
    assert orders() == [["reflection-one", "reflection-two"], alphabet[:2]]


def test_hidden_sections_match_nothing_and_change_no_figure(told: Network) -> None:
    def figures(reader: Reader) -> Any:
        found = answered(told, "trust walk garden", reader=reader)
        return {each: found.ranked[each].total for each in found.matching}, [each.having for each in found.found]

    before = figures(MEMBER)
    for name in ("secret", "deeper"):
        told.reflect(name, "Trust walks in the garden with trust.", visibility="private")

    assert figures(MEMBER) == before
    assert figures(AUTHOR)[0].keys() - before[0].keys() == {"reflection-secret", "reflection-deeper"}
