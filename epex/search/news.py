"""What is new to one reader since a look: what came, changed, or became readable."""

from collections.abc import Collection, Iterable, Sequence

from epex.core.reader import OVERSEER, Reader
from epex.core.search import Look
from epex.search.library import Shelf


def look_of(reader: Reader, upto: int) -> Look:
    """Remember what a reader can open, and how far this reader has seen."""
    oversees = {OVERSEER} if reader.oversees else set()
    return Look(upto, tuple(sorted(reader.grants | oversees)))


def unseen(documents: Iterable[str], shelf: Shelf, look: Look, person: str) -> frozenset[str]:
    """Choose of the documents that somebody may see those that this person could not see as they are at a look."""
    then = Reader(person, roles=frozenset({OVERSEER} & set(look.circles)), grants=frozenset(look.circles))
    cards = (shelf.cards[each] for each in documents)
    return frozenset(
        card["id"]
        for card in cards
        if card["position"] > look.upto or not then.may_read(card["access"], card["author"])
    )


def new_first(ordered: Sequence[str], new: Collection[str], shelf: Shelf) -> list[str]:
    """Put what is new first, in its order and all of it; of what the order leaves out, the newest words come first."""
    known = frozenset(ordered)
    left = sorted((each for each in new if each not in known), key=lambda each: (-shelf.cards[each]["position"], each))
    first = [*(each for each in ordered if each in new), *left]
    return [*first, *(each for each in ordered if each not in new)][: max(len(ordered), len(first))]
