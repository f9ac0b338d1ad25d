"""The second stage: pairs, grams and feedback, counted by hand, and the same whatever the sections' numbers."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.reader import Reader, grants_for
from epex.projections.statistics import Statistics
from epex.search import rescoring
from epex.search.analysis import NetworkAnalysis
from epex.search.counts import Counts
from epex.search.fts5 import Fts5Index
from epex.search.query import parse
from epex.search.ranking import match, score
from epex.search.rescoring import FEEDBACK, GRAMS, PAIRS, Parts, Rescorer
from epex.search.scope import damping_of, scope_of
from tests.laws import examples
from tests.search.networks import ANNA, MEMBER, Network, opened

AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
WORDS = ("oak", "elm", "ash", "pine", "fig")


def ranked(network: Network, text: str, reader: Reader = MEMBER) -> dict[str, Parts]:
    """Ask without expansion, and give the parts of each document's score, the best of the first stage first."""
    statistics = Statistics(network.views, NetworkAnalysis(("en",)))
    index = Fts5Index(network.views, statistics)
    query = parse(text, "en", ("en",))
    statistics.catch_up()
    scope = scope_of(statistics, reader)
    found = index.ask(lambda postings: match(query, postings, scope).found)
    again = Rescorer(Counts(statistics, scope.audiences), scope, query, found).rank(score(found, scope))
    return {scope.documents[number].removeprefix("reflection-"): parts for number, parts in again.items()}


def record(network: Network, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        network.reflect(name, text)


def rarity(having: int, of: int) -> float:
    return log(1 + (of - having + 0.5) / (having + 0.5))


def test_pairs_count_words_of_the_question_that_stand_near_each_other_in_its_order(network: Network) -> None:
    texts = {
        "next": "oak elm",
        "turned": "elm oak",
        "four": "oak fig fig fig elm",
        "five": "oak fig fig fig fig elm",
    }
    record(network, texts)

    found = {name: parts.pairs for name, parts in ranked(network, "oak elm").items()}

    # The only pair weighs all, so that its weight is cancelled; on the average a section has 15 / 4 stems.
    assert found == pytest.approx({"next": PAIRS / (1 + 0.78), "four": PAIRS / (1 + 1.5), "turned": 0.0, "five": 0.0})


def test_a_pair_that_stands_there_twice_counts_more(network: Network) -> None:
    record(network, {"once": "oak elm fig fig", "twice": "oak elm oak elm"})

    found = {name: parts.pairs for name, parts in ranked(network, "oak elm").items()}

    # Two neighbours, and the first oak with the second elm three words on.
    assert found == pytest.approx({"twice": PAIRS * 3 / (3 + 1.2), "once": PAIRS * 1 / (1 + 1.2)})


def test_pairs_weigh_what_the_rarer_word_but_the_commoner_of_both_weighs(network: Network) -> None:
    record(network, {"first": "oak elm", "second": "elm ash", "third": "elm fig"})

    found = {name: parts.pairs for name, parts in ranked(network, "oak elm ash").items()}

    # Both pairs have the elm, which is the commoner word, and weigh the same: half of all.
    half = PAIRS / 2 / (1 + 1.2)
    assert found == pytest.approx({"first": half, "second": half, "third": 0.0})


def test_a_word_that_nobody_wrote_and_a_word_said_twice_make_no_pair(network: Network) -> None:
    record(network, {"one": "oak oak elm"})

    assert [[parts.pairs for parts in ranked(network, text).values()] for text in ("oak oak", "oak yew", "oak")] == [
        [0.0],
        [0.0],
        [0.0],
    ]


def test_grams_know_a_word_by_how_it_is_written(network: Network) -> None:
    record(network, {"same": "oak", "other": "oaks"})

    found = {name: parts.grams for name, parts in ranked(network, "oak").items()}

    # The question's grams are _oak, which both have, and oak_; the sections have two and three grams.
    both, one = rarity(2, 2), rarity(1, 2)
    assert found == pytest.approx(
        {
            "same": GRAMS / (1 + damping_of(2, 2.5)),
            "other": GRAMS * both / (both + one) / (1 + damping_of(3, 2.5)),
        }
    )


def test_small_words_of_the_question_have_no_grams(network: Network) -> None:
    record(network, {"one": "oak theory", "two": "oak"})

    found = [ranked(network, text)["one"].grams for text in ("the oak", "oak")]

    assert found[0] == found[1]


def taught(parts: Mapping[str, Parts], texts: Mapping[str, str]) -> dict[str, float]:
    """Count the feedback by hand, of texts without small words: what the best say that two sections say at least."""
    lengths = {name: len(text.split()) for name, text in texts.items()}
    average = sum(lengths.values()) / len(texts)
    sums = {name: round(each.stems + each.pairs + each.grams, 9) for name, each in parts.items()}
    having = {word: sum(word in text.split() for text in texts.values()) for word in WORDS}

    def worth(name: str, word: str) -> float:
        count = texts[name].split().count(word)
        return count * 2.2 / (count + damping_of(lengths[name], average))

    teachers = sorted(sums, key=lambda name: (-sums[name], name))[:10]
    best = max(sums.values(), default=0.0)
    weights = {
        word: rarity(having[word], len(texts))
        * sum(exp((sums[name] - best) / 0.1) * worth(name, word) for name in teachers)
        for word in WORDS
        if having[word] >= 2
    }
    most = 2.2 * sum(weights.values()) or 1
    return {name: FEEDBACK * sum(weights[word] * worth(name, word) for word in weights) / most for name in parts}


def test_feedback_is_what_the_best_say_beside_what_was_asked(network: Network) -> None:
    texts = {"best": "oak oak elm", "like": "oak elm ash", "other": "oak fig pine", "silent": "elm fig ash"}
    record(network, texts)

    parts = ranked(network, "oak")
    found = {name: each.feedback for name, each in parts.items()}

    assert found == pytest.approx(taught(parts, texts))
    assert (sorted(found), found["like"] > found["other"]) == (["best", "like", "other"], True)


TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=14)


