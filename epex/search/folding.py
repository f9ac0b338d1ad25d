"""Words out of a text, in one spelling for what readers take to be the same."""

import re
from collections.abc import Iterator

from epex.core.letters import SIGNS, normal

WORD = re.compile(rf"\w[\w{SIGNS}]*")
APART = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
TOGETHER = {
    "de": (("ae", "ä"), ("oe", "ö"), ("ue", "ü")),
    "da": (("oe", "ø"), ("aa", "å")),
    "no": (("oe", "ø"), ("aa", "å")),
}


def words(text: str) -> list[str]:
    """List the words of a text in one normal form, accents kept."""
    return [word for word, _, _ in located(text)]


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each word in its normal form with where it stands in the text."""
    for found in WORD.finditer(text.replace("_", " ")):
        word = normal(found.group())
        if word:
            yield word, found.start(), found.end()


def spellings(word: str, language: str) -> tuple[str, str, str]:
    """Give the ways a language writes a word: as typed, with umlauts taken apart, with them put together."""
    joined = word
    for apart, together in TOGETHER.get(language, ()):
        joined = joined.replace(apart, together)
    return word, word.translate(APART), joined
