"""How often terms stand in what one reader sees."""

import pytest

from epex.core.reader import Reader, grants_for
from epex.projections.statistics import Statistics
from epex.search import counts
from epex.search.analysis import NetworkAnalysis
from epex.search.counts import Counts
from tests.search.networks import ANNA, MEMBER, Network

AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))


def statistics(network: Network) -> Statistics:
    made = Statistics(network.views, NetworkAnalysis(("en",)))
    made.catch_up()
    return made


def counted(network: Network, reader: Reader = MEMBER) -> Counts:
    made = statistics(network)
    return Counts(made, frozenset(made.audiences(reader)))


@pytest.fixture
def told(network: Network) -> Network:
    """Tell a little, and something that only its author reads, in words of its own and in the same."""
    network.reflect("one", "Prison, prisoners, trust.")
    network.reflect("two", "Trust, trusting.")
    network.reflect("secret", "Trust a prism in a trusthouse.", visibility="private")
    return network


def test_sections_with_a_stem_are_counted_and_what_stands_in_none_is_left_out(told: Network) -> None:
    assert counted(told).stems(["trust", "prison", "prism", "nothing"]) == {"trust": 2, "prison": 1}
    assert counted(told, AUTHOR).stems(["trust", "prism"]) == {"trust": 3, "prism": 1}


def test_grams_are_counted_alike(told: Network) -> None:
    assert counted(told).grams(["_tru", "rism", "pris"]) == {"_tru": 2, "pris": 1}
    assert counted(told, AUTHOR).grams(["_tru", "rism", "pris"]) == {"_tru": 3, "rism": 1, "pris": 2}


def test_what_was_counted_is_remembered_also_that_there_was_nothing(told: Network) -> None:
    known = counted(told)
    first = known.stems(["trust", "garden"])
    told.reflect("three", "Trust in a garden.")
    statistics(told)

    assert (first, known.stems(["trust", "garden", "prison"])) == ({"trust": 2}, {"trust": 2, "prison": 1})
    assert counted(told).stems(["trust", "garden"]) == {"trust": 3, "garden": 1}


def test_stems_are_listed_by_their_beginning_as_the_reader_sees_them(told: Network) -> None:
    readers = (MEMBER, AUTHOR)

    assert [counted(told, reader).beginning("pris") for reader in readers] == [["prison"], ["prism", "prison"]]
    assert counted(told).beginning("") == ["prison", "trust"]


def test_stems_are_listed_by_what_they_hold(told: Network) -> None:
    readers, parts = (MEMBER, AUTHOR), ("rus", "ris", "xyz")

    found = [[list(counted(told, reader).holding(part)) for part in parts] for reader in readers]

    assert found == [[["trust"], ["prison"], []], [["trust", "trusthous"], ["prism", "prison"], []]]


def test_a_stem_that_holds_a_part_twice_is_given_once(network: Network) -> None:
    network.reflect("one", "anan")

    assert list(counted(network).holding("an")) == ["anan"]


def test_sections_are_read_once_and_those_that_are_gone_left_out(told: Network) -> None:
    known = counted(told)
    numbers = [row["number"] for row in statistics(told).documents(statistics(told).audiences(MEMBER))]

    first = known.sections([*numbers, 999])
    again = known.sections(numbers)

    assert sorted(section["stems"] for section in first.values()) == ["prison prison trust", "trust trust"]
    assert all(again[number] is first[number] for number in numbers)


def test_no_more_sections_are_kept_than_there_is_room_for(told: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "MOST_SECTIONS", 1)
    known = counted(told)
    numbers = [row["number"] for row in statistics(told).documents(statistics(told).audiences(MEMBER))]

    assert [len(known.sections(numbers)) for _ in range(2)] == [2, 2]


def test_who_sees_nothing_counts_nothing(told: Network) -> None:
    nothing = Counts(statistics(told), frozenset())

    assert (nothing.stems(["trust"]), nothing.grams(["_tru"]), nothing.beginning("t")) == ({}, {}, [])
    assert list(nothing.holding("t")) == []
