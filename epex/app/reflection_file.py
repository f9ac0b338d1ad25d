"""A reflection in one Markdown file: front matter says about what and in which language, headings ask the questions."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from epex.app.frontmatter import FENCES, read_front_matter
from epex.core.dates import parse_date
from epex.core.decision import Refused
from epex.core.reader import WIDENING
from epex.core.reflection import FOLLOW_UPS, QUOTATION
from epex.core.vocabulary import LANGUAGES, SIDES
from epex.search.languages import code_of

ABOUT = ("visit", "meeting", "about")


@dataclass(frozen=True, slots=True)
class ReflectionFile:
    """What a file says beside its answers; `line` is that of the body's first."""

    fields: dict[str, str]
    body: str
    line: int


def has_front_matter(text: str) -> bool:
    """Tell whether a text begins with front matter."""
    return text.removeprefix("\ufeff").partition("\n")[0].rstrip() in FENCES


def read_file(text: str) -> ReflectionFile:
    """Read the front matter, and where the body begins.

    Raises Refused with the line when something in it cannot be meant.
    """
    found, body = read_front_matter(text)
    fields: dict[str, str] = {}
    for name, value in found.items():
        line = _line_of(text, name)
        if name not in READ:
            raise Refused(f"Line {line}: '{name}' is not known here; write one of: {', '.join(READ)}.")
        if not isinstance(value, str):
            raise Refused(f"Line {line}: '{name}' is not one text; write it as {name}: TEXT.")
        try:
            kept = READ[name](value.strip())
        except Refused as refused:
            raise Refused(f"Line {line}: {refused}") from refused
        place = "about" if name in ABOUT else name
        if place in fields:
            raise Refused(f"Line {line}: there is a visit or meeting already; name one.")
        fields[place] = kept
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return ReflectionFile(fields, body, plain.count("\n") - body.count("\n") + 1)


def _one_of(allowed: Collection[str], what: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise Refused(f"'{value}' is not a known {what}; choose one of: {', '.join(allowed)}.")
        return value

    return read


def _language(value: str) -> str:
    return _one_of(LANGUAGES, "language of the network")(code_of(value))


READ: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(ABOUT, str),
    "language": _language,
    "side": _one_of(SIDES, "side"),
    "visibility": _one_of(WIDENING, "visibility"),
    "quotation": _one_of(QUOTATION, "permission to quote"),
    "question_set": str,
    "occurred_on": parse_date,
    "follow_up": _one_of(("0", *map(str, FOLLOW_UPS)), "follow-up in months"),
    "title": str,
    "author": str,
}


def _line_of(text: str, name: str) -> int:
    found = re.search(rf"^[ \t]*[\"']?{re.escape(name)}[\"']?[ \t]*[:=]", text, re.MULTILINE)
    return text[: found.start()].count("\n") + 1 if found else 1
