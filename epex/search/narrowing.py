"""What fields in a question mean: documents have to touch these values, or must not; what means nothing is told."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from epex.core.decision import Refused
from epex.core.letters import normal
from epex.search.facets import Card, Filters
from epex.search.query import Narrowing

# Finds the id that a text means among things of a subject, or raises Refused.
Find = Callable[[str, str], str]
FOUND_BY_NAME = ("organisation", "theme")
SHOWN = 40
MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents that a question is about: they pass one filter of each group, and none that is unwanted."""

    wanted: Sequence[Sequence[Filters]] = ()
    unwanted: Sequence[Filters] = ()
    hints: Sequence[str] = ()

    @property
    def is_asking(self) -> bool:
        """Tell whether the question names something that documents have to have, beside the filters."""
        return len(self.wanted) > 1

    def among(self, cards: Iterable[Card]) -> list[Card]:
        """Choose the documents that are asked for."""
        left = list(cards)
        for group in self.wanted:
            left = _any_of(group, left)
        out = {card["id"] for card in _any_of(self.unwanted, left)}
        return [card for card in left if card["id"] not in out] if out else left


def narrowed(narrowings: Iterable[Narrowing], find: Find, beside: Filters) -> Narrowed:
    """Read the fields of a question, beside filters that hold anyway; several values of one field mean any of them."""
    wanted: dict[str, list[Filters]] = defaultdict(list)
    unwanted: list[Filters] = []
    hints: list[str] = []
    for field, typed, negated in narrowings:
        try:
            (unwanted if negated else wanted[field]).append(_filters(field, typed, find))
        except Refused as refused:
            hints.append(_hint(field, typed, str(refused)))
    return Narrowed([[beside], *filter(None, wanted.values())], unwanted, _few(list(dict.fromkeys(hints))))


def _filters(field: str, typed: str, find: Find) -> Filters:
    """Make the filter of one value; `date` is a day, a month or a year in which something happened."""
    if field in FOUND_BY_NAME:
        return Filters.parse(**{field: find(typed, field)})
    value = normal(typed)
    if field == "date":
        return Filters.parse(since=value, until=value)
    return Filters.parse(**{field: value})


def _few(hints: Sequence[str]) -> list[str]:
    if len(hints) <= MOST_HINTS + 1:
        return list(hints)
    return [*hints[:MOST_HINTS], f"So were {len(hints) - MOST_HINTS} more fields."]


def _hint(field: str, typed: str, why: str) -> str:
    if len(typed) <= SHOWN:
        return f"{field}:{typed} was left out. {why}"
    short = f"{typed[:SHOWN]}…"
    return f"{field}:{short} was left out. {why.replace(typed, short).replace(normal(typed), short)}"


def _any_of(filters: Sequence[Filters], cards: Sequence[Card]) -> list[Card]:
    if len(filters) == 1:
        return filters[0].among(cards)
    found = {card["id"] for each in filters for card in each.among(cards)}
    return [card for card in cards if card["id"] in found]
