"""Words out of a text, in one spelling for what readers take to be the same."""

import re
from collections.abc import Iterable, Iterator

from epex.core import letters
from epex.core.letters import SIGNS, fold, normal

WORD = re.compile(rf"\w[\w{SIGNS}]*")
HYPHENS = str.maketrans("\u2010\u2011", "--")
HYPHENED = re.compile(rf"\w[\w{SIGNS}]*(?:-\w[\w{SIGNS}]*)+")
APART = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
TOGETHER = {
    "de": (("ae", "ä"), ("oe", "ö"), ("ue", "ü")),
    "da": (("oe", "ø"), ("aa", "å")),
    "no": (("oe", "ø"), ("aa", "å")),
}

SIGN = {"ae": "ä", "oe": "ö", "ue": "ü", "aa": "å", "dj": "d"}
SIGNED = re.compile("|".join(SIGN))
# What a plain letter may stand for, taken apart.
OPENED = {"a": ("ae", "aa"), "o": ("oe",), "u": ("ue",), "d": ("dj",)}
FEWEST_BEGUN = 4


def words(text: str) -> list[str]:
    """List the words of a text in one normal form, accents kept."""
    return [word for word, _, _ in located(text)]


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each word in its normal form with where it stands in the text."""
    for found in WORD.finditer(text.replace("_", " ")):
        word = normal(found.group())
        if word:
            yield word, found.start(), found.end()


def joined(text: str) -> Iterator[tuple[str, int, int]]:
    """Give what is written with hyphens as one word in its normal form, with where it stands in the text."""
    plain = text if text.isascii() else text.translate(HYPHENS)
    start = 0
    while (place := plain.find("-", start)) >= 0:
        # Looked for around a hyphen, for few words have one.
        found = HYPHENED.search(plain, plain.rfind(" ", start, place) + 1 or start)
        if not found:
            return
        start = found.end()
        word = normal(found.group().replace("-", ""))
        if word.isalpha() and len(word) <= letters.LONGEST:
            yield word, found.start(), start


def spellings(word: str, language: str) -> tuple[str, ...]:
    """Give the ways in which a word is written: each word of one language in equally many, and the same ways in a row.

    As typed; with umlauts taken apart and put together as the language does; as plain keyboards write it; in Serbian
    with a letter that they lack.
    """
    joined = word
    for apart, together in TOGETHER.get(language, ()):
        joined = joined.replace(apart, together)
    plain = fold(word)
    soft = (word.replace("d", "đ", 1), word.replace("d", "đ")) if language == "sr" else ()
    return word, word.translate(APART), joined, plain, fold(word.translate(letters.APART)), bare(word), *soft


def written(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """List the ways in which some languages write a word, in plain letters: the same of every spelling of it."""
    return tuple(sorted(filter(None, {fold(way) for language in languages for way in spellings(word, language)})))


def bare(word: str, fewest: int = letters.FEWEST_PLAIN) -> str:
    """Write a word as plain letters that stand for umlauts and their like, where it is long enough to be none other."""
    plain = fold(word.translate(letters.BARE))
    closed = letters.TOGETHER.sub(lambda found: found[0][:-1] if found[0] == "dj" else "", plain)
    return closed if len(closed) >= fewest else plain


def signed(word: str) -> str:
    """Put together what may be a letter with a sign, of whatever language, where the word is long enough."""
    found = SIGNED.sub(lambda pair: SIGN[pair[0]], word)
    return found if len(found) >= letters.FEWEST_PLAIN else word


def beginnings(word: str, language: str) -> tuple[str, ...]:
    """Give the ways in which a word may begin that begins so; as typed, and with or without umlauts taken apart.

    Two letters stand for one of another language only where a word is long: `co` is not what `coe` begins.
    """
    told = dict.fromkeys((fold(word), fold(word.translate(letters.APART)), fold(word.translate(letters.BARE))))
    more = [bare(word, FEWEST_BEGUN)]
    if language != "nl":
        more.append(fold(word.replace("aa", "å")))
    if len(word) >= FEWEST_BEGUN:
        more += (
            f"{plain[:place]}{apart}{plain[place + 1 :]}"
            for plain in told
            for place, letter in enumerate(plain)
            for apart in OPENED.get(letter, ())
        )
    return tuple(dict.fromkeys((*told, *more)))
