"""What a computed hash tells of a frozen edition."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.publishing.proof import Proof, prove
from epex.core.publication import PublicationFrozen
from tests.app.erasing.bases import erase, founded
from tests.app.publishing.test_merged import publish


@pytest.mark.parametrize(
    ("ok", "erased", "verdict"),
    [
        (True, 0, "The content is what was frozen"),
        (
            True,
            1,
            "Everything that can still be read is what was frozen; one of its texts was erased since, and its hash",
        ),
        (True, 2, "Everything that can still be read is what was frozen; 2 of its texts were erased since, and their"),
        (False, 1, "The hash cannot be computed again, for one of its texts was erased since"),
        (False, 2, "The hash cannot be computed again, for 2 of its texts were erased since"),
        (False, 0, "The content is not what was frozen; run 'epex audit verify'"),
    ],
)
def test_the_verdict_says_why_a_hash_differs(*, ok: bool, erased: int, verdict: str) -> None:
    assert Proof(ok=ok, frozen="1", computed="2", position=1, erased=erased).verdict.startswith(verdict)


def test_what_can_still_be_read_of_the_demos_edition_is_proven_though_somebody_was_erased(base: KnowledgeBase) -> None:
    frozen = next(fact for fact in base.log.facts(limit=10_000) if isinstance(fact.event, PublicationFrozen))

    proof = prove(base, frozen.stream)

    assert (proof.ok, proof.position, proof.erased) == (True, frozen.position, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("blocks", "erased", "is_refuted"), [((), 1, False), (("0", "1", "2", "3"), 0, True)])
def test_an_erasure_explains_what_differs_only_where_no_block_that_can_be_read_does(
    tmp_path: Path, *, blocks: tuple[str, ...], erased: int, is_refuted: bool
) -> None:
    base = founded(tmp_path / "home")
    publish(base, *blocks)
    erase(base)
    (book,) = base.log.reader.streams("publication")

    proof = prove(base, book)

    assert (proof.ok, proof.erased, proof.is_refuted) == (False, erased, is_refuted)
