"""The ledger: one dense Merkle leaf for every event, as in RFC 6962."""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """Fold leaves into a root with memory that grows by the logarithm of their number."""

    def __init__(self) -> None:
        """Start with the empty tree."""
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash, merging the full subtrees that it completes."""
        peak, size = leaf, self.size
        while size % 2:
            peak = node_hash(self._peaks.pop(), peak)
            size //= 2
        self._peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """Give the Merkle tree hash of the leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Compute the Merkle tree hash of all leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()
