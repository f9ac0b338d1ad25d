"""The first stage against a count by hand: equal sets, equal scores, and nothing from hidden documents."""

from collections.abc import Iterator, Mapping, Sequence
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.projections.statistics import Totals
from epex.search.query import Query, Term
from epex.search.ranking import Matching, match, score
from epex.search.scope import Scope, damping_of

Texts = Mapping[int, Sequence[str]]
EVERY_STEM = "abcd"


class InMemory:
    """Postings of sections that are lists of stems."""

    def __init__(self, texts: Texts) -> None:
        """Take the sections."""
        self.texts = texts

    def frequencies(self, stem: str) -> Iterator[tuple[int, int]]:
        return ((number, text.count(stem)) for number, text in self.texts.items() if stem in text)

    def places(self, stem: str) -> Iterator[tuple[int, list[int]]]:
        for number, text in self.texts.items():
            if stem in text:
                yield number, [place for place, each in enumerate(text) if each == stem]


def term(*runs: str, relatives: str = "", times: int = 1, labelled: int = 0) -> Term:
    """Make a term of runs such as `ab`: the stems a and b in a row; the last of them are the thesaurus'."""
    alternatives = tuple(tuple(run) for run in runs)
    return Term(runs[0], alternatives, tuple(relatives), times, labels=alternatives[len(runs) - labelled :])


def document_of(number: int) -> str:
    """Let two sections that follow each other be of one document."""
    return f"document-{number // 2}"


def scope(texts: Texts) -> Scope:
    """Let a reader see some sections and no others."""
    total = sum(map(len, texts.values()))
    average = total / max(len(texts), 1) or 1
    return Scope(
        documents={number: document_of(number) for number in texts},
        damping={number: damping_of(len(text), average) for number, text in texts.items()},
        spoken=dict.fromkeys(texts, ""),
        languages={},
        audiences=frozenset({1}),
        totals=Totals(len(texts), total),
    )


def matched(query: Query, texts: Texts, seen: Texts | None = None) -> Matching:
    return match(query, InMemory(texts), scope(texts if seen is None else seen))


def scores(query: Query, texts: Texts) -> dict[int, float]:
    return score(matched(query, texts).found, scope(texts))


def occurrences(run: Sequence[str], text: Sequence[str]) -> int:
    return sum(tuple(text[start : start + len(run)]) == tuple(run) for start in range(len(text)))


def best(wanted: Term, text: Sequence[str]) -> float:
    """Count the best alternative; where there is none, the best relative for a share."""
    exact = max(occurrences(run, text) * (0.7 if run in wanted.labels else 1) for run in wanted.alternatives)
    return exact or max((text.count(stem) * 0.3 for stem in wanted.relatives), default=0)


def having(wanted: Term, texts: Texts) -> int:
    """Count the sections that have an alternative; where none has, those with a relative."""
    exact = sum(any(occurrences(run, text) for run in wanted.alternatives) for text in texts.values())
    return exact or sum(best(wanted, text) > 0 for text in texts.values())


def scored_by_hand(query: Query, texts: Texts) -> dict[int, float]:
    average = sum(map(len, texts.values())) / max(len(texts), 1) or 1
    counts = [(each, having(each, texts)) for each in query.wanted]
    weights = [
        (each, log(1 + (len(texts) - count + 0.5) / (count + 0.5)) * each.times * 3 / (each.times + 2))
        for each, count in counts
    ]
    most = sum(weight for _, weight in weights)
    found = {}
    for number, text in texts.items():
        damping = 1.2 * (0.25 + 0.75 * len(text) / average)
        worth = sum(weight * best(each, text) / (best(each, text) + damping) for each, weight in weights)
        if worth:
            found[number] = worth / most
    return found


def documents_by_hand(query: Query, texts: Texts) -> set[str]:
    def holding(wanted: Term) -> set[str]:
        return {document_of(number) for number, text in texts.items() if best(wanted, text)}

    every = {document_of(number) for number in texts}
    found = set().union(*map(holding, query.wanted)) if query.wanted else every
    for group in query.required:
        found &= set().union(*map(holding, group))
    return found - set().union(*map(holding, query.unwanted))


