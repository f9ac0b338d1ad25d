"""Evidence that was handed on where something was merged or split, and how far a walk along links may follow it."""

from collections.abc import Iterable

from epex.core.evidence import Link
from epex.projections.evidence import PLACE
from epex.projections.passages import identity_of
from epex.projections.table import Row

HEIRLOOMS = ("merged_into", "split_from")
Identity = tuple[str, str, int]
Path = frozenset[Identity]
ALL: Path = frozenset()


def hands_on(heirloom: Row, link: Row) -> bool:
    """Tell whether a piece of evidence went along from one thing to the next, and is still there."""
    key, gone = key_of(link), heirloom["let_go"]
    kept = heirloom["kept"] is None or link["source"] in heirloom["kept"]
    return kept and key not in gone and link["source"] not in gone


def key_of(link: Row) -> str:
    """Write which piece of evidence a link is on one line."""
    return Link(link["source"], *(link[name] for name in PLACE)).key


class Walk:
    """Follow links from one thing on, back or forward, and past a merge or a split only where evidence was handed on.

    On the way back each place is reached by paths, sets of merges and splits, and evidence counts there when all of one
    path handed it on. On the way forward each place is reached by paths of one link each, the evidence that led there,
    or by an empty one: all of it.
    """

    def __init__(self, starts: Iterable[str], *, back: bool) -> None:
        """Start where everything counts."""
        self.links: dict[Identity, Row] = {}
        self._back = back
        self._reached: dict[str, frozenset[Path]] = {start: frozenset({ALL}) for start in starts}

    def goes(self, link: Row, here: str, there: str) -> bool:
        """Take a link if it leads on; tell whether something new counts where it leads."""
        known = self._reached.get(there, frozenset())
        passed = self._passed(link, self._reached[here])
        if passed:
            self.links[identity_of(link)] = link
            self._reached[there] = known | passed
        return not passed <= known

    def _passed(self, link: Row, paths: frozenset[Path]) -> frozenset[Path]:
        own = frozenset({identity_of(link)})
        if link["relation"] in HEIRLOOMS:
            if self._back:
                return frozenset(path | own for path in paths)
            return frozenset(path for path in paths if all(hands_on(link, self.links[each]) for each in path))
        if link["relation"] != "evidence":
            return frozenset({ALL})
        if not self._back:
            return frozenset({own})
        handed = any(all(hands_on(self.links[each], link) for each in path) for path in paths)
        return frozenset({ALL}) if handed else frozenset()
