"""The ledger: one dense Merkle leaf for every event, as in RFC 6962, with its proofs of inclusion and of growth.

A proof lists hashes of subtrees from the bottom up (RFC 6962, sections 2.1.1 and 2.1.2).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """Fold leaves into a root with memory that grows by the logarithm of their number."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Start with the empty tree, or go on from the peaks of an earlier one."""
        self.size = size
        self.peaks = list(peaks)

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash, merging the full subtrees that it completes."""
        peak, size = leaf, self.size
        while size % 2:
            peak = node_hash(self.peaks.pop(), peak)
            size //= 2
        self.peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """Give the Merkle tree hash of the leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Compute the Merkle tree hash of all leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that the leaf at an index is in the tree: the hashes beside its way up to the root.

    Raises IndexError when the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, start, end = list[bytes](), 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start = middle
    return path[::-1]


def consistency(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Prove that the tree only grew since it had `old_size` leaves; nothing is needed from none, or from all.

    Raises IndexError when the tree was never that large.
    """
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    if old_size in (0, len(leaves)):
        return []
    path, start, end, is_whole = list[bytes](), 0, len(leaves), True
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[start:middle]))
            start, is_whole = middle, False
    return ([] if is_whole else [root_of(leaves[start:end])]) + path[::-1]


def root_from(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Follow an inclusion proof up to the root; None when it cannot belong to a tree of this size."""
    if not 0 <= index < size:
        return None
    root, rest, last = leaf, list(path), size - 1
    while last:
        if index % 2 or index < last:
            if not rest:
                return None
            beside = rest.pop(0)
            root = node_hash(beside, root) if index % 2 else node_hash(root, beside)
        index, last = index // 2, last // 2
    return None if rest else root


def is_consistent(old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether a consistency proof shows that the tree with the old root grew into the one with the new root."""
    if old_size in (0, size):
        return not path and 0 <= old_size <= size and old_root == (root if old_size else EMPTY_ROOT)
    if not 0 < old_size < size:
        return False
    rest, index, last = list(path), old_size - 1, size - 1
    while index % 2:
        index, last = index // 2, last // 2
    # A full tree is its own lowest subtree, which a proof leaves out.
    before = after = (rest.pop(0) if rest else b"") if index else old_root
    while last:
        if index % 2 or index < last:
            if not rest:
                return False
            beside = rest.pop(0)
            if index % 2:
                before, after = node_hash(beside, before), node_hash(beside, after)
            else:
                after = node_hash(after, beside)
        index, last = index // 2, last // 2
    return not rest and (before, after) == (old_root, root)


def _split(size: int) -> int:
    """Give the largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
