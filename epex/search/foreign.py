"""Fields that plugins add to the search: what the rows of their own tables say of things, as one reader sees both."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from epex.core.decision import Refused
from epex.core.letters import normal
from epex.projections.field import SearchField
from epex.projections.foreign import standing_rows
from epex.projections.reading import Reading
from epex.search.facets import Card, by_number, things_of
from epex.search.narrowing import APART, MOST_NAMES, perhaps

# Of each field, by value: the things of which it is said.
Things = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Said:
    """What rows that a reader may see say of things; `lacking` tells why nothing is known of a field."""

    things: Things = field(default_factory=dict)
    facets: Collection[str] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)

    def meant(self, name: str, typed: str) -> frozenset[str]:
        """Name the things of which a value is said, however its letters and blanks are typed.

        Raises Refused when it is said of nothing that the reader may know of, or nothing is known of the field.
        """
        if name in self.lacking:
            raise Refused(self.lacking[name])
        known, wanted = self.things[name], _plain(typed)
        found = frozenset[str]().union(*(things for value, things in known.items() if _plain(value) == wanted))
        if not found:
            close = get_close_matches(wanted, known, n=MOST_NAMES + 1, cutoff=0)
            raise Refused(
                f"No row that you may read says it; leave it out, or type what one says.{perhaps(name, close)}"
            )
        return found

    def notices(self, named: Collection[str]) -> Iterator[str]:
        """Say which values cannot be counted, beside the fields that were named and are told of anyway."""
        for name in self.facets:
            if name in self.lacking and name not in named:
                yield f"{name} is not counted. {self.lacking[name]}"

    def counted(self, documents: Iterable[str], cards: Mapping[str, Card]) -> dict[str, dict[str, int]]:
        """Count documents by what is said of the things that they touch, the commonest value first."""
        facets = [name for name in self.facets if name in self.things]
        touched = [things_of(cards[each]) for each in documents] if facets else []
        return {name: self._counted(name, touched) for name in facets}

    def _counted(self, name: str, touched: Iterable[Iterable[str]]) -> dict[str, int]:
        said: defaultdict[str, set[str]] = defaultdict(set)
        for value, things in self.things[name].items():
            for thing in things:
                said[thing].add(value)
        return by_number(
            Counter(value for things in touched for value in {each for thing in things for each in said.get(thing, ())})
        )


def said(reading: Reading, fields: Sequence[SearchField], named: Collection[str]) -> Said:
    """Read what rows say for the fields that are named or counted; what cannot be read is told, and breaks nothing."""
    things: dict[str, Mapping[str, frozenset[str]]] = {}
    lacking: dict[str, str] = {}
    for each in fields:
        if each.facet or each.name in named:
            try:
                things[each.name] = _things(reading, each)
            except Refused as refused:
                lacking[each.name] = str(refused)
    return Said(things, [each.name for each in fields if each.facet], lacking)


def _things(reading: Reading, asked: SearchField) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in standing_rows(reading, asked.table, (asked.of, asked.value)):
        if row[asked.of] and row[asked.value] not in ("", None):
            found[str(row[asked.value])].add(row[asked.of])
    return {value: frozenset(things) for value, things in found.items()}


def _plain(value: str) -> str:
    return APART.sub("_", normal(value))
