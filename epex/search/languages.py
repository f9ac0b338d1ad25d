"""The languages of texts: their small words, their stemmers, and a guess where nobody said which it is."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Protocol

from epex.core.letters import APART, fold
from epex.search.albanian import Albanian
from epex.search.arabic import Arabic
from epex.search.folding import signed, spellings, words
from epex.search.irregular import lemma

STEMMERS = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "nl": "dutch",
    "da": "danish",
    "no": "norwegian",
    "sr": "serbian",
    "ar": "arabic",
}
ALIASES = {"nb": "no", "nn": "no"}
ENOUGH = 400
KEYED = APART | str.maketrans({"œ": "oe", "đ": "dj"})
ACCENTED = re.compile(r"[\u00c0-\u024f]")
# Languages in which two vowels that elsewhere stand for one are letters of their own: voelen, longue.
DOUBLE = frozenset({"fr", "nl"})


class Stemmer(Protocol):
    """What reduces a word to its stem."""

    def stemWord(self, word: str) -> str:  # noqa: N802 - PyStemmer's own name
        """Reduce one word."""


def version() -> str:
    """Name the program whose version shapes stems."""
    import Stemmer as PyStemmer  # noqa: PLC0415 - start-up: only searching needs it

    return f"stemmer {PyStemmer.version()}"


@lru_cache
def code_of(language: str) -> str:
    """Shorten a language tag to the network's code: `de-AT` is `de`, Bokmål and Nynorsk are `no`."""
    code = language.lower().replace("_", "-").partition("-")[0]
    return ALIASES.get(code, code)


@cache
def stop_words(language: str) -> frozenset[str]:
    """Read the words of a language that say nothing about a text, accents kept: without them many are other words."""
    listing = files(__package__).joinpath("stopwords", f"{language}.txt")
    if not (language.isalpha() and listing.is_file()):
        return frozenset()
    return frozenset(words(listing.read_text(encoding="utf-8")))


def is_small(word: str, languages: Iterable[str]) -> bool:
    """Tell whether a normal word says nothing about a text in one of some languages."""
    return any(word in stop_words(language) for language in languages)


@cache
def small_words(language: str) -> frozenset[str]:
    """Give the words of a language that say nothing about a text, folded."""
    return frozenset(map(fold, stop_words(language)))


@cache
def stemmer(language: str) -> Stemmer | None:
    """Load the stemmer of a language; some have none."""
    if language == "sq":
        return Albanian()
    if language not in STEMMERS:
        return None
    import Stemmer as PyStemmer  # noqa: PLC0415 - start-up: only searching needs it

    made: Stemmer = PyStemmer.Stemmer(STEMMERS[language])
    return Arabic(made) if language == "ar" else made


@lru_cache(maxsize=131072)
def stem(word: str, language: str) -> str:
    """Reduce a normal word, of an irregular one its dictionary's form, to its folded stem; a stop word to nothing."""
    if word in stop_words(language):
        return ""
    reduce, known = stemmer(language), lemma(word, language)
    return fold(reduce.stemWord(known) if reduce else known)


def meant(word: str, language: str, asked_in: str) -> tuple[str, ...]:
    """Spell a word of a question in the ways that may be meant, in a row as `spellings` does.

    Letters without their signs are meant only where they were typed so, and no spelling is a form of another word.
    """
    typed, apart, together, plain, keyed, _, *soft = spellings(word, language)
    if ACCENTED.search(word):
        return typed, apart, together, typed, word.translate(KEYED), word.replace("ß", "ss"), *(typed for _ in soft)
    ways = (plain, keyed, typed if asked_in in DOUBLE else signed(word))
    return typed, apart, together, *(way if lemma(way, language) == way else typed for way in ways), *soft


def stems(text: str, language: str) -> list[str]:
    """List the stems of a text in its language, small words left out."""
    return [found for word in words(text) if (found := stem(word, language))]


def detect(text: str, languages: Iterable[str]) -> str:
    """Guess the language of a text among the network's, by a vote of its small words; empty when they do not tell."""
    candidates = tuple(languages)
    counted = Counter(fold(word) for word in words(text[: ENOUGH * 16])[:ENOUGH])
    votes = {language: _votes(counted, language, candidates) for language in candidates}
    best = sorted(votes, key=lambda language: -votes[language])[:2]
    if not best or not votes[best[0]] or (len(best) > 1 and votes[best[0]] == votes[best[1]]):
        return ""
    return best[0]


def _votes(counted: Counter[str], language: str, candidates: Sequence[str]) -> float:
    """Weigh the small words of a language: one that many languages share says little."""
    own = counted.keys() & small_words(language)
    return sum(counted[word] / sum(word in small_words(other) for other in candidates) ** 2 for word in own)
