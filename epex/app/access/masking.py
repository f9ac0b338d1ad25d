"""Mask third parties: whoever asks for their own data does not get anybody else's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import combining, normalize

from epex.app.erasing.forms import SPELT
from epex.core.screening import PARTICLES
from epex.search.folding import fold
from epex.search.languages import small_words

ANOTHER = "[another person]"
CONTACT = "[a contact]"
PERSON_ID = re.compile(r"\bperson-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-])\+?\d[\d ()/.-]{7,}\d(?![\w-])")
# An underscore is a letter to a pattern, but sets a word in Markdown.
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"
FEWEST_LETTERS, LONG = 2, 4
GENITIVE = "['’ʼ`´]?(?:s|es|ens)"
# German, Dutch and Nordic; Albanian; South Slavic.
CASES = "n|en|i|it|in|u|ut|un|t|a|e|om|em"
APART = re.compile(r"[,;\n]+")
# Where people are reached, which is no part of how.
PLACES = frozenset(
    "address call chat desk email facebook home instagram linkedin mail messenger mobil mobile office phone post signal"
    " skype teams telefon telegram telephone threema whatsapp work zoom".split()
)
FEW_WORDS, FEWEST_SIGNS, FEWEST_DIGITS = 3, 4, 5


class Mask:
    """Covers the names, ids and contacts of everybody but one."""

    def __init__(
        self,
        person: str,
        own: Iterable[str],
        others: Iterable[str],
        contacts: Iterable[str] = (),
        languages: Iterable[str] = ("en",),
    ) -> None:
        """Know the id of the one who asks, what they are called and reached by, and the same of all others.

        A name that is a frequent word in one of the languages counts only with a capital.
        """
        kept = tuple(own)
        self._person = person
        self._reached = "\n".join(kept).casefold()
        self._own = frozenset(spelt for text in kept for part in _parts(text) for spelt in _spellings(part))
        self._small = frozenset(word for language in languages for word in small_words(language))
        parts = {spelt for name in others for part in _parts(name) for spelt in _spellings(part)} - self._own
        self._names = _any_of(_inflected(part) for part in sorted(parts, key=len, reverse=True))
        handles = {each for contact in contacts for each in _handles(contact) if each.casefold() not in self._reached}
        self._contacts = _any_of(_reaching(each) for each in sorted(handles, key=len, reverse=True))

    def text(self, text: str) -> str:
        """Cover others in a text; names that follow each other are one person."""
        covered = PERSON_ID.sub(self._id, normalize("NFC", text))
        covered = ADDRESS.sub(self._contact, covered)
        if self._contacts:
            covered = self._contacts.sub(CONTACT, covered)
        if self._names:
            covered = self._names.sub(self._name, covered)
        return re.sub(rf"{re.escape(ANOTHER)}(?:[\s-]+{re.escape(ANOTHER)})+", ANOTHER, covered)

    def value(self, value: Any) -> Any:
        """Cover others wherever a text stands in a value."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {key: self.value(inner) for key, inner in value.items()}
            case Sequence():
                return [self.value(inner) for inner in value]
            case _:
                return value

    def _id(self, found: re.Match[str]) -> str:
        return found[0] if found[0] == self._person else ANOTHER

    def _name(self, found: re.Match[str]) -> str:
        word = found[0]
        is_small = word.islower() and not self._small.isdisjoint((fold(word), fold(word.removesuffix("s"))))
        return word if is_small or word.casefold() in self._own else ANOTHER

    def _contact(self, found: re.Match[str]) -> str:
        # Dates are digits with strokes too.
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found[0]) or found[0].casefold() in self._reached:
            return found[0]
        return CONTACT


def _parts(name: str) -> Iterator[str]:
    """Give a name, and each of its parts that names somebody, folded."""
    whole = " ".join(normalize("NFC", name).casefold().split())
    yield from filter(None, [whole])
    for word in whole.split():
        for part in (word.strip(".,"), *word.strip(".,").split("-")):
            if len(part) >= FEWEST_LETTERS and part not in PARTICLES:
                yield part


def _spellings(part: str) -> set[str]:
    """Give the ways in which a name is spelt where a keyboard lacks its letters."""
    plain = "".join(sign for sign in normalize("NFD", part) if not combining(sign))
    return {part, "".join(SPELT.get(sign, sign) for sign in part), plain}


def _inflected(part: str) -> str:
    words = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", part)))
    endings = f"(?:{GENITIVE}|{CASES})?" if len(part) >= LONG else f"(?:{GENITIVE})?"
    return f"{words}{endings}"


def _handles(contact: str) -> Iterator[str]:
    """Give what reaches somebody: a contact as a whole, and those of its words that are no place."""
    for text in filter(None, map(str.strip, APART.split(normalize("NFC", contact)))):
        yield text
        words = text.split()
        marked = [word for word in words if re.search(r"[@_/\d]|\w\.\w", word)]
        for part in re.split(r"[\s/]+", " ".join(marked or (words if len(words) <= FEW_WORDS else []))):
            word = part.strip("@.:()<>\"'")
            if len(word) >= FEWEST_SIGNS and word.casefold() not in PLACES:
                yield word


def _reaching(handle: str) -> str:
    digits = re.findall(r"\d", handle)
    if len(digits) >= FEWEST_DIGITS and not re.search(r"[^\W\d]", handle):
        return r"\+?" + r"[\s()/.-]*".join(digits)
    return "@?" + r"\s+".join(map(re.escape, handle.split()))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return re.compile(rf"{BEFORE}(?:{joined}){AFTER}", re.IGNORECASE) if joined else None
