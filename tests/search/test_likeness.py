"""More like this."""

import pytest

from epex.core.decision import Refused
from epex.core.organisation import OrganisationJoined
from epex.search.likeness import MOST, question_of
from epex.search.query import Query, Term
from tests.search.networks import MEMBER, Network, ids
from tests.search.shelves import AUTHOR, asked

GONE = "'{}' is nothing that is searched; give the id of something that a search finds."


def question(network: Network, document: str, reader: object = MEMBER) -> list[tuple[str, int]]:
    wanted = asked(network, lambda _, shelf: question_of(document, shelf), reader).wanted  # type: ignore[arg-type]
    return [(term.typed, term.times) for term in wanted]


@pytest.fixture
def gardens(network: Network) -> Network:
    """Record what is about a garden and a mentor, and what is not."""
    network.reflect("one", "A mentor digs in the garden; the garden teaches the mentor to dig.")
    network.reflect("two", "The garden and a mentor.")
    network.reflect("three", "A garden.")
    for name in ("four", "five", "six"):
        network.reflect(name, "Prisoners write letters to a quiet town.")
    return network


def test_a_document_asks_for_its_telling_words_that_others_say_too(gardens: Network) -> None:
    assert question(gardens, "reflection-one") == [("mentor", 2), ("garden", 2)]
    assert question(gardens, "reflection-three") == [("garden", 1)]


def test_its_words_are_asked_for_as_they_are_kept(gardens: Network) -> None:
    made = asked(gardens, lambda _, shelf: question_of("reflection-three", shelf))

    assert made == Query(wanted=(Term("garden", (("garden",),), kind="stem"),))


def test_words_that_nobody_else_says_ask_for_nothing(network: Network) -> None:
    network.reflect("one", "Alone.")
    network.reflect("two", {})

    assert (question(network, "reflection-one"), question(network, "reflection-two")) == ([], [])
    assert network.search().like("reflection-one")["total"] == 0


def test_no_more_words_are_asked_for_than_tell_something(network: Network) -> None:
    text = " ".join(f"word{number:03}" for number in range(MOST + 5))
    network.reflect("one", text)
    network.reflect("two", text)

    assert question(network, "reflection-one") == [(f"word{number:03}", 1) for number in range(MOST)]


def test_like_finds_what_says_the_same_and_never_the_thing_itself(gardens: Network) -> None:
    found = gardens.search().like("reflection-one")

    assert (ids(found), found["total"], found["like"]) == (["two", "three"], 2, "reflection-one")
    assert found["facets"]["kind"] == {"reflection": 2}
    assert sorted(found) == ["facets", "hits", "like", "took_ms", "total"]
    assert found["hits"][0]["snippet"] == "The [[garden]] and a [[mentor]]."


def test_like_takes_what_narrows_and_orders(gardens: Network) -> None:
    search = gardens.search()

    assert search.like("reflection-one", kind="theme")["total"] == 0
    assert ids(search.like("reflection-one", limit=1, offset=1)) == ["three"]
    assert ids(search.like("reflection-one", sort="date")) == ["three", "two"]
    assert "explanation" in search.like("reflection-one", explain=True)["hits"][0]
    with pytest.raises(Refused):
        search.like("reflection-one", kind="person")


def test_what_is_hidden_or_not_there_or_not_searched_is_refused_alike(gardens: Network) -> None:
    gardens.record("organisation-north", OrganisationJoined(name="North", country="NO", kind="ngo"))
    gardens.reflect("secret", "A mentor in a garden.", visibility="private")

    for document in ("reflection-secret", "reflection-nowhere", "organisation-north", "", "\udcff"):
        with pytest.raises(Refused) as refused:
            gardens.search().like(document)
        assert str(refused.value) == str(Refused(GONE.format(document)))
    assert ids(gardens.search(AUTHOR).like("reflection-secret")) == ["two", "one", "three"]


def test_what_is_hidden_makes_no_word_telling_and_changes_no_figure(gardens: Network) -> None:
    def answer(reader: object) -> object:
        return {**gardens.search(reader).like("reflection-one", explain=True), "took_ms": 0}  # type: ignore[arg-type]

    asked_before, before = question(gardens, "reflection-one"), answer(MEMBER)
    for name in ("secret", "other"):
        gardens.reflect(name, "Digging teaches; a mentor, a garden, a garden.", visibility="private")

    assert (question(gardens, "reflection-one"), answer(MEMBER)) == (asked_before, before)
    assert dict(question(gardens, "reflection-one", AUTHOR)).keys() == {"mentor", "garden", "dig", "teach"}
    assert answer(AUTHOR) != before
