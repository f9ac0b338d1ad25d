"""Ranking against a count by hand: equal sets, equal scores, and nothing from hidden documents."""

from collections.abc import Iterator, Mapping, Sequence
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.search.query import Clause, Query
from epex.search.ranking import answer

Texts = Mapping[int, Sequence[str]]
EVERY_STEM = "abcd"


class InMemory:
    """Postings of texts that are lists of stems."""

    def __init__(self, texts: Texts) -> None:
        """Take the texts."""
        self.texts = texts

    def frequencies(self, stem: str) -> Iterator[tuple[int, float]]:
        return ((number, text.count(stem)) for number, text in self.texts.items() if stem in text)

    def places(self, stem: str) -> Iterator[tuple[int, list[int]]]:
        for number, text in self.texts.items():
            if stem in text:
                yield number, [place for place, each in enumerate(text) if each == stem]

    def length(self, document: int) -> int:
        return len(self.texts[document])


def clause(*runs: str, required: bool = False, times: int = 1) -> Clause:
    """Make a clause of runs such as `ab`: the stems a and b in a row."""
    return Clause(runs[0], tuple(tuple(run) for run in runs), times, required)


def occurrences(run: Sequence[str], text: Sequence[str]) -> int:
    return sum(tuple(text[start : start + len(run)]) == tuple(run) for start in range(len(text)))


def best(wanted: Clause, text: Sequence[str]) -> int:
    return max(occurrences(run, text) for run in wanted.alternatives)


def counted_by_hand(query: Query, texts: Texts) -> dict[int, float]:
    average = sum(map(len, texts.values())) / max(len(texts), 1) or 1
    found = {}
    for number, text in texts.items():
        score, length = 0.0, 0.25 + 0.75 * len(text) / average
        for each in query.wanted:
            count, having = best(each, text), sum(best(each, other) > 0 for other in texts.values())
            rarity = log(1 + (len(texts) - having + 0.5) / (having + 0.5)) * each.times * 3 / (each.times + 2)
            score += rarity * count * 2.2 / (count + 1.2 * length)
        missing = any(each.required and not best(each, text) for each in query.wanted)
        spoiled = any(best(each, text) for each in query.unwanted)
        if score and not missing and not spoiled:
            found[number] = score
    return found


TEXTS = st.dictionaries(st.integers(0, 30), st.lists(st.sampled_from(EVERY_STEM), max_size=8), max_size=8)
RUNS = st.text(EVERY_STEM, min_size=1, max_size=3)
CLAUSES = st.builds(
    lambda runs, required, times: clause(*runs, required=required, times=times),
    st.lists(RUNS, min_size=1, max_size=3, unique=True),
    st.booleans(),
    st.integers(1, 3),
)
QUERIES = st.builds(
    lambda wanted, unwanted: Query(tuple(wanted), tuple(unwanted)),
    st.lists(CLAUSES, max_size=3),
    st.lists(CLAUSES, max_size=2),
)


@given(TEXTS, QUERIES)
def test_answer_equals_a_count_by_hand(texts: Texts, query: Query) -> None:
    scores, _ = answer(query, InMemory(texts), texts.keys())

    assert scores == pytest.approx(counted_by_hand(query, texts), abs=1e-8)


@given(TEXTS, TEXTS, QUERIES)
def test_hidden_documents_change_nothing(texts: Texts, others: Texts, query: Query) -> None:
    hidden = {number + 100: text for number, text in others.items()}

    alone = answer(query, InMemory(texts), texts.keys())
    among = answer(query, InMemory({**texts, **hidden}), texts.keys())

    assert among == alone


def test_a_document_counts_its_best_alternative_and_not_their_sum() -> None:
    texts = {1: "a", 2: "ab", 3: "c"}

    scores, _ = answer(Query((clause("a", "b"),)), InMemory(texts), texts.keys())
    alone, _ = answer(Query((clause("a"),)), InMemory(texts), texts.keys())

    assert scores == alone


def test_an_unwanted_first_document_stays_out() -> None:
    texts = {0: "ab", 1: "a", 2: "ab", 3: "a"}

    scores, _ = answer(Query((clause("a"),), (clause("b"),)), InMemory(texts), texts.keys())

    assert list(scores) == [1, 3]


def test_nobody_permitted_sees_nothing() -> None:
    texts = {0: "a", 1: "a"}

    found = answer(Query((clause("a"),)), InMemory(texts), set())

    assert found == ({}, [clause("a")])


def test_answer_names_the_clauses_that_nobody_has() -> None:
    texts = {0: "a"}

    _, missing = answer(Query((clause("a"), clause("z"), clause("az"))), InMemory(texts), texts.keys())

    assert missing == [clause("z"), clause("az")]
