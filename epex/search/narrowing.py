"""What fields in a question mean: documents have to touch these values, or must not; what means nothing is told."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from epex.core.decision import Refused
from epex.core.letters import fold, forms, normal
from epex.core.vocabulary import COUNTRIES, LANGUAGES
from epex.search.facets import Card, Filters
from epex.search.query import Narrowing

# Finds the id that a text means among things of a subject, or raises Refused.
Find = Callable[[str, str], str]
# Lists how things of a subject are called that have some words in their name.
Names = Callable[[str, str], Sequence[str]]
FOUND_BY_NAME = ("organisation", "theme")
# Words of ours, which are typed with a blank as well.
JOINED = ("setting", "kind", "label")
CODE = 2
MOST_NAMES = 3
SHOWN = 40
APART = re.compile(r"[\s_-]+")
LAST = "9999"
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


def _nameless(_subject: str, _text: str) -> Sequence[str]:
    return ()


def narrowed(narrowings: Iterable[Narrowing], find: Find, beside: Filters, names: Names = _nameless) -> Narrowed:
    """Read the fields of a question, beside filters that hold anyway; several values of one field mean any of them."""
    wanted: dict[str, list[Filters]] = defaultdict(list)
    unwanted: list[Filters] = []
    hints: list[str] = []
    for field, typed, negated in narrowings:
        try:
            (unwanted if negated else wanted[field]).append(_filters(field, typed, find))
        except Refused as refused:
            perhaps = _perhaps(field, names(field, typed)) if field in FOUND_BY_NAME else ""
            hints.append(f"{_hint(field, typed, str(refused))}{perhaps}")
    groups = [[beside], *filter(None, wanted.values())]
    return Narrowed(groups, unwanted, [*_few(list(dict.fromkeys(hints))), *_impossible(groups)])


def _filters(field: str, typed: str, find: Find) -> Filters:
    """Make the filter of one value; `date` is a day, a month or a year in which something happened."""
    if field in FOUND_BY_NAME:
        return Filters.parse(**{field: find(typed, field)})
    value = normal(typed)
    if field in JOINED:
        value = APART.sub("_", value)
    if field == "country" and len(value) != CODE:
        value = _country(value) or value
    if field == "date":
        return Filters.parse(since=value, until=value)
    return Filters.parse(**{field: value})


def _country(name: str) -> str:
    """Find the code of a country by its name in one of the network's languages."""
    return _countries().get(fold(name), "")


@cache
def _countries() -> dict[str, str]:
    """Read how the countries are called in the network's languages."""
    from babel import Locale  # noqa: PLC0415 - start-up: its tables weigh more than all the rest

    called = (Locale(language).territories for language in LANGUAGES)
    return {
        form: code
        for territories in called
        for code, name in territories.items()
        if code in COUNTRIES
        for form in forms(name)
    }


def _perhaps(field: str, names: Sequence[str]) -> str:
    """Name what may have been meant, with how it is typed."""
    shown = ", ".join(f'{field}:"{name}"' for name in names[:MOST_NAMES])
    return f" Perhaps {shown}{' and others' if len(names) > MOST_NAMES else ''}." if names else ""


def _impossible(groups: Sequence[Sequence[Filters]]) -> Iterator[str]:
    """Tell when no day can be in all spans of time that are asked for."""
    since = max(min(each.since for each in group) for group in groups)
    until = min(max(each.until or LAST for each in group) for group in groups)
    if since > until:
        yield f"Nothing can be from {since} on and up to {until}; change one of the two."


def _few(hints: Sequence[str]) -> list[str]:
    if len(hints) <= MOST_HINTS + 1:
        return list(hints)
    return [*hints[:MOST_HINTS], f"So were {len(hints) - MOST_HINTS} more fields."]


def _hint(field: str, typed: str, why: str) -> str:
    if len(typed) <= SHOWN:
        return f"{field}:{typed} was left out. {why}"
    short = brief(typed)
    return f"{field}:{short} was left out. {why.replace(typed, short).replace(normal(typed), short)}"


def brief(typed: str) -> str:
    """Shorten what was typed, where it is told."""
    return typed if len(typed) <= SHOWN else f"{typed[:SHOWN]}…"


def _any_of(filters: Sequence[Filters], cards: Sequence[Card]) -> list[Card]:
    if len(filters) == 1:
        return filters[0].among(cards)
    found = {card["id"] for each in filters for card in each.among(cards)}
    return [card for card in cards if card["id"] in found]
