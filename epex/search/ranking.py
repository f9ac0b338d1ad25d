"""Which documents answer a question, and how well: BM25 counted over what the reader may see, and over nothing else."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from math import log
from operator import and_
from typing import Protocol

from epex.search.query import Clause, Query, Stems

K1 = 1.2
B = 0.75
DIGITS = 9


class Postings(Protocol):
    """What an index knows: where a stem stands, and how long each document is. Documents are numbers."""

    def frequencies(self, stem: str) -> Iterable[tuple[int, float]]:
        """Give each document with the stem, and how often the stem stands there."""

    def places(self, stem: str) -> Iterable[tuple[int, list[int]]]:
        """Give each document with the stem, and at which words the stem stands."""

    def length(self, document: int) -> int:
        """Tell how many stems a document has."""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that have a clause, and how often each has its best alternative."""

    clause: Clause
    frequencies: Mapping[int, float]


def answer(query: Query, postings: Postings, permitted: AbstractSet[int]) -> tuple[dict[int, float], list[Clause]]:
    """Score every permitted document that answers; name the clauses that no permitted document has.

    Documents that are hidden change nothing: neither who is found, nor a score.
    """
    found = [find(clause, postings, permitted) for clause in query.wanted]
    unwanted = (find(clause, postings, permitted).frequencies for clause in query.unwanted)
    scores = score(found, postings, permitted)
    required = [each.frequencies.keys() for each in found if each.clause.required]
    kept = reduce(and_, required, scores.keys()) - set().union(*unwanted)
    missing = [each.clause for each in found if not each.frequencies]
    return {document: round(scores[document], DIGITS) for document in kept}, missing


def find(clause: Clause, postings: Postings, permitted: AbstractSet[int]) -> Found:
    """Find the permitted documents that have one of a clause's alternatives."""
    best: dict[int, float] = {}
    for run in clause.alternatives:
        counted = postings.frequencies(run[0]) if len(run) == 1 else _runs(run, postings)
        for document, count in counted:
            if document in permitted and count > best.get(document, 0):
                best[document] = count
    return Found(clause, best)


def score(found: Iterable[Found], postings: Postings, permitted: AbstractSet[int]) -> dict[int, float]:
    """Add up BM25 over the clauses; a clause counts once, however many of its alternatives a document has."""
    average = sum(map(postings.length, permitted)) / max(len(permitted), 1) or 1
    scores: dict[int, float] = {}
    for each in found:
        rarity = _rarity(len(each.frequencies), len(permitted)) * _weight(each.clause.times)
        for document, count in each.frequencies.items():
            damped = K1 * (1 - B + B * postings.length(document) / average)
            scores[document] = scores.get(document, 0.0) + rarity * count * (K1 + 1) / (count + damped)
    return scores


def _rarity(having: int, documents: int) -> float:
    return log(1 + (documents - having + 0.5) / (having + 0.5))


def _weight(times: int) -> float:
    """Damp a word that is said again: it matters more, but not as often as it is said."""
    return times * 3 / (times + 2)


def _runs(run: Stems, postings: Postings) -> Iterable[tuple[int, int]]:
    """Count where the stems of a phrase follow one another."""
    places = [{document: set(where) for document, where in postings.places(stem)} for stem in run]
    for document in reduce(and_, (each.keys() for each in places)):
        starts = (start for start in places[0][document] if _follows(start, document, places))
        count = sum(1 for _ in starts)
        if count:
            yield document, count


def _follows(start: int, document: int, places: list[dict[int, set[int]]]) -> bool:
    return all(start + offset in each[document] for offset, each in enumerate(places))
