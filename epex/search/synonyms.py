"""The thesaurus in a question: what means the same in any of the network's languages finds as well, and is told."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from epex.search.answering import Answer
from epex.search.folding import words
from epex.search.languages import stem
from epex.search.query import Query, Stems, Term
from epex.search.scope import Scope
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

    def told(self, answer: Answer, scope: Scope) -> list[dict[str, Any]]:
        """Tell once for each concept which words were taken for it, and which of its labels find more of the hits."""
        found = _finding(answer, scope)
        concepts: defaultdict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            concepts[label.concept].append(label)
        told = ((labels, self._new(labels, found)) for labels in concepts.values())
        return [
            {
                "words": ", ".join(dict.fromkeys(map(self._words, labels))),
                "concept": labels[0].concept,
                "title": labels[0].title,
                "terms": [{"text": text, "language": language} for text, language in new],
            }
            for labels, new in told
            if new
        ]

    def _new(self, labels: Sequence[Label], found: AbstractSet[Stems]) -> list[tuple[str, str]]:
        """Choose the labels of a concept that find, and say at none of its places what the words say themselves."""
        said = {(label.text, label.language) for label in labels if not self._is_new(label)}
        finding = ((label.text, label.language) for label in labels if _run(label) in found)
        return [each for each in dict.fromkeys(finding) if each not in said]

    def _words(self, label: Label) -> str:
        return " ".join(filter(None, (word for word, _ in self.row[label.start : label.end])))

    def _is_new(self, label: Label) -> bool:
        """Tell whether a label says what the words do not say themselves."""
        asked = {run[0] for term in self._terms(label) for run in term.alternatives if len(run) == 1}
        return not asked.issuperset(_run(label))

    def _grown(self, term: Term) -> Term:
        mine = [label for label in self.labels if term in self._terms(label)]
        runs = filter(None, map(_run, mine))
        helping = any(self._is_helped(term, label) for label in mine)
        labels = tuple(dict.fromkeys(run for run in runs if run not in term.alternatives))
        return replace(term, alternatives=(*term.alternatives, *labels), labels=labels, is_helping=helping)

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


def _finding(answer: Answer, scope: Scope) -> set[Stems]:
    """Name the runs of stems that stand in a hit."""
    standing = (pair for each in answer.found for pair in each.standing.items())
    return {run for run, there in standing if any(scope.documents[number] in answer.matching for number in there)}
