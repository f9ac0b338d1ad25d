"""Filters and counts over the documents that a reader may see."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from epex.core.dates import earliest, latest, parse_date
from epex.core.decision import Refused, require_one_of
from epex.core.organisation import require_country
from epex.core.vocabulary import LABELS, LANGUAGES, SETTINGS
from epex.projections.cards import KINDS
from epex.search.languages import code_of

Card = Mapping[str, Any]
Values = tuple[frozenset[str], ...]

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
    things: frozenset[str] = frozenset()
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

    def among(self, cards: Iterable[Card]) -> list[Card]:
        """Choose the documents that are asked for."""
        if self == EVERYTHING:
            return list(cards)
        asked = [(name, wanted) for name in ASKED if (wanted := getattr(self, name))]
        return [card for card in cards if self._admits(card, asked)]

    def _admits(self, card: Card, asked: Iterable[tuple[str, frozenset[str]]]) -> bool:
        return (
            all(not wanted.isdisjoint(_touched(card, name)) for name, wanted in asked)
            and (not self.year or not self.year.isdisjoint([*_touched(card, "year"), card["occurred_on"][:4]]))
            and (not self.since or self.since <= latest(card["occurred_on"]))
            and (not self.until or earliest(card["occurred_on"]) <= self.until)
        )


EVERYTHING = Filters()
ASKED = tuple(each.name for each in fields(Filters) if each.name not in ("year", "since", "until"))
SEVERAL = {"organisation": "organisations", "country": "countries", "setting": "settings", "theme": "themes"}
TIDY: Mapping[str, Callable[[str], str]] = {"language": code_of, "country": str.upper}
CLOSED = {"kind": KINDS, "language": LANGUAGES, "setting": SETTINGS, "label": LABELS}


class Facets:
    """Counts over documents by what they touch; those that touch the same are counted together."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        """Take the documents of one reader; each is read when it is first counted."""
        self._profiles = Profiles(cards)

    def count(self, documents: Iterable[str]) -> dict[str, dict[str, int]]:
        """Count the documents by each facet, the commonest value first; one that touches several counts for each."""
        counted = {name: Counter[str]() for name in FACETS}
        for profile, times in Counter(map(self._profiles.__getitem__, documents)).items():
            for counter, values in zip(counted.values(), self._profiles.values_of[profile], strict=True):
                for value in values:
                    counter[value] += times
        return {name: by_number(counter) for name, counter in counted.items()}


class Profiles(dict[str, int]):
    """The profile of each document, by number: those that touch the same values have the same."""

    def __init__(self, cards: Mapping[str, Card]) -> None:
        """Know of no document yet."""
        super().__init__()
        self._cards = cards
        self._known: dict[Values, int] = {}
        self.values_of: list[Values] = []

    def __missing__(self, document: str) -> int:
        """Find out what a document touches."""
        card = self._cards[document]
        values = tuple(frozenset(_touched(card, name)) for name in FACETS)
        if values not in self._known:
            self._known[values] = len(self.values_of)
            self.values_of.append(values)
        self[document] = self._known[values]
        return self[document]


def things_of(card: Card) -> Iterable[str]:
    """Name what a document is about: itself, and the organisations and themes that it touches."""
    return (card["id"], *card["organisations"], *card["themes"])


def _touched(card: Card, name: str) -> Iterable[str]:
    """List the values of a document that a filter or a facet is about."""
    if name == "year":
        return map(str, card["years"])
    if name == "things":
        return things_of(card)
    return card[SEVERAL[name]] if name in SEVERAL else [card[name]]


def by_number(counter: Counter[str]) -> dict[str, int]:
    """Put the commonest value first, and leave out what has none."""
    counter.pop("", None)
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))


def _tidied(name: str, value: str | int | Iterable[str | int] | None) -> Iterable[str]:
    given = [value] if isinstance(value, str | int) else value or ()
    for each in given:
        tidy = TIDY.get(name, str)(str(each))
        if name in CLOSED:
            require_one_of(tidy, CLOSED[name], name)
        if name == "country":
            require_country(tidy)
        if name == "year" and not tidy.isdecimal():
            raise Refused(f"'{tidy}' is not a year; write one of the programme, such as 2, or of the calendar: 2017.")
        yield tidy
