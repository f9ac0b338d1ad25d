"""Compute the hash of a frozen edition again from the log, and tell why it cannot be when words are gone."""

from dataclasses import dataclass

from epex.app.base import KnowledgeBase
from epex.app.publishing.assembling import Press
from epex.core.decision import Refused
from epex.core.edition import WITHDRAWN, Edition, content_hash
from epex.core.publication import PublicationFrozen


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: `erased` counts the texts that cannot be read any more."""

    ok: bool
    frozen: str
    computed: str
    position: int
    erased: int

    @property
    def verdict(self) -> str:
        """Say it in a sentence."""
        if self.ok:
            return "The content is what was frozen: its hash, computed again from the log, is the same."
        if self.erased:
            gone = "one of its texts was" if self.erased == 1 else f"{self.erased} of its texts were"
            return (
                f"The hash cannot be computed again, for {gone} erased since;"
                " the hash of what was frozen stays in the log, and a copy made then can be compared with it."
            )
        return "The content is not what was frozen; run 'epex audit verify' to see what was changed."


def prove(base: KnowledgeBase, publication: str) -> Proof:
    """Put the edition together as it stood when it was frozen, and hash it.

    Raises Refused when it is not frozen.
    """
    frozen = Press(base).frozen(publication)
    if frozen is None or not isinstance(frozen.event, PublicationFrozen):
        raise Refused("The edition is not frozen yet, so there is no hash; 'epex publication check' tells what lacks.")
    edition = Press(base, upto=frozen.position - 1).edition(publication, frozen.event.chapters)
    computed = content_hash(edition)
    told = frozen.event.content_hash
    return Proof(computed == told, told, computed, frozen.position, _erased(edition, frozen.event))


def _erased(edition: Edition, frozen: PublicationFrozen) -> int:
    placed = {piece.quote.state.id: piece.quote.words for part in edition.parts for piece in part.pieces if piece.quote}
    printed = {viewpoint.id for part in edition.parts for viewpoint in part.viewpoints}
    lost = [viewpoint for viewpoint in frozen.viewpoints if viewpoint not in printed]
    return sum(words == WITHDRAWN for words in placed.values()) + len(lost)
