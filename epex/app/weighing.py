"""What plugins say for and against that one organisation visits another."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, cast

import msgspec

from epex.app.base import KnowledgeBase
from epex.core.pairing import Further, Pair
from epex.core.reader import Reader
from epex.plugins.guard import Failed, guarded, traced, why_not, within
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.matching import MatchingReason, Weighed, checked, wrong
from epex.plugins.reading import Queries
from epex.plugins.report import taken
from epex.plugins.wire import METHODS
from epex.projections.matching import Weigh

GO_ON = "tell its author, all other reasons stand"


def weighing(base: KnowledgeBase) -> Weigh:
    """Have plugins asked, each time for one reader."""

    def weigh(reader: Reader, year: int, pairs: Sequence[Pair]) -> Mapping[Pair, Sequence[Further]]:
        return further(base.plugins(), base.queries(reader), year, pairs)

    return weigh


def reasons(plugins: Plugins) -> dict[str, tuple[str, MatchingReason]]:
    """Gather the reasons by name, each with its plugin; what cannot be asked is left out."""
    found: dict[str, tuple[str, MatchingReason]] = {}
    for plugin, reason in plugins.gather("epex_matching_reasons", MatchingReason):
        if why := why_not(wrong, reason, otherwise="has a matching reason that cannot be asked"):
            plugins.blame(plugin, f"{why}, so it was left out", DISABLE)
        elif reason.name in found:
            plugins.blame(plugin, *taken(reason.name, found[reason.name][0], "matching reason"))
        else:
            found[reason.name] = (plugin, reason)
    return found


def further(plugins: Plugins, queries: Queries, year: int, pairs: Sequence[Pair]) -> Mapping[Pair, Sequence[Further]]:
    """Ask every reason about every pair; one that fails with any of them is left out altogether, and named."""
    found: dict[Pair, list[Further]] = defaultdict(list)
    told = cast("Queries", Told(queries))
    for plugin, reason in reasons(plugins).values():
        try:
            with traced(plugin, f"the matching reason {reason.name}"):
                said = guarded(_asked, reason, told, year, pairs, plugins.limits.to_list().seconds)
        except Failed as failure:
            plugins.blame(plugin, f"has a matching reason '{reason.name}' that failed ({failure})", GO_ON)
            continue
        code = f"{plugin}/{reason.name}"
        for pair, weighed in said.items():
            found[pair].append(Further(code=code, text=weighed.sentence, points=weighed.points))
    return found


def _asked(
    reason: MatchingReason, queries: Queries, year: int, pairs: Sequence[Pair], seconds: float
) -> dict[Pair, Weighed]:
    found: dict[Pair, Weighed] = {}
    rows = {row["id"]: row for row in queries.listing("organisation")}
    with within(seconds):
        for pair in pairs:
            if not rows.keys() >= set(pair):
                continue
            host, visitor = (deepcopy(rows[one]) for one in pair)
            if weighed := checked(reason.weigh(queries, host, visitor, year)):
                found[pair] = weighed
    return found


class Told:
    """Queries that fetch each answer once, and give it anew each time, so that nobody changes another's rows."""

    def __init__(self, queries: Queries) -> None:
        """Have nothing fetched yet."""
        self._queries = queries
        self._known: dict[bytes, bytes] = {}

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """Answer what reports may ask, and nothing else."""
        if method not in METHODS:
            raise AttributeError(f"queries have no '{method}'")
        return lambda *given: self._told(method, [one if isinstance(one, str) else list(one) for one in given])

    def _told(self, method: str, given: Sequence[str | list[str]]) -> Any:
        asked = msgspec.msgpack.encode((method, given))
        if asked not in self._known:
            self._known[asked] = msgspec.msgpack.encode(getattr(self._queries, method)(*given))
        return msgspec.msgpack.decode(self._known[asked])
