"""What a computed hash tells of a frozen edition."""

import pytest

from epex.app.base import KnowledgeBase
from epex.app.publishing.proof import Proof, prove
from epex.core.publication import PublicationFrozen


@pytest.mark.parametrize(
    ("ok", "erased", "verdict"),
    [
        (True, 0, "The content is what was frozen"),
        (False, 1, "The hash cannot be computed again, for one of its texts was erased since"),
        (False, 2, "The hash cannot be computed again, for 2 of its texts were erased since"),
        (False, 0, "The content is not what was frozen; run 'epex audit verify'"),
    ],
)
def test_the_verdict_says_why_a_hash_differs(*, ok: bool, erased: int, verdict: str) -> None:
    assert Proof(ok=ok, frozen="1", computed="2", position=1, erased=erased).verdict.startswith(verdict)


def test_the_demos_edition_cannot_be_hashed_again_since_somebody_was_erased(base: KnowledgeBase) -> None:
    frozen = next(fact for fact in base.log.facts(limit=10_000) if isinstance(fact.event, PublicationFrozen))

    proof = prove(base, frozen.stream)

    assert (proof.ok, proof.position, proof.erased) == (False, frozen.position, 1)
