"""Compute the hashes of a frozen edition again from the log, and tell what can no longer be when words are gone."""

from collections.abc import Iterator
from dataclasses import dataclass

from epex.app.base import KnowledgeBase
from epex.app.publishing.assembling import Press
from epex.core.decision import Refused
from epex.core.edition import content_hash, erased_from
from epex.core.publication import PublicationFrozen, PublicationOpened
from epex.core.quote import QuoteProposed
from epex.core.viewpoint import ViewpointWritten


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found: `erased` counts the texts that cannot be read any more."""

    ok: bool
    frozen: str
    computed: str
    position: int
    erased: int

    @property
    def is_refuted(self) -> bool:
        """Tell whether what it holds differs unexplained."""
        return not (self.ok or self.erased)

    @property
    def verdict(self) -> str:
        """Say it in a sentence."""
        gone = "one of its texts was" if self.erased == 1 else f"{self.erased} of its texts were"
        if self.ok and self.erased:
            stay = "its hash stays" if self.erased == 1 else "their hashes stay"
            return f"Everything that can still be read is what was frozen; {gone} erased since, and {stay} in the log."
        if self.ok:
            return "The content is what was frozen: its hash, computed again from the log, is the same."
        if self.erased:
            return (
                f"The hash cannot be computed again, for {gone} erased since;"
                " the hash of what was frozen stays in the log, and a copy made then can be compared with it."
            )
        return "The content is not what was frozen; run 'epex audit verify' to see what was changed."


def prove(base: KnowledgeBase, publication: str) -> Proof:
    """Put the edition together as it stood when it was frozen, and hash it; what was erased since is left aside.

    Raises Refused when it is not frozen.
    """
    frozen = Press(base).frozen(publication)
    if frozen is None or not isinstance(frozen.event, PublicationFrozen):
        raise Refused("The edition is not frozen yet, so there is no hash; 'epex publication check' tells what lacks.")
    press, told = Press.as_frozen(base, frozen), frozen.event
    edition = press.edition(publication, told.chapters)
    computed = content_hash(edition)
    lost = [] if computed == told.content_hash else list(_lost(base, press, publication, told))
    # Editions that were frozen before each block was hashed have the one hash only.
    erased = erased_from(edition, told, lost) or () if told.blocks else lost
    ok = computed == told.content_hash or bool(told.blocks and erased)
    return Proof(ok, told.content_hash, computed, frozen.position, len(erased))


def _lost(base: KnowledgeBase, press: Press, publication: str, frozen: PublicationFrozen) -> Iterator[str]:
    """Name what an edition prints under keys that are destroyed since; the edition itself when an editor's is."""
    gone = base.log.vault.tombstones()
    for stream in (publication, *frozen.quotes, *frozen.viewpoints):
        if not gone.keys().isdisjoint(_keys(press, stream)):
            yield stream


def _keys(press: Press, stream: str) -> tuple[str, ...]:
    match next((fact.event for fact in press.facts(stream)), None):
        case PublicationOpened(editors=editors):
            return editors
        case QuoteProposed(document=document, giver=giver):
            return document, giver
        case ViewpointWritten(signer=signer):
            return stream, signer
        case _:
            return ()
