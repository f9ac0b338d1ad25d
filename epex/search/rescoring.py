"""Stage two: the best sections ranked again, the same for every index, by what the reader may see and nothing else.

To BM25 over stems come pairs of words that stand near each other, runs of four letters, which know a word by how it is
written, and feedback: what the best sections say beside what was asked. Each part is a share of the most that it could
be. Measured on public collections; the weights are one configuration for all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import exp
from operator import or_

from epex.projections.table import Row
from epex.search.analysis import grams
from epex.search.counts import Counts
from epex.search.query import Query, Term
from epex.search.ranking import Found, damped, rarity, saturated
from epex.search.scope import K1, Scope, damping_of

CANDIDATES, RANKED = 200, 100
PAIRS, GRAMS, FEEDBACK = 0.15, 0.5, 2.4
NEAR = 4
TEACHERS, TAUGHT, FEWEST, SHARPNESS = 10, 30, 2, 0.1
DIGITS = 9

Scores = dict[int, float]
Placed = list[tuple[int, int]]


@dataclass(slots=True)
class Parts:
    """What a section's score is made of."""

    stems: float
    pairs: float = 0.0
    grams: float = 0.0
    feedback: float = 0.0

    @property
    def total(self) -> float:
        """Add them up, as precisely as two machines agree."""
        return round(self.stems + self.pairs + self.grams + self.feedback, DIGITS)


@dataclass(frozen=True, slots=True)
class Rescorer:
    """The second stage for one question and one reader."""

    counts: Counts
    scope: Scope
    query: Query
    found: Sequence[Found]
    _sections: dict[int, Row] = field(default_factory=dict)

    def rank(self, scores: Mapping[int, float]) -> dict[int, Parts]:
        """Rank the best sections of the first stage again."""
        candidates = self._best(scores, CANDIDATES)
        self._sections.update(self.counts.sections(candidates))
        candidates = [number for number in candidates if number in self._sections]
        parts = {number: Parts(scores[number]) for number in candidates}
        for number, worth in self._near(candidates).items():
            parts[number].pairs = PAIRS * worth
        parts = {number: parts[number] for number in self._best(_totals(parts), RANKED)}
        for number, worth in self._spelt(parts).items():
            parts[number].grams = GRAMS * worth
        if not self.query.is_exact:
            for number, worth in self._taught(_totals(parts)).items():
                parts[number].feedback = FEEDBACK * worth
        return parts

    def _best(self, scores: Mapping[int, float], most: int) -> list[int]:
        """Cut to the best; equals stand in the order of their documents, whatever their numbers."""
        of = self.scope.documents
        return sorted(scores, key=lambda number: (-round(scores[number], DIGITS), of[number], number))[:most]

    def _near(self, numbers: Iterable[int]) -> Scores:
        """Score how often two words that follow each other in the question stand near each other."""
        pairs = Counter(
            (one, other)
            for one, other in zip(self.query.order, self.query.order[1:], strict=False)
            if one != other and self._rarity(one) and self._rarity(other)
        )
        weights = {pair: min(map(self._rarity, pair)) * damped(times) for pair, times in pairs.items()}
        most = (K1 + 1) * sum(weights.values())
        if not most:
            return {}
        of = {run[0]: term for pair in pairs for term in pair for run in term.alternatives if len(run) == 1}
        return {number: self._pairs(number, weights, of) / most for number in numbers}

    def _pairs(self, number: int, weights: Mapping[tuple[Term, Term], float], of: Mapping[str, Term]) -> float:
        stems = self._sections[number]["stems"].split()
        places: dict[Term, list[int]] = defaultdict(list)
        for place, stem in enumerate(stems):
            if stem in of:
                places[of[stem]].append(place)
        worth, damping = 0.0, self.scope.damping[number]
        for (one, other), weight in weights.items():
            count = sum(1 for left in places[one] for right in places[other] if 0 < right - left <= NEAR)
            worth += weight * saturated(count, damping) if count else 0.0
        return worth

    def _rarity(self, term: Term) -> float:
        having = next((each.having for each in self.found if each.term == term), 0)
        return rarity(having, self.scope.totals.sections) if having else 0.0

    def _spelt(self, numbers: Iterable[int]) -> Scores:
        """Score the runs of four letters that the question and a section share."""
        asked = sum(map(self._asked, self.query.words), Counter[str]())
        having = self.counts.grams(asked)
        of = self.scope.totals.sections
        weights = {gram: rarity(having.get(gram, 0), of) * damped(times) for gram, times in asked.items()}
        most = (K1 + 1) * sum(weights.values()) or 1
        return {number: self._grams(number, weights) / most for number in numbers}

    def _asked(self, ways: Sequence[str]) -> Counter[str]:
        """Count the grams of a word as the reader sees it written; of one that nobody wrote those of every way."""
        if len(ways) == 1:
            return Counter(grams(ways[0]))
        seen = self.counts.grams(gram for way in ways for gram in grams(way))
        there = [way for way in ways if all(gram in seen for gram in grams(way))]
        return reduce(or_, (Counter(grams(way)) for way in there or ways))

    def _grams(self, number: int, weights: Mapping[str, float]) -> float:
        section = self._sections[number]
        # The ends of words, which grams mark, are its spaces.
        written, damping = f" {section['words']} ", damping_of(section["spread"], self.scope.spread)
        counted = ((weight, written.count(gram.replace("_", " "))) for gram, weight in weights.items())
        return sum(weight * saturated(count, damping) for weight, count in counted if count)

    def _taught(self, totals: Mapping[int, float]) -> Scores:
        """Score the words that the best sections say beside what was asked."""
        counted = {number: Counter(self._sections[number]["stems"].split()) for number in totals}
        weights = self._lessons(totals, counted)
        most = (K1 + 1) * sum(weights.values()) or 1
        damping = self.scope.damping
        return {
            number: sum(
                weight * saturated(stems[term], damping[number]) for term, weight in weights.items() if term in stems
            )
            / most
            for number, stems in counted.items()
        }

    def _lessons(self, totals: Mapping[int, float], counted: Mapping[int, Counter[str]]) -> dict[str, float]:
        """Choose the terms that tell the best sections from the others, and weigh them."""
        teachers = self._best(totals, TEACHERS)
        having = self.counts.stems(term for each in teachers for term in counted[each])
        damping = self.scope.damping
        said: dict[str, float] = defaultdict(float)
        for number in teachers:
            trust = exp((totals[number] - totals[teachers[0]]) / SHARPNESS)
            for term, count in counted[number].items():
                if having.get(term, 0) >= FEWEST:
                    said[term] += trust * saturated(count, damping[number])
        of = self.scope.totals.sections
        worth = {term: weight * rarity(having[term], of) for term, weight in said.items()}
        chosen = sorted(worth, key=lambda term: (-round(worth[term], DIGITS), term))[:TAUGHT]
        return {term: worth[term] for term in chosen}


def _totals(parts: Mapping[int, Parts]) -> Scores:
    return {number: each.total for number, each in parts.items()}
