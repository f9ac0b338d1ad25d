"""What is told of a question beside its answer: what may have been meant otherwise than it was read."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from epex.search.languages import detect, stop_words
from epex.search.typed import FIELDS, QUOTES, of_fields

PHRASE = re.compile(r'"[^"]*"')
# What other programs read, or what a blank takes apart, and what to type here instead.
FOREIGN = (
    (re.compile(r"(?<!\S)NOT\s+(\w{1,40})"), "NOT is a word like others; type -{0} to leave {0} out."),
    (re.compile(r"(?<!\S)AND\s+(\w{1,40})"), 'AND is a word like others; type "{0}" if it has to be there.'),
    (re.compile(r"(?<!\S)\+(\w{1,40})"), 'The + is not read; type "{0}" if it has to be there.'),
)
OF_FIELDS = (
    (r"(?<!\w)((?i:{})):\s+(\w{1,40})", "A field has no blank; type {0}:{1} for it."),
    (r"(?<!\w)((?i:{})):(?=\s*$|[,:-])", "Nothing stands behind {0}:, so it is a word; type {0}:VALUE."),
)
# The fields that plugins add have a hyphen in their names.
UNKNOWN = re.compile(r'(?<!\w)-?(?P<field>[^\W\d_]+(?:-[^\W\d_]+)*):(?=["\w])')
QUOTED_BEGINNING = re.compile(r'"[^"]*\w\*')
CLOSE, MOST_UNKNOWN = 0.76, 3
ADDED = "if a plugin adds it, 'epex plugin list' shows what that plugin lacks."
STAR_QUOTED = "In quotes a * cuts nothing off; take the quotes away, or the star."
FEWEST_SMALL = 2


def hints(text: str, fields: tuple[str, ...]) -> Iterator[str]:
    """Tell how to type what means nothing here; `fields` are those that there are."""
    plain = text.translate(QUOTES)
    if QUOTED_BEGINNING.search(plain):
        yield STAR_QUOTED
    yield from _foreign(PHRASE.sub('"', plain), fields)
    if ":" in plain:
        named = dict.fromkeys(found["field"].lower() for found in UNKNOWN.finditer(plain))
        for name in list(named)[:MOST_UNKNOWN]:
            yield from _unknown(name, fields)


def of_another_language(spoken: Sequence[str], language: str, others: Sequence[str]) -> str | None:
    """Tell when all the small words of a question are another language's."""
    if any(word in stop_words(language) for word in spoken):
        return None
    meant = detect(" ".join(spoken), others)
    is_meant = sum(word in stop_words(meant) for word in spoken) >= FEWEST_SMALL
    return f"Its small words are of another language; --query-language {meant} reads it in that." if is_meant else None


def _foreign(text: str, fields: tuple[str, ...]) -> Iterator[str]:
    """Tell how to type what other programs read otherwise; where all is in capitals, a word is only a word."""
    signs = (*FOREIGN, *((of_fields(sign, fields), hint) for sign, hint in OF_FIELDS))
    for sign, hint in signs if text != text.upper() else ():
        if found := sign.search(text):
            yield hint.format(*found.groups())


def _unknown(name: str, fields: tuple[str, ...]) -> Iterator[str]:
    """Tell which field may have been meant, or where those of plugins come from."""
    if name in fields:
        return
    for close in get_close_matches(name, fields, n=1, cutoff=CLOSE):
        yield f"There is no field {name}; did you mean {close}:?"
        return
    if "-" in name:
        there = ", ".join(fields[len(FIELDS) :])
        more = f" Plugins add: {there}." if there else ""
        yield f"There is no field {name}; {ADDED}{more}"