@examples(20)
@given(TEXTS)
def test_feedback_equals_a_count_by_hand(tmp_path_factory: pytest.TempPathFactory, written: list[str]) -> None:
    texts = {f"{number:02}": text for number, text in enumerate(written)}
    with opened(tmp_path_factory.mktemp("feedback")) as network:
        record(network, texts)

        parts = ranked(network, "oak fig")

        assert {name: each.feedback for name, each in parts.items()} == pytest.approx(taught(parts, texts))


def test_a_word_that_only_one_section_says_teaches_nothing(network: Network) -> None:
    record(network, {"one": "oak pine", "two": "oak fig"})

    found = {name: parts.feedback for name, parts in ranked(network, "oak").items()}

    # All that is taught is the oak itself.
    assert found == pytest.approx({"one": FEEDBACK / 2.2, "two": FEEDBACK / 2.2})


def test_what_is_meant_to_the_letter_gets_no_feedback(network: Network) -> None:
    texts = {"best": "oak oak elm", "like": "oak elm ash", "other": "oak fig pine"}
    record(network, texts)

    plain, exact, mixed = (ranked(network, text) for text in ("oak", '"oak"', '"oak" elm'))

    assert [{name: parts.feedback for name, parts in some.items()} for some in (exact, mixed)] == [
        dict.fromkeys(texts, 0.0)
    ] * 2
    assert min(parts.feedback for parts in plain.values()) > 0


def test_feedback_comes_only_from_what_the_reader_sees(network: Network) -> None:
    record(network, {"one": "oak elm", "two": "oak elm fig", "three": "oak ash fig"})
    before = ranked(network, "oak")

    network.reflect("hidden", "oak oak ash ash ash", visibility="private")
    network.reflect("secret", "oak ash ash", visibility="private")

    assert (ranked(network, "oak"), ranked(network, "oak", AUTHOR) == before) == (before, False)


def test_nothing_found_is_nothing_ranked(network: Network) -> None:
    record(network, {"one": "oak"})

    assert ranked(network, "yew") == {}


def test_the_total_is_the_sum_of_the_parts() -> None:
    assert Parts(0.25, 0.125, 0.5, 1.0).total == 1.875


def by_documents(
    network: Network, texts: Mapping[str, str], order: Iterable[str], text: str
) -> list[tuple[str, float]]:
    for name in order:
        network.reflect(name, texts[name])
    parts = ranked(network, text)
    return sorted(((name, each.total) for name, each in parts.items()), key=lambda pair: (-pair[1], pair[0]))


def test_equals_are_cut_in_the_order_of_their_ids(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "CANDIDATES", 3)
    monkeypatch.setattr(rescoring, "RANKED", 2)
    monkeypatch.setattr(rescoring, "TEACHERS", 2)
    texts = dict.fromkeys("abcde", "oak elm")

    found = []
    for order in ("abcde", "edcba", "caebd"):
        with opened(tmp_path_factory.mktemp("cut")) as network:
            found.append([name for name, _ in by_documents(network, texts, order, "oak")])

    assert found == [["a", "b"]] * 3


def test_a_long_text_takes_one_place_whatever_its_sections(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "CANDIDATES", 4)
    monkeypatch.setattr(rescoring, "RANKED", 3)
    long = "Oak oak oak elm oak ash oak fig oak. " * 1000
    texts = {"a": long, "b": long, "c": "Elm grows as a fig under an ash.", "d": "Oak and elm and fig and yew."}

    assert [name for name, _ in by_documents(network, texts, "abcd", "oak elm")] == ["a", "b", "d"]


@pytest.mark.slow
@examples(20)
@given(TEXTS, st.randoms(use_true_random=False), st.sampled_from(["oak fig", "elm", '"oak elm"', "fig ash oak"]))
def test_the_numbers_of_sections_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, written: Sequence[str], random: Random, text: str
) -> None:
    texts = {f"{number:02}": each for number, each in enumerate(written)}
    shuffled = sorted(texts, key=lambda _: random.random())

    with opened(tmp_path_factory.mktemp("one")) as one, opened(tmp_path_factory.mktemp("other")) as other:
        assert by_documents(one, texts, texts, text) == by_documents(other, texts, shuffled, text)
