"""Arabic words as they are looked up: without their article, and one letter for what is written in several ways."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

# The seats of a hamza stay, for the stemmer tells them apart.
ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "\u0671": "ا", "ى": "ي", "ة": "ه"})
# And, so, with, as, before the article; "to the" swallows its alef, and of three lams one.
ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=\w{3})")
LIKE_ARTICLE = re.compile(r"^(?:ال)+(?=\w{3})")
# "To the" before a word that begins with lam itself: committee, refugee, meeting, language, game, moment.
LAM = re.compile(r"([وف]?ل)(?=ل(?:اجئ|جن(?:ه$|ت)|قاء|غ(?:ه$|ت|ات|وي)|عبه$|حظ(?:ه$|ات)))")
# The feminine plural, whatever is joined to it, which a light stemmer takes for a verb's ending; and the feminine
# ending, except behind its other shape, where the ha is "his".
FEMININE = re.compile(r"(?<=\w{3})(?:ات(?:ها|هما?|هن|نا|كم|[هكي])?|(?<!ت)ه)$")

# What stands before a beginning: and, so; with, as, before the article; to the.
LETTER = re.compile("[\u0621-\u064a]")
CONJUNCTIONS = ("", "و", "ف")
JOINED = tuple(f"{conjunction}{article}" for conjunction in CONJUNCTIONS for article in ("ال", "بال", "كال"))
TO_THE, LAM_ITSELF = "لل", "ل"
FEWEST_BEGUN = 3


class Stemmer(Protocol):
    """What reduces a word to its stem."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - PyStemmer's own name
        """Reduce one word."""


def bare(word: str) -> str:
    """Take from a word its article, what is joined to it, and what only looks like one: so all forms agree."""
    plain = word.translate(ALIKE)
    found = LAM.match(plain) or ARTICLE.match(plain)
    return LIKE_ARTICLE.sub("", plain[found.end() :] if found else plain)


def beginnings(word: str) -> Iterator[str]:
    """Give how a word begins that begins so, as it is and with what Arabic joins to it: the article, and, so."""
    yield word
    if LETTER.match(word):
        yield from (f"{both}{word}" for both in JOINED)
        # Of three lams one is left out.
        yield from (f"{conjunction}{TO_THE}{word.removeprefix(LAM_ITSELF)}" for conjunction in CONJUNCTIONS)
        if len(word) >= FEWEST_BEGUN:
            yield from (f"{conjunction}{word}" for conjunction in CONJUNCTIONS if conjunction)


@dataclass(frozen=True, slots=True)
class Arabic:
    """Reduces bare words, so that one with its article is reduced as one without."""

    light: Stemmer

    def stemWord(self, word: str) -> str:  # noqa: N802 - PyStemmer's own name
        """Reduce one word."""
        return self.light.stemWord(FEMININE.sub("ة", bare(word)))
