"""More like this: a document's own telling words as a question."""

from collections import Counter

from epex.search.library import Shelf
from epex.search.query import Query, Term
from epex.search.ranking import damped, rarity

MOST = 25
FEWEST_SECTIONS = 2


def question_of(document: str, shelf: Shelf) -> Query:
    """Ask for what a document says most and others seldom say, as far as the reader may see both."""
    numbers = [number for number, each in shelf.scope.documents.items() if each == document]
    spoken: Counter[str] = Counter()
    for section in shelf.counts.sections(numbers).values():
        spoken.update(section["stems"].split())
    having, of = shelf.counts.stems(spoken), shelf.scope.totals.sections
    worth = {
        stem: damped(times) * rarity(having[stem], of)
        for stem, times in spoken.items()
        if having.get(stem, 0) >= FEWEST_SECTIONS
    }
    told = sorted(worth, key=lambda stem: (-round(worth[stem], 9), stem))[:MOST]
    return Query(wanted=tuple(Term(stem, ((stem,),), times=spoken[stem], kind="stem") for stem in told))
