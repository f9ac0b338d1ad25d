"""Words out of a text, and one spelling for what readers take to be the same."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Signs inside a word: combining accents, Arabic vowel signs, joiners and soft hyphens.
SIGNS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d\u2060"
WORD = re.compile(rf"\w[\w{SIGNS}]*")
UNREAD = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d\u2060]")
LONGEST = 64

SERBIAN = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклљмнњопрстћуфхцчџш",
            "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
            strict=True,
        )
    )
)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
LATIN = {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "dj", "ð": "d", "þ": "th", "ł": "l", "\u0131": "i"}
# Alef with wasla, final ya and ha, and the seats of hamza.
ARABIC = {
    "\u0671": "\u0627",
    "\u0649": "\u064a",
    "\u0629": "\u0647",
    "\u0624": "\u0648",
    "\u0626": "\u064a",
    "\u0621": "",
}
FOLDED = str.maketrans(LATIN | ARABIC)
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


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Bring a word to lower case, composed letters and the Latin script of Serbian, without signs that nobody types."""
    if word.isascii():
        return word.lower()
    bare = UNREAD.sub("", unicodedata.normalize("NFKC", word).lower())
    return unicodedata.normalize("NFC", bare).translate(SERBIAN).translate(DIGITS)


def fold(word: str) -> str:
    """Leave only what survives every keyboard: plain letters and figures, at most 64 of them."""
    if not word.isascii():
        plain = unicodedata.normalize("NFD", word.translate(FOLDED))
        word = "".join(letter for letter in plain.translate(FOLDED) if letter.isalnum())
    return word[:LONGEST]


def spellings(word: str, language: str) -> tuple[str, str, str]:
    """Give the ways a language writes a word: as typed, with umlauts taken apart, with them put together."""
    joined = word
    for apart, together in TOGETHER.get(language, ()):
        joined = joined.replace(apart, together)
    return word, word.translate(APART), joined
