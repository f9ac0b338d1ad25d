"""One spelling for what readers take to be the same, and the ways in which a word is spelt elsewhere."""

import re
import unicodedata
from functools import lru_cache

# Signs inside a word: combining accents, Arabic vowel signs, joiners and soft hyphens.
SIGNS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d\u2060"
LETTER = rf"[^\W_][{SIGNS}]*"
RUN = re.compile(rf"(?:{LETTER})+")
UNREAD = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d\u2060]")
LONGEST = 64
# A shorter word with its umlauts taken away is too often another.
FEWEST_PLAIN = 5
APOSTROPHES = "'’ʼ`"
APOSTROPHE = f"[{APOSTROPHES}´]"

SERBIAN = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклљмнњопрстћуфхцчџш",
            "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
            strict=True,
        )
    )
)
# What Arabic joins to a word: and, so, with, to, as, the.
ARTICLES = "(?:[وف]?[بلك]?(?:ال|لل|ل)?)"
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
# Umlauts and their like, as they are spelt where a keyboard has none.
SPELT = {"ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "ß": "ss", "å": "aa"}
APART = str.maketrans({**SPELT})
# Where folding and taking apart know one way only.
BARE = str.maketrans({"đ": "d", "æ": "a", "œ": "o", "þ": "t"})
TOGETHER = re.compile(r"dj|(?<=[aou])e|(?<=a)a")


@lru_cache(maxsize=65536)
def normal(word: str) -> str:
    """Bring a word to lower case, composed letters and the Latin script of Serbian, without signs that nobody types."""
    if word.isascii():
        return word.lower()
    bare = UNREAD.sub("", unicodedata.normalize("NFKC", word).lower())
    return unicodedata.normalize("NFC", bare).translate(SERBIAN).translate(DIGITS)


def fold(word: str) -> str:
    """Leave only what survives every keyboard: plain letters and figures, at most 64 of them."""
    if not (word.isascii() and word.isalnum()):
        plain = unicodedata.normalize("NFD", word.translate(FOLDED))
        word = "".join(letter for letter in plain.translate(FOLDED) if letter.isalnum())
    return word[:LONGEST]


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """Give the ways in which a word is written where a keyboard lacks its letters."""
    told = frozenset(_spelt(normal(re.sub(APOSTROPHE, "", word))))
    together = {TOGETHER.sub(lambda found: found[0][:-1] if found[0] == "dj" else "", form) for form in told}
    return told | {form for form in together if len(form) >= FEWEST_PLAIN}


@lru_cache(maxsize=1024)
def plainly(text: str) -> tuple[str, ...]:
    """Write a text in each of the ways in which its words are spelt, the plainest first; other signs stay."""
    seen = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    ways = zip(*(_spelt(normal(part)) if RUN.fullmatch(part) else (part,) * 3 for part in _parted(seen)), strict=True)
    return tuple(dict.fromkeys("".join(parts) for parts in ways))


def _spelt(plain: str) -> tuple[str, str, str]:
    return fold(plain), fold(plain.translate(APART)), fold(plain.translate(BARE))


def _parted(text: str) -> list[str]:
    return re.split(f"({RUN.pattern})", text)
