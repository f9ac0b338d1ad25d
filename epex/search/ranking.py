"""Stage one: which sections answer a question, scored by BM25 over what the reader may see, and over nothing else.

A term is a group of stems: the ways in which one word may stand. A section counts its best, and never their sum.
"""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from math import log
from operator import and_
from typing import Protocol

from epex.search.query import Query, Stems, Term
from epex.search.scope import K1, Scope

# What only looks like a word counts for this share of it.
RELATED = 0.3
# And so does a word that only helps others to name something: the building in trust building.
HELPING = 0.3
# And so does what was not typed, a form or what only the thesaurus knows: what was typed comes first.
UNTYPED = 0.7

Begun = Callable[[Sequence[str]], Iterable[int]]


class Postings(Protocol):
    """What an index knows: where a stem stands. Sections are numbers."""

    def frequencies(self, stem: str) -> Iterable[tuple[int, int]]:
        """Give each section with the stem, and how often the stem stands there."""

    def places(self, stem: str) -> Iterable[tuple[int, Collection[int]]]:
        """Give each section with the stem, and at which stems of it this one stands."""


@dataclass(frozen=True, slots=True)
class Found:
    """The permitted sections that have a term, how often each has its best alternative, and which have a relative.

    `standing` names the sections that have each alternative.
    """

    term: Term
    exact: Mapping[int, float]
    related: Mapping[int, float]
    standing: Mapping[Stems, Collection[int]]

    @property
    def frequencies(self) -> Mapping[int, float]:
        """Give how often each section has the term, or what looks like it."""
        return {**self.related, **self.exact} if self.related else self.exact

    @property
    def having(self) -> int:
        """Count the sections that have the term; where none has, those with what looks like it."""
        return len(self.exact) or len(self.related)

    @property
    def weight(self) -> float:
        """Tell how much the question makes of the term; what is said again matters more, but not as often."""
        return damped(self.term.times) * (HELPING if self.term.is_helping else 1)


@dataclass(frozen=True, slots=True)
class Matching:
    """What answers a question: documents, the sections that hold a wanted term, and what was found of each term."""

    documents: AbstractSet[str]
    found: Sequence[Found]


def match(query: Query, postings: Postings, scope: Scope, begun: Begun = lambda _: ()) -> Matching:
    """Find the documents that answer: some wanted term, one of each required group, and nothing unwanted.

    `begun` lists the sections in which words begin so; an index knows them by their stems alone.
    """
    finding = _once(lambda term: find(term, postings, scope.spoken, begun))
    found = [finding(term) for term in query.wanted]
    documents = _documents(found, scope) if found else set(scope.documents.values())
    required = (_documents(map(finding, group), scope) for group in query.required)
    unwanted = _documents(map(finding, query.unwanted), scope)
    return Matching(reduce(and_, required, documents) - unwanted, found)


def find(term: Term, postings: Postings, permitted: Mapping[int, str], begun: Begun = lambda _: ()) -> Found:
    """Find the permitted sections that have one of a term's alternatives, or a word that begins as one cut off.

    Of each permitted section the language is given.
    """
    best: dict[int, float] = {}
    standing: dict[Stems, Collection[int]] = {}
    for run in term.alternatives:
        counted = postings.frequencies(run[0]) if len(run) == 1 else _runs(run, postings)
        share = UNTYPED if run in term.labels or run in term.forms else 1
        seen = {number: count * share for number, count in counted if number in permitted}
        if run in term.foreign:
            seen = {number: count for number, count in seen.items() if permitted[number] != term.language}
        if best:
            seen |= {number: max(best[number], seen[number]) for number in best.keys() & seen.keys()}
        best |= seen
        standing[run] = seen.keys()
    if term.kind == "beginning":
        # Neither has every stem that begins so such words, nor every such word a stem that begins so.
        best = {number: best.get(number, 1) for number in begun(term.beginnings) if number in permitted}
        standing = {run: best.keys() & there for run, there in standing.items()}
    return Found(term, best, _related(term, postings, permitted) if term.relatives else {}, standing)


def _related(term: Term, postings: Postings, permitted: Container[int]) -> dict[int, float]:
    """Count what only looks like a word for a share of it."""
    found: dict[int, float] = {}
    for stem in term.relatives:
        for number, count in postings.frequencies(stem):
            if number in permitted:
                found[number] = max(found.get(number, 0.0), count * RELATED)
    return found


def score(found: Iterable[Found], scope: Scope) -> dict[int, float]:
    """Add up BM25 over the terms, as a share of the most that there could be."""
    damping, scores = scope.damping, dict[int, float]()
    for each, share in shares(found, scope):
        for number, count in each.frequencies.items():
            scores[number] = scores.get(number, 0.0) + share * count / (count + damping[number])
    return scores


def shares(found: Iterable[Found], scope: Scope) -> list[tuple[Found, float]]:
    """Tell how much of the most that there could be each term can bring in."""
    terms = [(each, rarity(each.having, scope.totals.sections) * each.weight) for each in found]
    total = sum(weight for _, weight in terms) or 1
    return [(each, weight / total) for each, weight in terms]


def rarity(having: int, of: int) -> float:
    """Weigh a term by how few sections have it (idf, never below zero)."""
    return log(1 + (of - having + 0.5) / (having + 0.5))


def saturated(count: float, damping: float) -> float:
    """Weigh how often a term stands in a section, damped by the section's length (BM25)."""
    return count * (K1 + 1) / (count + damping)


def damped(times: int) -> float:
    """Damp how often a question says something."""
    return times * 3 / (times + 2)


def _once(find_term: Callable[[Term], Found]) -> Callable[[Term], Found]:
    known: dict[Term, Found] = {}

    def finding(term: Term) -> Found:
        if term not in known:
            known[term] = find_term(term)
        return known[term]

    return finding


def _documents(found: Iterable[Found], scope: Scope) -> set[str]:
    numbers = set[int]().union(*(numbers for each in found for numbers in (each.exact, each.related)))
    return set(map(scope.documents.__getitem__, numbers))


def _runs(run: Stems, postings: Postings) -> Iterable[tuple[int, int]]:
    """Count where the stems of a phrase follow one another."""
    places = [dict(postings.places(stem)) for stem in run]
    for number in reduce(and_, (each.keys() for each in places)):
        starts = ({place - offset for place in each[number]} for offset, each in enumerate(places))
        count = len(reduce(and_, starts))
        if count:
            yield number, count
