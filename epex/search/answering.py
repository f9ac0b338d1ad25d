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
from epex.search.scope import Scope


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: which documents answer, how well, by which of their sections, and what of each term."""

    query: Query
    matching: AbstractSet[str]
    ranked: Mapping[str, Parts]
    sections: Mapping[str, int]
    found: Sequence[Found]

    def without(self, document: str) -> Self:
        """Leave a document out."""
        ranked = {each: parts for each, parts in self.ranked.items() if each != document}
        return replace(self, matching=self.matching - {document}, ranked=ranked)

    def ordered(self, shelf: Shelf, sort: str) -> list[str]:
        """Put the best first, or the newest; equals in the order of their ids."""
        best = sorted(self.ranked, key=lambda each: (-self.ranked[each].total, each))
        if sort == "relevance" and len(best) >= RANKED:
            return best
        newest = sorted(sorted(self.matching), key=lambda each: shelf.cards[each]["occurred_on"], reverse=True)
        ordered = newest if sort == "date" else [*best, *(each for each in newest if each not in self.ranked)]
        return ordered[:RANKED]


def answer(query: Query, narrowed: Narrowed, postings: Postings, shelf: Shelf) -> Answer:
    """Find the documents that match and are asked for, and rank the best."""
    scope = shelf.scope
    matched = match(query, postings, scope)
    documents = matched.documents if query.wanted or narrowed.is_asking else ()
    asked = narrowed.among(shelf.cards[each] for each in documents if each in shelf.cards)
    admitted = {card["id"] for card in asked}
    scores = {
        number: worth for number, worth in score(matched.found, scope).items() if scope.documents[number] in admitted
    }
    ranked = Rescorer(shelf.counts, scope, query, matched.found).rank(scores)
    best = _best_sections(ranked, scope)
    return Answer(query, admitted, {each: ranked[best[each]] for each in best}, best, matched.found)


def _best_sections(ranked: Mapping[int, Parts], scope: Scope) -> dict[str, int]:
    """Let the best section of a document stand for it."""
    found: dict[str, int] = {}
    for number, parts in ranked.items():
        document = scope.documents[number]
        if document not in found or parts.total > ranked[found[document]].total:
            found[document] = number
    return found