TEXTS = st.dictionaries(st.integers(0, 30), st.lists(st.sampled_from(EVERY_STEM), max_size=8), max_size=8)
RUNS = st.text(EVERY_STEM, min_size=1, max_size=3)
TERMS = st.builds(
    lambda runs, relatives, times, labelled: term(*runs, relatives=relatives, times=times, labelled=labelled),
    st.lists(RUNS, min_size=1, max_size=3, unique=True),
    st.text(EVERY_STEM, max_size=2),
    st.integers(1, 3),
    st.integers(0, 1),
)
GROUPS = st.lists(TERMS, min_size=1, max_size=2).map(tuple)
QUERIES = st.builds(
    lambda wanted, required, unwanted: Query(tuple(wanted), tuple(required), tuple(unwanted)),
    st.lists(TERMS, max_size=3),
    st.lists(GROUPS, max_size=2),
    st.lists(TERMS, max_size=2),
)


@given(TEXTS, QUERIES)
def test_the_documents_that_match_equal_a_count_by_hand(texts: Texts, query: Query) -> None:
    assert matched(query, texts).documents == documents_by_hand(query, texts)


@given(TEXTS, QUERIES)
def test_scores_equal_a_count_by_hand_and_are_a_share(texts: Texts, query: Query) -> None:
    found = scores(query, texts)

    assert found == pytest.approx(scored_by_hand(query, texts), abs=1e-8)
    assert all(0 < each < 1 for each in found.values())


@given(TEXTS, TEXTS, QUERIES)
def test_hidden_sections_change_nothing(texts: Texts, others: Texts, query: Query) -> None:
    hidden = {number + 100: text for number, text in others.items()}

    alone, among = matched(query, texts), matched(query, {**texts, **hidden}, seen=texts)

    assert among == alone
    assert score(among.found, scope(texts)) == score(alone.found, scope(texts))


def test_a_section_counts_its_best_alternative_and_not_their_sum() -> None:
    texts = {1: "a", 2: "ab", 3: "c"}

    assert scores(Query((term("a", "b"),)), texts) == scores(Query((term("a"),)), texts)


def test_what_was_typed_comes_before_what_the_thesaurus_adds_and_the_better_of_both_counts() -> None:
    texts = {0: "ac", 2: "bc", 4: "abb", 6: "c"}

    (found,) = matched(Query((term("a", "b", labelled=1),)), texts).found

    assert found.exact == pytest.approx({0: 1, 2: 0.7, 4: 1.4})
    assert found.having == 3


def test_what_only_looks_like_a_word_counts_for_a_share_and_never_beside_it() -> None:
    texts = {0: "aab", 2: "bb", 4: "cc"}
    query = Query((term("a", relatives="bc"),))

    (found,) = matched(query, texts).found

    assert (found.exact, found.having) == ({0: 2}, 1)
    assert found.frequencies == pytest.approx({0: 2, 2: 0.6, 4: 0.6})


def test_an_unwanted_first_section_takes_its_document_out() -> None:
    texts = {0: "ab", 1: "a", 2: "a", 4: "b", 6: "a"}

    found = matched(Query((term("a"),), unwanted=(term("b"),)), texts)

    assert found.documents == {"document-1", "document-3"}


def test_what_is_wanted_and_what_is_required_may_stand_in_different_sections() -> None:
    texts = {0: "a", 1: "b", 2: "a", 5: "b"}

    found = matched(Query((term("a"),), required=((term("b"), term("c")),)), texts)

    assert found.documents == {"document-0"}


def test_nobody_permitted_sees_nothing() -> None:
    texts = {0: "a", 1: "a"}

    found = matched(Query((term("a"),)), texts, seen={})

    assert (found.documents, [(each.exact, each.related) for each in found.found]) == (set(), [({}, {})])
