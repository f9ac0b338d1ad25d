"""Variants of words: the share that is found, and that nothing is lost unseen."""

from collections import Counter

import pytest

from epex.core.letters import normal
from epex.core.vocabulary import LANGUAGES
from epex.search.folding import words
from tests.search.variants import (
    MISSED,
    MISSED_IF_COMMON,
    Pair,
    correct,
    listed,
    missed,
    missed_if_common,
    pairs,
    share,
)

GOAL = 0.95
KINDS = {"inflection", "irregular", "compound", "spelling", "typo"}


@pytest.fixture(scope="module")
def lost() -> list[Pair]:
    return missed()


@pytest.fixture(scope="module")
def lost_if_common() -> list[Pair]:
    return missed_if_common()


@pytest.mark.slow
def test_nearly_all_variants_are_found(lost: list[Pair]) -> None:
    assert share(pairs(), lost) >= GOAL


@pytest.mark.slow
def test_what_is_missed_is_known(lost: list[Pair]) -> None:
    assert listed(lost) == MISSED.read_text("utf-8")


@pytest.mark.slow
def test_nearly_all_variants_of_a_common_word_are_found(lost_if_common: list[Pair]) -> None:
    assert share(correct(), lost_if_common) >= GOAL


@pytest.mark.slow
def test_what_is_missed_of_common_words_is_known(lost_if_common: list[Pair]) -> None:
    assert listed(lost_if_common) == MISSED_IF_COMMON.read_text("utf-8")


def test_every_language_has_pairs_of_its_own() -> None:
    counted = Counter(pair.language for pair in pairs())

    assert set(counted) == set(LANGUAGES)
    assert min(counted.values()) >= 24


def test_pairs_are_of_known_kinds_and_asked_once() -> None:
    told = pairs()

    assert {pair.kind for pair in told} == KINDS
    assert len({(pair.language, pair.query) for pair in told}) == len(told)


def test_texts_hold_the_form_and_not_what_is_asked_for() -> None:
    told = pairs()

    assert [pair for pair in told if pair.form.lower() not in pair.text.lower()] == []
    assert [pair for pair in told if pair.kind != "spelling" and _asked_in(pair)] == []


def _asked_in(pair: Pair) -> bool:
    asked, text = ([normal(word) for word in words(said)] for said in (pair.query, pair.text))
    return any(text[start : start + len(asked)] == asked for start in range(len(text)))
