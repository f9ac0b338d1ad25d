"""What the ledger's proofs refuse, and in which words."""

from hashlib import sha256

import pytest

from epex.core.log.ledger import consistency, inclusion, is_consistent, root_of

LEAVES = [sha256(bytes([0, number])).digest() for number in range(9)]


@pytest.mark.parametrize("index", [-1, 9])
def test_inclusion_names_the_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError, match=f"^{index}$"):
        inclusion(LEAVES, index)


@pytest.mark.parametrize("size", [-1, 10])
def test_consistency_names_the_size_that_never_was(size: int) -> None:
    with pytest.raises(IndexError, match=f"^{size}$"):
        consistency(LEAVES, size)


@pytest.mark.parametrize("old", range(1, 9))
def test_is_consistent_refuses_an_empty_proof(old: int) -> None:
    assert not is_consistent(old, root_of(LEAVES[:old]), 9, root_of(LEAVES), [])
