"""Filters and counts over the documents that a reader may see."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from epex.core.dates import earliest, latest, parse_date
from epex.core.decision import require_one_of
from epex.core.vocabulary import LANGUAGES, SETTINGS
from epex.projections.document_queries import KINDS
from epex.search.languages import code_of

Card = Mapping[str, Any]

FACETS = ("kind", "language", "organisation", "country", "setting", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What documents have to touch; several values of one filter mean any of them.

    A year below 1000 is one of the programme, another one of the calendar.
    """

    kind: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset()
    country: frozenset[str] = frozenset()
    organisation: frozenset[str] = frozenset()
    setting: frozenset[str] = frozenset()
    year: frozenset[str] = frozenset()
    label: frozenset[str] = frozenset()
    theme: frozenset[str] = frozenset()
    since: str = ""
    until: str = ""

    @classmethod
    def parse(cls, since: str = "", until: str = "", **values: str | int | Iterable[str | int] | None) -> Self:
        """Accept one value or several for each filter.

        Raises Refused on a word that no document can have, and on a date that is none.
        """
        sets = {name: frozenset(_tidied(name, value)) for name, value in values.items()}
        return cls(
            **sets,
            since=earliest(parse_date(since)) if since else "",
            until=latest(parse_date(until)) if until else "",
        )

    def admit(self, card: Card) -> bool:
        """Tell whether a document is one of those that are asked for."""
        return (
            all(not (wanted := getattr(self, name)) or not wanted.isdisjoint(_touched(card, name)) for name in ASKED)
            and (not self.year or not self.year.isdisjoint([*_touched(card, "year"), card["occurred_on"][:4]]))
            and (not self.since or self.since <= latest(card["occurred_on"]))
            and (not self.until or earliest(card["occurred_on"]) <= self.until)
        )


ASKED = tuple(each.name for each in fields(Filters) if each.name not in ("year", "since", "until"))
SEVERAL = {"organisation": "organisations", "country": "countries", "setting": "settings", "theme": "themes"}
TIDY: Mapping[str, Callable[[str], str]] = {"language": code_of, "country": str.upper}
CLOSED = {"kind": KINDS, "language": LANGUAGES, "setting": SETTINGS}


def count(cards: Iterable[Card]) -> dict[str, dict[str, int]]:
    """Count the documents by each facet, the most frequent value first; one that touches several counts for each."""
    listed = list(cards)
    return {name: _counted(value for card in listed for value in _touched(card, name)) for name in FACETS}


def _touched(card: Card, name: str) -> Iterable[str]:
    """List the values of a document that a filter or a facet is about."""
    if name == "year":
        return map(str, card["years"])
    return card[SEVERAL[name]] if name in SEVERAL else [card[name]]


def _counted(values: Iterable[str]) -> dict[str, int]:
    counter = Counter(value for value in values if value)
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _tidied(name: str, value: str | int | Iterable[str | int] | None) -> Iterable[str]:
    given = [value] if isinstance(value, str | int) else value or ()
    for each in given:
        tidy = TIDY.get(name, str)(str(each))
        if name in CLOSED:
            require_one_of(tidy, CLOSED[name], name)
        yield tidy
