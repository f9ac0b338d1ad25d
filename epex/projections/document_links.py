"""What documents touch by what they rest on: themes, organisations, settings and programme years."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from epex.projections.table import Row

# What an element or a theme takes over from what it rests on.
INHERITED: Mapping[str, tuple[str, ...]] = {
    "reflection": ("settings", "years"),
    "element": ("years",),
    "theme": ("organisations", "settings", "years"),
}


@dataclass(slots=True)
class Touched:
    """The values that one document touches."""

    organisations: set[str] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    themes: set[str] = field(default_factory=set)


class Links:
    """What rests on what among the things that a reader may see."""

    def __init__(self, links: Iterable[Row], seen: Mapping[str, Row], is_hidden: Callable[[str], bool]) -> None:
        """Keep the links between things that are not hidden."""
        self._seen = seen
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._targets: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, Touched] = {}
        for link in links:
            target, source = link["target"], link["source"]
            if not is_hidden(target) and not is_hidden(source):
                self._sources[target].add(source)
                self._targets[source].add(target)

    def touched(self, identity: str) -> Touched:
        """Gather what a document touches, itself and by what it rests on."""
        if identity in self._known:
            return self._known[identity]
        row = self._seen[identity]
        found = self._known[identity] = Touched(
            set(row["organisations"]), _present(row["setting"]), _present(row["year"]), self._themes(identity)
        )
        for source in sorted(self._sources.get(identity, ())):
            if source in self._seen:
                other = self.touched(source)
                for name in INHERITED.get(row["kind"], ()):
                    getattr(found, name).update(getattr(other, name))
        return found

    def _themes(self, identity: str) -> set[str]:
        """Name the themes that rest on a document, however far up, and a theme itself."""
        found, waiting = {identity}, [identity]
        while waiting:
            further = self._targets.get(waiting.pop(), set()) - found
            found |= further
            waiting += further
        return {each for each in found if each.startswith("theme-")}


def _present(value: Any) -> set[Any]:
    return {value} if value else set()
