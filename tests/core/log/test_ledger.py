"""The ledger against RFC 6962 and a second, naive implementation."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.log.ledger import (
    EMPTY_ROOT,
    Frontier,
    consistency,
    inclusion,
    is_consistent,
    node_hash,
    root_from,
    root_of,
)

# The inputs and roots of the Certificate Transparency reference implementation.
INPUTS = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
INPUTS.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """Follow the definition in RFC 6962, section 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = naive_split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def naive_split(size: int) -> int:
    """Find the largest power of two below a size."""
    split = 1
    while split * 2 < size:
        split *= 2
    return split


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """Follow the definition of PATH in RFC 6962, section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = naive_split(len(leaves))
    if index < split:
        return [*naive_path(index, leaves[:split]), naive_root(leaves[split:])]
    return [*naive_path(index - split, leaves[split:]), naive_root(leaves[:split])]


def naive_subproof(size: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """Follow the definition of SUBPROOF in RFC 6962, section 2.1.2."""
    if size == len(leaves):
        return [] if whole else [naive_root(leaves)]
    split = naive_split(len(leaves))
    if size <= split:
        return [*naive_subproof(size, leaves[:split], whole=whole), naive_root(leaves[split:])]
    return [*naive_subproof(size - split, leaves[split:], whole=False), naive_root(leaves[:split])]


LEAVES = [sha256(bytes([0, number % 256, number // 256])).digest() for number in range(301)]
NAIVE_ROOTS = [naive_root(LEAVES[:size]) for size in range(301)]


def test_root_of_nothing_is_the_empty_hash() -> None:
    assert Frontier().root() == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_root_of_matches_the_reference_vectors(size: int) -> None:
    leaves = [sha256(b"\x00" + raw).digest() for raw in INPUTS[:size]]

    assert root_of(leaves).hex() == ROOTS[size - 1]


def test_root_of_equals_the_naive_tree_for_all_sizes() -> None:
    assert [root_of(LEAVES[:size]) for size in range(301)] == NAIVE_ROOTS


def test_frontier_goes_on_from_its_peaks() -> None:
    whole, first = Frontier(), Frontier()
    for leaf in LEAVES[:100]:
        first.add(leaf)
    second = Frontier(first.size, first.peaks)
    for leaf in LEAVES:
        whole.add(leaf)
    for leaf in LEAVES[100:]:
        second.add(leaf)

    assert (second.size, second.root()) == (whole.size, whole.root()) == (301, naive_root(LEAVES))
    assert first.root() == NAIVE_ROOTS[100]


@pytest.mark.parametrize("size", range(1, 301))
def test_inclusion_proves_every_leaf_of_every_size(size: int) -> None:
    leaves = LEAVES[:size]
    indexes = range(size) if size <= 65 else (0, 1, size // 2, size - 2, size - 1)

    paths = [inclusion(leaves, index) for index in indexes]

    assert paths == [naive_path(index, leaves) for index in indexes]
    roots = [root_from(leaves[index], index, size, path) for index, path in zip(indexes, paths, strict=True)]
    assert roots == [NAIVE_ROOTS[size]] * len(paths)


@pytest.mark.parametrize("size", range(1, 301))
def test_consistency_proves_growth_from_every_size(size: int) -> None:
    leaves = LEAVES[:size]
    sizes = range(1, size + 1) if size <= 65 else (1, 2, 64, size // 2, size - 1, size)

    paths = [consistency(leaves, old) for old in sizes]

    assert paths == [naive_subproof(old, leaves) for old in sizes]
    assert all(
        is_consistent(old, NAIVE_ROOTS[old], size, NAIVE_ROOTS[size], path)
        for old, path in zip(sizes, paths, strict=True)
    )


def test_consistency_from_nothing_needs_no_proof() -> None:
    assert consistency(LEAVES, 0) == []
    assert is_consistent(0, EMPTY_ROOT, 7, NAIVE_ROOTS[7], [])
    assert not is_consistent(0, NAIVE_ROOTS[1], 7, NAIVE_ROOTS[7], [])
    assert not is_consistent(0, EMPTY_ROOT, 7, NAIVE_ROOTS[7], [LEAVES[0]])


@pytest.mark.parametrize("index", [-1, 5])
def test_inclusion_refuses_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion(LEAVES[:5], index)


@pytest.mark.parametrize("size", [-1, 6])
def test_consistency_refuses_a_size_that_never_was(size: int) -> None:
    with pytest.raises(IndexError):
        consistency(LEAVES[:5], size)


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.data())
def test_root_from_refuses_every_other_proof(place: tuple[int, int], data: st.DataObject) -> None:
    size, index = place
    path = inclusion(LEAVES[:size], index)
    changed = data.draw(st.integers(0, len(path) - 1)) if path else 0
    forged = [*path[:changed], sha256(b"forged").digest(), *path[changed + 1 :]]

    assert root_from(LEAVES[index], index, size, forged) != NAIVE_ROOTS[size]
    assert root_from(LEAVES[index], index, size, [*path, LEAVES[0]]) is None
    assert not path or root_from(LEAVES[index], index, size, path[:-1]) is None


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_root_from_refuses_an_index_outside_the_tree(index: int, size: int) -> None:
    assert root_from(LEAVES[0], index, size, []) is None


@given(st.integers(2, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(1, size - 1))), st.data())
def test_is_consistent_refuses_every_other_history(sizes: tuple[int, int], data: st.DataObject) -> None:
    size, old = sizes
    path = consistency(LEAVES[:size], old)
    other = [*LEAVES[: old - 1], sha256(b"other").digest(), *LEAVES[old:size]]
    changed = data.draw(st.integers(0, len(path) - 1))
    forged = [*path[:changed], sha256(b"forged").digest(), *path[changed + 1 :]]

    assert not is_consistent(old, NAIVE_ROOTS[old], size, root_of(other), path)
    assert not is_consistent(old, NAIVE_ROOTS[old], size, root_of(other), consistency(other, old))
    assert not is_consistent(old, NAIVE_ROOTS[old], size, NAIVE_ROOTS[size], forged)
    assert not is_consistent(old, NAIVE_ROOTS[old], size, NAIVE_ROOTS[size], path[:-1])
    assert not is_consistent(old, NAIVE_ROOTS[old], size, NAIVE_ROOTS[size], [*path, LEAVES[0]])


@pytest.mark.parametrize(("old", "size"), [(-1, 4), (5, 4)])
def test_is_consistent_refuses_impossible_sizes(old: int, size: int) -> None:
    assert not is_consistent(old, LEAVES[0], size, LEAVES[0], [])


def test_is_consistent_of_equal_sizes_compares_the_roots() -> None:
    assert is_consistent(4, NAIVE_ROOTS[4], 4, NAIVE_ROOTS[4], [])
    assert not is_consistent(4, NAIVE_ROOTS[4], 4, NAIVE_ROOTS[5], [])
    assert not is_consistent(4, NAIVE_ROOTS[4], 4, NAIVE_ROOTS[4], [LEAVES[0]])


def test_node_hash_is_that_of_the_reference() -> None:
    leaves = [sha256(b"\x00" + raw).digest() for raw in INPUTS[:2]]

    assert node_hash(*leaves).hex() == ROOTS[1]
