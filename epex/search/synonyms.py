"""The thesaurus in a question: what means the same in any of the network's languages finds as well, and is told."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from epex.search.counts import Counts
from epex.search.folding import words
from epex.search.languages import stem
from epex.search.query import Query, Stems, Term
from epex.search.thesaurus import Term as Label
from epex.search.thesaurus import Thesaurus


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The labels that the words of one question bring along."""

    row: tuple[tuple[str, Term | None], ...] = ()
    labels: tuple[Label, ...] = ()

    def added(self, query: Query) -> Query:
        """Let each term of a concept's name stand for the concept's other labels as well; the best of them counts."""
        grown = {term: self._grown(term) for term in query.wanted}
        return replace(
            query,
            wanted=tuple(grown[term] for term in query.wanted),
            required=tuple(tuple(grown.get(term, term) for term in group) for group in query.required),
            order=tuple(grown[term] for term in query.order),
        )

    def told(self, counts: Counts) -> list[dict[str, Any]]:
        """Tell which words were taken for which concept, and which of its labels find more in what the reader sees."""
        there = counts.stems(each for label in self.labels for each in _run(label))
        found = (label for label in self.labels if self._is_new(label) and all(each in there for each in _run(label)))
        concepts = groupby(found, key=attrgetter("start", "end", "concept", "title"))
        return [
            {
                "words": " ".join(filter(None, (word for word, _ in self.row[start:end]))),
                "concept": concept,
                "title": title,
                "terms": [{"text": label.text, "language": label.language} for label in labels],
            }
            for (start, end, concept, title), labels in concepts
        ]

    def _is_new(self, label: Label) -> bool:
        """Tell whether a label says what the words do not say themselves."""
        asked = {run[0] for term in self._terms(label) for run in term.alternatives if len(run) == 1}
        return not asked.issuperset(_run(label))

    def _grown(self, term: Term) -> Term:
        mine = [label for label in self.labels if term in self._terms(label)]
        runs = filter(None, map(_run, mine))
        helping = any(self._is_helped(term, label) for label in mine)
        return replace(term, alternatives=tuple(dict.fromkeys((*term.alternatives, *runs))), is_helping=helping)

    def _is_helped(self, term: Term, label: Label) -> bool:
        """Tell whether other words of a name mean something by themselves, and this one does not."""
        meaning = {each for one in self.labels if one.end - one.start == 1 for each in self._terms(one)}
        return term not in meaning and not meaning.isdisjoint(self._terms(label))

    def _terms(self, label: Label) -> list[Term]:
        return [term for _, term in self.row[label.start : label.end] if term]


def synonyms(query: Query, thesaurus: Thesaurus, languages: Collection[str]) -> Synonyms:
    """Find the concepts that a question names, with their labels in some languages.

    Whoever asks for trust building asks for trust: a word that is part of a name counts for itself as well.
    """
    row = [word for word, _ in query.row]
    named = thesaurus.related(row)
    parts = sorted({place for label in named if label.end - label.start > 1 for place in range(label.start, label.end)})
    inner = (
        replace(label, start=place, end=place + 1)
        for place in parts
        for label in thesaurus.related(row[place : place + 1])
    )
    return Synonyms(query.row, tuple(label for label in (*named, *inner) if label.language in languages))


def _run(label: Label) -> Stems:
    """Give the stems of a label, which have to follow one another."""
    return tuple(filter(None, (stem(word, label.language) for word in words(label.text))))
