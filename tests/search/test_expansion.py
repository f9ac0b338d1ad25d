"""Terms stand for more than their stems: for what was cut off, and for what looks like them, if the reader sees it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.reader import Reader, grants_for
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.counts import Counts
from epex.search.expansion import FEW, MOST_ALIKE, MOST_ENDINGS, Expansion
from epex.search.query import Query, Term, parse
from tests.laws import examples
from tests.search.networks import ANNA, MEMBER, Network, opened

AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
ENGLISH = ("en",)


def expansion(network: Network, reader: Reader = MEMBER, languages: Sequence[str] = ENGLISH) -> Expansion:
    statistics = Statistics(network.views, NetworkAnalysis(languages))
    statistics.catch_up()
    return Expansion(Counts(statistics, frozenset(statistics.audiences(reader))))


def asked(text: str, languages: Sequence[str] = ENGLISH) -> Query:
    return parse(text, "en", languages)


def expanded(network: Network, text: str, reader: Reader = MEMBER) -> Query:
    return expansion(network, reader).of(asked(text))


def alternatives(query: Query) -> list[list[str]]:
    return [[" ".join(run) for run in term.alternatives] for term in query.wanted]


def relatives(query: Query) -> list[list[str]]:
    return [list(term.relatives) for term in query.wanted]


def test_a_beginning_stands_for_every_stem_with_it(network: Network) -> None:
    network.reflect("one", "Prison, prisoner, imprisoned, prior, press.")

    assert alternatives(expanded(network, "pris*")) == [["prison"]]


def test_the_commonest_ends_come_first(network: Network) -> None:
    network.reflect("one", "Garden, garlic, garage.")
    network.reflect("two", "Garlic, garage.")
    network.reflect("three", "Garlic.")

    assert alternatives(expanded(network, "gar*")) == [["garlic", "garag", "garden"]]


def test_a_beginning_stands_for_no_more_than_an_index_looks_up(network: Network) -> None:
    network.reflect("one", " ".join(f"x{number:03}" for number in range(MOST_ENDINGS + 50)))

    (found,) = alternatives(expanded(network, "x*"))

    assert found == [f"x{number:03}" for number in range(MOST_ENDINGS)]


def test_a_beginning_is_folded(network: Network) -> None:
    network.reflect("one", "Größe")

    assert alternatives(expanded(network, "GRÖ*")) == [["grosse"]]


def test_a_beginning_is_expanded_in_every_spelling(network: Network) -> None:
    network.reflect("one", "Åbent", language="da")
    network.reflect("two", "aabent", language="da")
    network.reflect("three", "soester", language="da")

    found = [alternatives(expanded(network, typed)) for typed in ("åb*", "aab*", "søst*", "sost*", "soest*")]

    assert [[sorted(each) for each in one] for one in found] == [[["aabent", "abent"]]] * 2 + [[["soest"]]] * 3


def test_a_beginning_ends_where_the_alphabet_goes_on(network: Network) -> None:
    network.reflect("one", "ab abz ac abج ab\U0001d7d8")

    (found,) = alternatives(expanded(network, "ab*"))

    assert found == ["ab", "ab0", "abz", "abج"]


def test_a_stem_that_the_reader_finds_nowhere_is_not_looked_up(network: Network) -> None:
    network.reflect("open", "House.")
    network.reflect("private", "Mentor.", visibility="private")

    found = [alternatives(expanded(network, 'mentor house "mentor house"', reader)) for reader in (MEMBER, AUTHOR)]

    assert found == [[[], ["hous"], []], [["mentor"], ["hous"], ["mentor hous"]]]


def test_an_ending_that_only_others_wrote_is_none(network: Network) -> None:
    network.reflect("open", "Prison.")
    network.reflect("private", "Prism.", visibility="private")

    assert [alternatives(expanded(network, "pris*", reader)) for reader in (MEMBER, AUTHOR)] == [
        [["prison"]],
        [["prism", "prison"]],
    ]


def test_an_unwanted_beginning_is_expanded_too(network: Network) -> None:
    network.reflect("one", "Prison, prism, trust.")

    query = expanded(network, "trust -pris*")

    assert [[" ".join(run) for run in term.alternatives] for term in query.unwanted] == [["prism", "prison"]]


@pytest.mark.parametrize(
    ("typed", "close"),
    [
        ("mentr", ["mentor"]),
        ("mentorr", ["mentor"]),
        ("xmentor", ["mentor"]),
        ("entor", ["mentor"]),
        ("netmor", []),
        ("garden", []),
        ("ment", ["mentor"]),
        ("men", []),
    ],
)
def test_a_word_that_nobody_wrote_has_those_that_look_like_it(network: Network, typed: str, close: list[str]) -> None:
    network.reflect("one", "Mentor, prison, house.")

    assert relatives(expanded(network, typed)) == [close]


def test_a_form_that_stands_somewhere_is_an_alternative(network: Network) -> None:
    network.reflect("one", "They organized youth-work.")

    assert alternatives(expanded(network, "organise youthwork labour")) == [
        ["organiz"],
        ["youthwork", "youth work"],
        [],
    ]


def test_a_common_word_has_its_compounds_for_relatives(network: Network) -> None:
    for number in range(FEW):
        network.reflect(f"one-{number}", "Gefängnis Wohngruppe", language="de")
    network.reflect("other", "Jugendgefängnis, Gruppe; gefangen.", language="de")

    found = expansion(network, languages=("de",)).of(parse("Gefängnis Wohngruppe", "de", ("de",)))

    assert relatives(found) == [["jugendgefangnis"], ["grupp"]]


def test_a_part_of_a_compound_looks_like_it(network: Network) -> None:
    network.reflect("one", "Kindergarten.")

    assert relatives(expanded(network, "garten")) == [["kindergarten"]]


def test_the_closest_come_first_and_not_too_many(network: Network) -> None:
    network.reflect("one", " ".join(f"mentor{letter}x" for letter in "abcdefghijklmnopqrstuvwxyz") + " mentro")

    (found,) = relatives(expanded(network, "mentor"))

    assert found == [f"mentor{letter}x" for letter in "abcdefghijklmnopqrstuvwxyz"][:MOST_ALIKE]


@pytest.mark.parametrize(("sections", "close"), [(FEW - 1, ["mentro"]), (FEW, [])])
def test_a_word_that_is_common_has_no_relatives(network: Network, sections: int, close: list[str]) -> None:
    network.reflect("slip", "Mentro.")
    for number in range(sections):
        network.reflect(f"{number}", "Mentor.")

    assert relatives(expanded(network, "mentor")) == [close]


def test_a_word_that_is_meant_about_has_relatives_however_common(network: Network) -> None:
    network.reflect("slip", "Mentro.")
    for number in range(FEW):
        network.reflect(f"{number}", "Mentor.")

    assert [relatives(expanded(network, text)) for text in ("mentor~", "mentor", '"mentor"')] == [
        [["mentro"]],
        [[]],
        [[]],
    ]


def test_relatives_are_only_those_that_the_reader_sees(network: Network) -> None:
    network.reflect("open", "Mentro.")
    network.reflect("private", "Mentorx.", visibility="private")

    assert [relatives(expanded(network, "mentor", reader)) for reader in (MEMBER, AUTHOR)] == [
        [["mentro"]],
        [["mentorx", "mentro"]],
    ]


def test_how_common_a_word_is_counts_only_what_the_reader_sees(network: Network) -> None:
    network.reflect("slip", "Mentro.")
    network.reflect("open", "Mentor.")
    for number in range(FEW):
        network.reflect(f"{number}", "Mentor.", visibility="private")

    assert [relatives(expanded(network, "mentor", reader)) for reader in (MEMBER, AUTHOR)] == [[["mentro"]], [[]]]


def test_what_only_looks_like_an_unwanted_word_is_not_unwanted(network: Network) -> None:
    network.reflect("one", "Mentro, trust.")

    query = expanded(network, "trust -mentor")

    assert [term.relatives for term in query.unwanted] == [()]


def test_a_phrase_stands_for_itself(network: Network) -> None:
    network.reflect("one", "Mentor, house, mentro, hause.")

    query = expanded(network, '"mentor house"')

    assert (alternatives(query), relatives(query)) == ([["mentor hous"]], [[]])


def test_what_is_wanted_and_needed_and_said_stays_the_same_term(network: Network) -> None:
    network.reflect("one", "Mentro, prison.")

    query = expanded(network, 'mentor "some prison" or pris* mentor')

    assert set(query.order) == set(query.wanted)
    assert {term for group in query.required for term in group} <= set(query.wanted)
    assert [term.times for term in query.wanted] == [2, 1, 1]


def test_alike_puts_the_closest_first(network: Network) -> None:
    network.reflect("one", "Mentoring, mentr, mantra, garden.")

    found = expansion(network).alike(Term("mentor", (("mentor",),)))

    assert found == ["mentor", "mentr"]


LETTERS = st.text("abcdé", min_size=1, max_size=6)


@examples(20)
@given(st.lists(LETTERS, max_size=6), st.lists(LETTERS, max_size=6), LETTERS, st.sampled_from(["*", "~", ""]))
def test_nothing_of_what_others_read_is_in_an_expansion(
    tmp_path_factory: pytest.TempPathFactory, seen: list[str], hidden: list[str], typed: str, sign: str
) -> None:
    with opened(tmp_path_factory.mktemp("expansion")) as network:
        network.reflect("open", " ".join(seen))
        before = expansion(network)
        alone = (before.of(asked(typed + sign)), before.alike(Term(typed, ())))

        network.reflect("private", " ".join(hidden), visibility="private")
        after = expansion(network)

        assert (after.of(asked(typed + sign)), after.alike(Term(typed, ()))) == alone
