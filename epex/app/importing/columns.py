"""Columns: what each takes, how its text is read, and what is said when it cannot be."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from epex.core.decision import Refused, require_one_of
from epex.core.organisation import require_country, require_language_code

SEPARATOR = ";"
YES = ("yes", "true", "1", "y")
NO = ("no", "false", "0", "n")
PAIR = re.compile(r"([^:=]+?)\s*[:=]\s*(.+)", re.DOTALL)
NAMED = "an id, a name, or the id of its row in the same source"


class Known(Protocol):
    """What a column may ask about the network."""

    def language(self, text: str) -> str:
        """Find the network's code of a language; raises Refused when it has none."""

    def find(self, subject: str, text: str) -> str:
        """Find the id of what a text names; raises Refused when it names nothing, or several things."""

    def is_named(self, subject: str, text: str) -> bool:
        """Tell whether a text names something of a subject."""


Read = Callable[[str, Known], Any]


class Unfit(Exception):
    """Say which field of a row is not fit, and why."""

    def __init__(self, name: str, why: str) -> None:
        """Keep the field's name and the reason."""
        super().__init__(why)
        self.field = name
        self.why = why


def words(text: str, known: Known) -> str:  # noqa: ARG001 - every column is read the same way
    """Take a text as it is."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One field of a kind of rows."""

    name: str
    takes: str
    read: Read = words
    required: bool = False
    is_date: bool = False

    def value(self, text: str, known: Known) -> Any:
        """Read a cell; raises Unfit when it cannot be taken."""
        try:
            return self.read(text, known)
        except Refused as refused:
            raise Unfit(self.name, str(refused)) from refused


def date(name: str, takes: str) -> Column:
    """Make a column of dates; the mapping has brought them into our form."""
    return Column(name=name, takes=f"{takes}: 2017, 2017-03 or 2017-03-14", is_date=True)


def code(allowed: Sequence[str], what: str) -> Read:
    """Make a reader of one word of a vocabulary, however it is written."""

    def read(text: str, known: Known) -> str:  # noqa: ARG001 - as above
        word = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
        require_one_of(word, allowed, what)
        return word

    return read


def codes(allowed: Sequence[str], what: str) -> Read:
    """Make a reader of several words of a vocabulary."""
    one = code(allowed, what)
    return lambda text, known: tuple(dict.fromkeys(one(part, known) for part in parts(text)))


def reference(subject: str) -> Read:
    """Make a reader of a thing's id or name."""
    return lambda text, known: known.find(subject, text)


def reference_among(*subjects: str) -> Read:
    """Make a reader of the id or name of a thing of one of several subjects."""

    def read(text: str, known: Known) -> str:
        for subject in subjects:
            if known.is_named(subject, text):
                return known.find(subject, text)
        raise Refused(f"'{text}' is no {' or '.join(subjects)} that you may read; mend it.")

    return read


def references(subject: str) -> Read:
    """Make a reader of several ids or names."""
    return lambda text, known: tuple(dict.fromkeys(known.find(subject, part) for part in parts(text)))


def references_among(*subjects: str) -> Read:
    """Make a reader of several ids or names of things of several subjects."""
    one = reference_among(*subjects)
    return lambda text, known: tuple(dict.fromkeys(one(part, known) for part in parts(text)))


def pairs(name: Read = words) -> Read:
    """Make a reader of several names with what is said of each, such as `environment.law: It is allowed.`."""

    def read(text: str, known: Known) -> tuple[tuple[str, str], ...]:
        found = [PAIR.fullmatch(part) for part in parts(text)]
        if not all(found):
            raise Refused(f"'{text}' does not say what is said of which; write NAME: WORDS, one on each line.")
        return tuple((name(one[1], known), one[2]) for one in found if one)

    return read


def by_name(name: Read = words) -> Read:
    """Make a reader of words by a name that stands once."""
    each = pairs(name)

    def read(text: str, known: Known) -> dict[str, str]:
        found = each(text, known)
        if len(dict(found)) < len(found):
            raise Refused("The same name stands twice; say all of it at once.")
        return dict(found)

    return read


def lines(text: str, known: Known) -> tuple[str, ...]:  # noqa: ARG001 - as above
    """Take several texts."""
    return tuple(parts(text))


def country(text: str, known: Known) -> str:  # noqa: ARG001 - as above
    """Take a country's two letters."""
    require_country(text.upper())
    return text.upper()


def language(text: str, known: Known) -> str:
    """Take a language of the network."""
    return known.language(text)


def spoken(text: str, known: Known) -> tuple[str, ...]:  # noqa: ARG001 - as above
    """Take the languages that somebody works in, which may be more than the network's."""
    found = tuple(dict.fromkeys(part.casefold() for part in parts(text)))
    for one in found:
        require_language_code(one)
    return found


def number(text: str, known: Known) -> int:  # noqa: ARG001 - as above
    """Take a whole number."""
    if not text.isascii() or not text.isdigit():
        raise Refused(f"'{text}' is not a whole number; write it in digits, such as 2.")
    return int(text)


def programme_year(text: str, known: Known) -> int:
    """Take the number of a programme year."""
    found = number(text.casefold().removeprefix("year").strip(), known)
    if found < 1:
        raise Refused("Programme years are counted from 1; give the number of the year, such as 1.")
    return found


def whether(text: str, known: Known) -> bool:  # noqa: ARG001 - as above
    """Take yes or no."""
    if text.casefold() not in (*YES, *NO):
        raise Refused(f"'{text}' is neither yes nor no; write one of them.")
    return text.casefold() in YES


def parts(text: str) -> list[str]:
    """Split a cell with several values: a JSON list, or texts between semicolons or line ends."""
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return _kept(found)
    return _kept(part for line in text.splitlines() for part in line.split(SEPARATOR))


def joined(values: Iterable[str]) -> str:
    """Join several values in one cell, so that they can be split again."""
    some = list(values)
    plain = all(SEPARATOR not in one and len(one.splitlines()) == 1 for one in some)
    if plain and not (some and some[0].startswith("[")):
        return f"{SEPARATOR} ".join(some)
    return json.dumps(some, ensure_ascii=False)


def paired(said: Mapping[str, str]) -> str:
    """Join words by name in one cell, so that they can be split again."""
    return joined(f"{name}: {words}" for name, words in said.items())


def _kept(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]
