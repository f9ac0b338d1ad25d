"""What would tell readers who is meant: the names of people, and words that fit few organisations or people."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from epex.app.publishing.credits import NOBODY, Somebody
from epex.core.letters import fold
from epex.core.names import PARTICLES
from epex.core.nations import beginnings
from epex.core.screening import Term
from epex.projections.table import Row
from epex.search.languages import code_of, small_words

FEWEST_LETTERS = 2


# How people are called by what they do here, in print; every reader knows more practitioners than there are here.
ROLES = {
    "coordinator": "coordinator|Koordinator|Koordinatorin|coordinateur|coordinatrice|coördinator",
    "evaluator": "evaluator|Evaluatorin|évaluateur|évaluatrice|evaluatør",
    "editor": "editor|Herausgeber|Herausgeberin|éditeur|éditrice|redacteur|redaktør",
    "reviewer": "reviewer|Gutachter|Gutachterin|relecteur|relectrice",
    "data_protection_officer": "data protection officer|Datenschutzbeauftragter|Datenschutzbeauftragte"
    "|délégué à la protection des données|déléguée à la protection des données"
    "|functionaris gegevensbescherming|databeskyttelsesrådgiver|personvernombud",
}


def terms(organisations: Iterable[Row], people: Iterable[Row], languages: Sequence[str]) -> tuple[Term, ...]:
    """List the names of organisations, of their countries and these countries' people, and of people's roles."""
    found: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for row in organisations:
        for words in (row["title"], row["short_name"], *_countries(row["country"], languages)):
            if words not in NOBODY:
                found[words].add(row["id"])
        for words in beginnings(row["country"]):
            begun[words].add(row["id"])
    for row in people:
        for role in ROLES.keys() & row["roles"] if not row["status"] else ():
            for words in ROLES[role].split("|"):
                found[words].add(row["id"])
    told = (Term(words, frozenset(which)) for words, which in sorted(found.items()))
    return (*told, *(Term(words, frozenset(which), is_beginning=True) for words, which in sorted(begun.items())))


def single_names(people: Iterable[Row], language: str) -> tuple[str, ...]:
    """List the first names and surnames of people, but for those that are frequent words in a language."""
    small = PARTICLES | small_words(code_of(language))
    parts = (part for row in people if row["title"] not in NOBODY for part in re.split(r"[\s-]+", row["title"]))
    named = (part for part in parts if len(part.strip(".")) >= FEWEST_LETTERS and fold(part.casefold()) not in small)
    return tuple(sorted(set(named)))


def full_names(people: Iterable[Row]) -> tuple[str, ...]:
    """List the whole names of people."""
    return tuple(dict.fromkeys(row["title"] for row in people if row["title"] not in NOBODY))


def unnamed_people(people: Iterable[Row], person: Callable[[str], Somebody]) -> tuple[str, ...]:
    """List the names of people who do not want their full name in print, whatever words of theirs are quoted."""
    known = (person(row["id"]) for row in people)
    return tuple(one.name for one in known if not one.gone and one.preference != "full_name")


def _countries(code: str, languages: Sequence[str]) -> list[str]:
    from babel import Locale  # noqa: PLC0415 - start-up: its tables weigh more than all the rest

    return list(dict.fromkeys(Locale(language).territories.get(code, code) for language in ("en", *languages)))
