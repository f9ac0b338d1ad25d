"""The dictionary's form of irregular words, which no stemmer knows: written down for each language, as text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from epex.core.letters import APART, FOLDED, SIGNS, fold

# A shorter word without its accents is too often another; Arabic has short words and loses other signs.
FEWEST_PLAIN = 4
SHORTEST = 2
# How a form is spelt where a keyboard lacks its letters.
WAYS: tuple[dict[int, str], ...] = ({}, APART, str.maketrans({"đ": "d"}))
ENDINGS, BEGINNINGS = "*", "^"


@dataclass(frozen=True)
class Forms:
    """Hold forms with the words that they are forms of, and what may stand before and after them."""

    whole: dict[str, str]
    endings: list[str]
    beginnings: list[str]

    def find(self, word: str) -> str | None:
        """Find what a word is a form of: as it stands, else without a beginning, an ending or both."""
        for rest in (word, *filter(_is_whole(word), _cut(word, self.beginnings, str.startswith, str.removeprefix))):
            if rest in self.whole:
                return self.whole[rest]
            for form in _cut(rest, self.endings, str.endswith, str.removesuffix):
                if form + ENDINGS in self.whole:
                    return self.whole[form + ENDINGS]
        return None


@lru_cache(maxsize=65536)
def lemma(word: str, language: str) -> str:
    """Give the dictionary's form of an irregular word in normal form; any other word comes back as it is."""
    words, told, spelt = _tables(language)
    return word if word in words else told.find(word) or spelt.find(fold(word)) or word


def forms(word: str, language: str) -> tuple[str, ...]:
    """List the irregular forms of a word in its dictionary's form, without what may follow them."""
    words, told, _ = _tables(language)
    return tuple(form for form, of in told.whole.items() if of == word and form[-1] != ENDINGS) if word in words else ()


def lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Read the lines of a table: the word before the colon, and its forms; a word with a star is a form as well."""
    for line in text.splitlines():
        word, colon, forms = line.partition(":")
        if colon and not line.startswith("#"):
            own = [word] if len(word) > 1 and word.endswith(ENDINGS) else []
            yield (word.removesuffix(ENDINGS) if own else word), own + forms.split()


@cache
def _tables(language: str) -> tuple[frozenset[str], Forms, Forms]:
    """Read a language's words, their forms as they are told, and the forms as they are spelt without its letters."""
    listing = files(__package__).joinpath("irregular", f"{language}.txt")
    is_told = language.isalpha() and listing.is_file()
    told = dict(lines(listing.read_text(encoding="utf-8"))) if is_told else {}
    endings, beginnings = told.pop(ENDINGS, []), told.pop(BEGINNINGS, [])
    whole = {way: word for word, forms in told.items() for form in forms for way in {form, form.removesuffix(ENDINGS)}}
    words = frozenset(told)
    plain = Forms(_spelt(whole, words), _plain(" ".join(endings)), _plain(" ".join(beginnings)))
    return words, Forms(whole, endings, beginnings), plain


def _spelt(whole: dict[str, str], words: frozenset[str]) -> dict[str, str]:
    """Spell the forms without the language's letters, but for what would be another word."""
    accented = [form for form in whole if not form.isascii()]
    found: dict[str, set[str]] = defaultdict(set)
    for text in dict.fromkeys("\n".join(accented).translate(way) for way in WAYS):
        for form, plain in zip(accented, _plain(text), strict=True):
            found[plain].add(whole[form])
    open_forms = {form: word for form, word in whole.items() if form.endswith(ENDINGS)}
    clear = {form: told.pop() for form, told in found.items() if len(told) == 1 and _is_long(form)}
    return {form: word for form, word in clear.items() if form not in whole and form not in words} | open_forms


def _is_whole(word: str) -> Callable[[str], bool]:
    """Tell whether a rest is a word: behind a single letter two more are none, for all three are another."""
    return lambda rest: len(rest) > SHORTEST or len(word) - len(rest) > 1


def _is_long(form: str) -> bool:
    return not form.isascii() or len(form.removesuffix(ENDINGS)) >= FEWEST_PLAIN


def _plain(text: str) -> list[str]:
    """Take the signs off all words of a text at once, which is quicker than off each."""
    folded = unicodedata.normalize("NFD", text.translate(FOLDED)).translate(FOLDED)
    return re.sub(f"[{SIGNS}]", "", folded).split()


def _cut(
    word: str, parts: list[str], stands: Callable[[str, str], bool], cut: Callable[[str, str], str]
) -> Iterator[str]:
    return (cut(word, part) for part in parts if stands(word, part))
