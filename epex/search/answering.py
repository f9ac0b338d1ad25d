"""How a question is answered from what one reader may see: which documents match, and in which order."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Self

from epex.search.library import Shelf
from epex.search.narrowing import Narrowed
from epex.search.query import Query
from epex.search.ranking import Found, Postings, match, score
from epex.search.rescoring import RANKED, Parts, Rescorer


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: which documents answer, how well, by which of their sections, and what of each term.

    Those that are `alike` say no word of the question, but words that look like it, where others say one.
    """

    query: Query
    matching: AbstractSet[str]
    ranked: Mapping[str, Parts]
    sections: Mapping[str, int]
    found: Sequence[Found]
    alike: AbstractSet[str] = frozenset()

    def without(self, document: str) -> Self:
        """Leave a document out."""
        ranked = {each: parts for each, parts in self.ranked.items() if each != document}
        return replace(self, matching=self.matching - {document}, ranked=ranked)

    def ordered(self, shelf: Shelf, sort: str) -> list[str]:
        """Put the best first, look-alikes behind them, or the newest first; equals in the order of their ids."""
        best = sorted(self.ranked, key=lambda each: (each in self.alike, -self.ranked[each].total, each))
        if sort == "relevance" and len(best) >= RANKED:
            return best[:RANKED]
        newest = sorted(sorted(self.matching), key=lambda each: shelf.cards[each]["occurred_on"], reverse=True)
        ordered = newest if sort == "date" else [*best, *(each for each in newest if each not in self.ranked)]
        return ordered[:RANKED]


def answer(query: Query, narrowed: Narrowed, postings: Postings, shelf: Shelf) -> Answer:
    """Find the documents that match and are asked for, and rank the best."""
    scope = shelf.scope
    matched = match(query, postings, scope, shelf.counts.begun)
    documents = matched.documents & shelf.cards.keys() if query.wanted or narrowed.is_asking else set[str]()
    admitted = narrowed.admitted(documents, shelf.cards)
    scores = score(matched.found, scope)
    if query.required or query.unwanted or len(admitted) < len(matched.documents):
        scores = {number: worth for number, worth in scores.items() if scope.documents[number] in admitted}
    saying = {scope.documents[number] for each in matched.found for number in each.exact} & admitted
    alike = admitted - saying if saying else frozenset[str]()
    rescorer = Rescorer(shelf.counts, scope, query, matched.found)
    ranked = rescorer.rank({number: worth for number, worth in scores.items() if scope.documents[number] not in alike})
    if alike and len(saying) < RANKED:
        # Ranked by themselves, they take no place from what says a word, and teach nothing.
        ranked |= rescorer.rank({number: worth for number, worth in scores.items() if scope.documents[number] in alike})
    sections = {scope.documents[number]: number for number in ranked}
    parts = {each: ranked[sections[each]] for each in sections}
    return Answer(query, admitted, parts, sections, matched.found, alike)
