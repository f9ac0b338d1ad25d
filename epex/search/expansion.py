"""What else a term may stand for, among the stems that the reader may see and no others."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from epex.core.letters import fold
from epex.search.analysis import grams
from epex.search.counts import Counts
from epex.search.folding import spellings
from epex.search.query import Query, Term

MOST_ENDINGS = 50
# A word that fewer sections have than this may stand there in another form.
FEW = 10
FEWEST_LETTERS = 4
ALIKE, SHARED = 0.7, 0.4
STRETCH = 2
MOST_ALIKE = 12


@dataclass(frozen=True, slots=True)
class Expansion:
    """The stems of one reader, to expand terms from."""

    counts: Counts
    _alike: dict[Term, list[str]] = field(default_factory=dict)

    def of(self, query: Query) -> Query:
        """Expand what was cut off or is meant about, and what hardly anybody wrote so."""
        there = self._there(query)
        terms = {term: self._expanded(term, there) for term in (*query.wanted, *query.unwanted)}
        return replace(
            query,
            wanted=tuple(terms[term] for term in query.wanted),
            required=tuple(tuple(terms[term] for term in group) for group in query.required),
            # What only looks like an unwanted word is not unwanted.
            unwanted=tuple(replace(terms[term], relatives=()) for term in query.unwanted),
            order=tuple(terms[term] for term in query.order),
        )

    def alike(self, term: Term) -> list[str]:
        """List the stems that look like a word, the closest first."""
        if term not in self._alike:
            self._alike[term] = self._closest({aim for aim in _aims(term) if len(aim) >= FEWEST_LETTERS})
        return self._alike[term]

    def _closest(self, aims: AbstractSet[str]) -> list[str]:
        near = {stem for aim in aims for stem in self._near(aim)}
        likenesses = [Likeness(aim) for aim in aims]
        worth = {stem: max(likeness.to(stem) for likeness in likenesses) for stem in near}
        return sorted((stem for stem, likeness in worth.items() if likeness), key=lambda each: (-worth[each], each))

    def _there(self, query: Query) -> Mapping[str, int]:
        terms = (*query.wanted, *query.unwanted)
        stems = (stem for term in terms for run in (*term.alternatives, *term.forms) for stem in run)
        return self.counts.stems(stems)

    def _expanded(self, typed: Term, there: Mapping[str, int]) -> Term:
        # What stands nowhere need not be looked up.
        runs = dict.fromkeys((*typed.alternatives, *typed.forms))
        found = tuple(run for run in runs if all(each in there for each in run))
        term = replace(typed, alternatives=found)
        if term.kind == "beginning":
            begun = ((stem,) for stem in self._begun(term.beginnings))
            return replace(term, alternatives=tuple(dict.fromkeys((*term.alternatives, *begun))))
        if term.kind == "about" or (term.kind == "word" and _count(term, there) < FEW):
            known = {run[0] for run in term.alternatives}
            return replace(term, relatives=tuple(each for each in self.alike(typed) if each not in known)[:MOST_ALIKE])
        return replace(term, relatives=self._compounds(term)) if term.parts else term

    def _compounds(self, term: Term) -> tuple[str, ...]:
        """List the stems that a word is part of, and those that it ends with, the commonest first."""
        held = {stem for part in term.parts for stem in self.counts.holding(part)}
        heads = {part[at:] for part in term.parts for at in range(FEWEST_LETTERS, len(part) - FEWEST_LETTERS + 1)}
        found = self.counts.stems((held | heads).difference(*term.alternatives))
        return tuple(sorted(found, key=lambda stem: (-found[stem], stem))[:MOST_ALIKE])

    def _begun(self, beginnings: Iterable[str]) -> list[str]:
        """List the stems that begin so, the commonest first, and not more than an index can look up."""
        found = self.counts.stems(stem for each in filter(None, beginnings) for stem in self.counts.beginning(each))
        return sorted(found, key=lambda stem: (-found[stem], stem))[:MOST_ENDINGS]

    def _near(self, aim: str) -> set[str]:
        """List the stems that begin as a word does, or as it does without its first letter, and those that hold it."""
        begun = (self.counts.beginning(start) for start in {aim[:2], aim[1:3]})
        return {*self.counts.holding(aim), *(stem for some in begun for stem in some)}


def _aims(term: Term) -> set[str]:
    """List what a term may look like, the same of every spelling of a word."""
    return {run[0] for run in term.alternatives if len(run) == 1 and run not in term.labels} | {
        fold(way) for way in spellings(term.typed, "")
    }


def _count(term: Term, there: Mapping[str, int]) -> int:
    """Count the sections that have a term at most; of a phrase those that have its rarest stem."""
    return sum(min(there.get(stem, 0) for stem in run) for run in term.alternatives)


class Likeness:
    """How alike stems are to one word."""

    def __init__(self, aim: str) -> None:
        """Take the word apart."""
        self._aim, self._grams = aim, set(grams(aim))
        self._matcher = SequenceMatcher(b=aim, autojunk=False)

    def to(self, stem: str) -> float:
        """Tell how alike a stem is, from 0 to 1: one in the other, a slip of the fingers, shared letters."""
        aim = self._aim
        if aim in stem or (len(stem) > FEWEST_LETTERS and stem in aim):
            return 1.0
        if abs(len(stem) - len(aim)) <= STRETCH and (ratio := self._ratio(stem)) >= ALIKE:
            return ratio
        other = set(grams(stem))
        dice = 2 * len(self._grams & other) / (len(self._grams) + len(other))
        return dice if dice >= SHARED else 0.0

    def _ratio(self, stem: str) -> float:
        self._matcher.set_seq1(stem)
        is_near = min(self._matcher.real_quick_ratio(), self._matcher.quick_ratio()) >= ALIKE
        return self._matcher.ratio() if is_near else 0.0
