"""What is new to a reader since a look, on both indexes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from epex.core.challenge import ChallengeStated
from epex.core.reader import OVERSEER, Reader
from epex.core.reflection import ReflectionReleased, ReflectionRevised
from epex.core.search import Look
from epex.search.news import look_of
from tests.search.networks import ANNA, MEMBER, Network, ids, opened

BO = MEMBER.person


@pytest.fixture(params=[True, False], ids=["whoosh", "fts5"])
def folder(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    with opened(tmp_path) as made:
        made.reflect("old", "Trust comes slowly.")
        made.reflect("other", "We speak of tea.")
        made.reflect("hidden", "Trust is hidden.", "private")
        yield made


def new(found: dict[str, Any]) -> tuple[int, list[str], list[str]]:
    """Give how many are new, which of the hits are, and all hits in their order."""
    marked = [hit for hit in found["hits"] if hit["new"]]
    return found["new"], ids({"hits": marked}), ids(found)


def test_what_came_after_a_look_is_new_and_comes_first(network: Network, folder: bool) -> None:  # noqa: FBT001
    search = network.search(folder=folder)
    look = search.look()
    assert new(search.search("trust", seen=look)) == (0, [], ["old"])

    network.reflect("long", f"Trust and {'tea and talk and ' * 40} more.")
    network.reflect("tea", "More tea.")

    assert ids(search.search("trust")) == ["old", "long"]
    assert new(search.search("trust", seen=look)) == (1, ["long"], ["long", "old"])
    assert new(search.search("trust", seen=search.look())) == (0, [], ["old", "long"])


def test_a_search_without_a_look_tells_nothing_of_news(network: Network) -> None:
    found = network.search().search("trust")

    assert ("new" in found, "new" in found["hits"][0]) == (False, False)


def test_changed_words_are_new(network: Network) -> None:
    search = network.search()
    look = search.look()

    network.record("reflection-other", ReflectionRevised(answers={"how": "Trust, then tea."}, version=2, reason="More"))

    assert new(search.search("trust tea", seen=look))[:2] == (1, ["other"])


def test_what_becomes_readable_is_new(network: Network) -> None:
    search = network.search()
    look = search.look()

    network.record("reflection-hidden", ReflectionReleased(visibility="network"))

    assert new(search.search("trust", seen=look))[:2] == (1, ["hidden"])


def test_what_was_there_before_is_new_to_whoever_may_read_it_since(network: Network) -> None:
    stated = ChallengeStated(text="Trust within the house", language="en", organisation="organisation-west")
    network.record("challenge-inside", stated, visibility="organisation", audience="organisation-west")
    outside = network.search()
    look = outside.look()
    inside = replace(MEMBER, grants=MEMBER.grants | {"organisation:organisation-west"})

    assert new(outside.search("trust", seen=look))[:2] == (0, [])
    assert new(network.search(inside).search("trust", seen=look))[:2] == (1, ["challenge-inside"])


def test_what_is_hidden_changes_no_look_and_no_news(network: Network) -> None:
    search = network.search()
    look, before = search.look(), search.search("trust", seen=Look())

    network.reflect("dark", "Trust trust trust.", "private")
    network.record("reflection-hidden", ReflectionRevised(answers={"how": "Trust again."}, version=2, reason="More"))

    assert search.look() == look
    assert new(search.search("trust", seen=look)) == (0, [], ["old"])
    assert {**search.search("trust", seen=Look()), "took_ms": 0} == {**before, "took_ms": 0}


def test_more_than_are_ranked_are_counted_and_all_shown_that_are_new(network: Network) -> None:
    search = network.search(folder=False)
    look = search.look()

    for number in range(110):
        network.reflect(f"n{number}", f"Trust {'word ' * (number % 7)}")

    found = search.search("trust", seen=look, limit=200)
    assert (found["new"], len(found["hits"]), all(hit["new"] for hit in found["hits"])) == (110, 110, True)
    assert {hit["id"] for hit in found["hits"]} == {f"reflection-n{number}" for number in range(110)}
    assert len(search.search("trust", seen=search.look(), limit=200)["hits"]) == 100
    assert (search.search("trust", seen=look, limit=0)["new"], search.search("trust", seen=look, limit=0)["hits"]) == (
        110,
        [],
    )


def test_a_look_remembers_what_the_reader_opens_and_whether_they_oversee() -> None:
    officer = Reader(BO, roles=frozenset({OVERSEER}), grants=frozenset({"network", "public"}))

    assert look_of(officer, 3) == Look(3, ("data_protection_officer", "network", "public"))
    assert look_of(replace(officer, roles=frozenset()), 3) == Look(3, ("network", "public"))


def test_an_officer_had_seen_what_was_private_and_an_author_their_own(network: Network) -> None:
    officer = Reader("person-dora", roles=frozenset({OVERSEER}), grants=MEMBER.grants)
    author = Reader(ANNA.person, grants=frozenset({"network", "public"}))

    for reader in (officer, author):
        search = network.search(reader)
        assert new(search.search("trust", seen=search.look()))[:2] == (0, [])
        assert new(search.search("trust", seen=Look()))[0] == 2
