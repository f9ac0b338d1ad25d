"""What would tell readers who is meant: the names of people, and words that fit few organisations or people."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from epex.app.publishing.credits import NOBODY, Somebody
from epex.core.callings import called
from epex.core.letters import fold
from epex.core.names import PARTICLES
from epex.core.nations import told
from epex.core.screening import Term
from epex.projections.table import Row
from epex.search.languages import code_of, small_words

FEWEST_LETTERS = 2


def terms(organisations: Iterable[Row], people: Iterable[Row], languages: Sequence[str]) -> tuple[Term, ...]:
    """List the names of organisations, of their countries and these countries' people, and of people's roles."""
    found: dict[str, set[str]] = defaultdict(set)
    begun: dict[str, set[str]] = defaultdict(set)
    for row in organisations:
        for words in (row["title"], row["short_name"], *_countries(row["country"], languages)):
            if words not in NOBODY:
                found[words].add(row["id"])
        _note(told(row["country"]), row["id"], found, begun)
    for row in people:
        for role in row["roles"] if not row["status"] else ():
            _note(called(role), row["id"], found, begun)
    whole = (Term(words, frozenset(which)) for words, which in sorted(found.items()))
    return (*whole, *(Term(words, frozenset(which), is_beginning=True) for words, which in sorted(begun.items())))


def _note(known: Iterable[str], whom: str, whole: dict[str, set[str]], begun: dict[str, set[str]]) -> None:
    """Note the words that tell of somebody; a hyphen ends those that others begin with."""
    for words in known:
        (begun if words.endswith("-") else whole)[words.removesuffix("-")].add(whom)


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
