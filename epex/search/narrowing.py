"""What fields in a question mean: documents have to touch these values, or must not; what means nothing is told."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from epex.core.decision import Refused
from epex.core.letters import fold, forms, normal
from epex.core.vocabulary import COUNTRIES, LANGUAGES
from epex.search.facets import CLOSED, EVERYTHING, Card, Filters
from epex.search.languages import code_of
from epex.search.query import Narrowing
from epex.search.typed import FIELDS

# Finds the id that a text means among things of a subject, or raises Refused.
Find = Callable[[str, str], str]
# Lists how things of a subject are called that have some words in their name.
Names = Callable[[str, str], Sequence[str]]
# Lists how a text is called in English, in whichever language it names something.
Meanings = Callable[[str], Iterable[str]]
# Names the things of which a plugin's rows say what a field of it asks for, or raises Refused.
Meant = Callable[[str, str], frozenset[str]]
FOUND_BY_NAME = ("organisation", "theme")
# Words of ours, which are typed with a blank as well.
JOINED = ("setting", "kind", "label")
CODE = 2
# What people call a country or a part of it, and no table does.
CALLED = {
    **dict.fromkeys(("uk", "britain", "greatbritain", "england", "scotland", "wales", "northernireland"), "GB"),
    "usa": "US",
}
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

    def admitted(self, documents: AbstractSet[str], cards: Mapping[str, Card]) -> AbstractSet[str]:
        """Choose the documents that are asked for, by their ids; cards are not looked at where everything is."""
        if not self.unwanted and all(group == [EVERYTHING] for group in self.wanted):
            return documents
        return {card["id"] for card in self.among(map(cards.__getitem__, documents))}

    def among(self, cards: Iterable[Card]) -> list[Card]:
        """Choose the documents that are asked for."""
        left = list(cards)
        for group in self.wanted:
            left = _any_of(group, left)
        out = {card["id"] for card in _any_of(self.unwanted, left)}
        return [card for card in left if card["id"] not in out] if out else left


def _nameless(_subject: str, _text: str) -> Sequence[str]:
    return ()


def _meaningless(_text: str) -> Iterable[str]:
    return ()


def _unsaid(_field: str, _typed: str) -> frozenset[str]:
    raise Refused("No plugin adds this field; leave it out.")


def narrowed(
    narrowings: Iterable[Narrowing],
    find: Find,
    beside: Filters,
    names: Names = _nameless,
    meanings: Meanings = _meaningless,
    meant: Meant = _unsaid,
) -> Narrowed:
    """Read the fields of a question, beside filters that hold anyway; several values of one field mean any of them."""
    wanted: dict[str, list[Filters]] = defaultdict(list)
    unwanted: list[Filters] = []
    hints: list[str] = []
    for field, typed, negated in narrowings:
        try:
            (unwanted if negated else wanted[field]).append(_filters(field, typed, find, meanings, meant))
        except Refused as refused:
            close = perhaps(field, names(field, typed)) if field in FOUND_BY_NAME else ""
            hints.append(f"{_hint(field, typed, str(refused))}{close}")
    groups = [[beside], *filter(None, wanted.values())]
    return Narrowed(groups, unwanted, [*_few(list(dict.fromkeys(hints))), *_impossible(groups)])


def _filters(field: str, typed: str, find: Find, meanings: Meanings, meant: Meant) -> Filters:
    """Make the filter of one value; `date` is a day, a month or a year in which something happened."""
    if field in FOUND_BY_NAME:
        return Filters.parse(**{field: find(typed, field)})
    if field not in FIELDS:
        return Filters.parse(things=meant(field, typed))
    value = normal(typed)
    if field == "date":
        return Filters.parse(since=value, until=value)
    if field in JOINED:
        value = _ours(field, value, meanings)
    elif field in ("country", "language"):
        value = _code(field, value)
    return Filters.parse(**{field: value})


def _ours(field: str, typed: str, meanings: Meanings) -> str:
    """Find a word of ours by how it is typed, in the plural, or in another language."""
    value = APART.sub("_", typed)
    known = CLOSED[field]
    if value not in known and value.removesuffix("s") in known:
        return value.removesuffix("s")
    meant = (APART.sub("_", normal(each)) for each in meanings(typed)) if value not in known else ()
    return next((each for each in meant if each in known), value)


def _code(field: str, typed: str) -> str:
    """Find the code of a country or a language by its name in one of the network's languages."""
    plain = fold(typed)
    if field == "country" and plain in CALLED:
        return CALLED[plain]
    return typed if len(code_of(typed)) == CODE else _codes(field).get(plain, typed)


@cache
def _codes(field: str) -> dict[str, str]:
    """Read how the countries, or the languages, are called in the network's languages."""
    from babel import Locale  # noqa: PLC0415 - start-up: its tables weigh more than all the rest

    tables = map(attrgetter("territories" if field == "country" else "languages"), map(Locale, LANGUAGES))
    named = ((code, name) for table in tables for code, name in table.items())
    known = COUNTRIES if field == "country" else LANGUAGES
    of = str if field == "country" else code_of
    return {form: of(code) for code, name in named if of(code) in known for form in forms(name)}


def perhaps(field: str, names: Sequence[str]) -> str:
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
