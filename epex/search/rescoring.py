"""Stage two: the best documents, each by its best section, ranked again by what the reader may see and nothing else.

It is the same for every index. To BM25 over stems come pairs of words that stand near each other, runs of four letters,
which know a word by how it is written, and feedback: what the best sections say beside what was asked. Each part is a
share of the most that it could be. Measured on public collections; the weights are one configuration for all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from heapq import nlargest
from math import exp
from operator import or_

from epex.projections.table import Row
from epex.search.analysis import grams
from epex.search.counts import Counts
from epex.search.query import Query, Term
from epex.search.ranking import Found, damped, rarity, saturated
from epex.search.scope import K1, Scope, damping_of

CANDIDATES, RANKED = 200, 100
FURTHER = 4
PAIRS, GRAMS, FEEDBACK = 0.15, 0.5, 2.4
NEAR = 4
TEACHERS, TAUGHT, FEWEST, SHARPNESS = 10, 30, 2, 0.1
DIGITS = 9

Scores = dict[int, float]


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
        """Rank the best documents of the first stage again, each by its best section there."""
        candidates = self._leading(scores, CANDIDATES)
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

    def _leading(self, scores: Mapping[int, float], most: int) -> list[int]:
        """Cut to the best section of each of the best documents."""
        of, reach = self.scope.documents, most
        ordered = self._best(scores, reach)
        # A long text has many sections, and is one of the best only once.
        while len(ordered) < len(scores) and len({of[number] for number in ordered}) < most:
            reach *= FURTHER
            ordered = self._best(scores, reach)
        best = {of[number]: number for number in reversed(ordered)}
        return [number for number in ordered if best[of[number]] == number][:most]

    def _best(self, scores: Mapping[int, float], most: int) -> list[int]:
        """Cut to the best sections; equals stand in the order of their documents, whatever their numbers."""
        of = self.scope.documents
        if len(scores) > most:
            # What is rounded alike is equal.
            least = nlargest(most, scores.values())[-1] - 10 ** (1 - DIGITS)
            scores = {number: worth for number, worth in scores.items() if worth >= least}
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
        exact = {each.term: each.exact for each in self.found}
        both = [(exact[one], exact[other]) for one, other in pairs]
        having = [number for number in numbers if any(number in one and number in other for one, other in both)]
        return {number: self._pairs(number, weights, of) / most for number in having}

    def _pairs(self, number: int, weights: Mapping[tuple[Term, Term], float], of: Mapping[str, Term]) -> float:
        places: dict[Term, list[int]] = defaultdict(list)
        for place, stem in enumerate(self._sections[number]["stems"].split()):
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
        # The ends of words, which grams mark, are spaces in a section.
        weights = {
            gram.replace("_", " "): rarity(having.get(gram, 0), of) * damped(times) for gram, times in asked.items()
        }
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
        written, damping = f" {section['words']} ", damping_of(section["spread"], self.scope.spread)
        counted = ((weight, count) for gram, weight in weights.items() if (count := written.count(gram)))
        return sum(weight * saturated(count, damping) for weight, count in counted)

    def _taught(self, totals: Mapping[int, float]) -> Scores:
        """Score the words that the best sections say beside what was asked."""
        weights = self._lessons(totals)
        most = (K1 + 1) * sum(weights.values()) or 1
        return {number: self._learnt(number, weights) / most for number in totals}

    def _learnt(self, number: int, weights: Mapping[str, float]) -> float:
        damping = self.scope.damping[number]
        said = Counter(filter(weights.__contains__, self._sections[number]["stems"].split()))
        return sum(weight * saturated(said[term], damping) for term, weight in weights.items() if term in said)

    def _lessons(self, totals: Mapping[int, float]) -> dict[str, float]:
        """Choose the terms that tell the best sections from the others, and weigh them."""
        teachers = self._best(totals, TEACHERS)
        counted = {number: Counter(self._sections[number]["stems"].split()) for number in teachers}
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
