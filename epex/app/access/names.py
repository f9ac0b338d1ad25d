"""Know names of people in a text, in other spellings and with the endings that languages give them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from epex.app.erasing.forms import SAME, SPELT
from epex.core.screening import PARTICLES
from epex.search.folding import SIGNS, fold, normal

APOSTROPHE = "[" + SAME["'"] + "´]"
LETTER = rf"[^\W_][{SIGNS}]*"
WORD = re.compile(rf"(?:{LETTER})+(?:{APOSTROPHE}(?:{LETTER})+)*")
# An apostrophe, or in Arabic a word of one letter, before a name: l'Okafor.
BEFORE = re.compile(f"{APOSTROPHE}|^[وفبلك]")
BETWEEN = re.compile(r"[\s.-]+")
APART = str.maketrans({**SPELT})
# Where folding and taking apart know one way only.
BARE = str.maketrans({"đ": "d", "æ": "a", "œ": "o", "þ": "t"})
TOGETHER = re.compile(r"dj|(?<=[aou])e|(?<=a)a")
# A shorter word with its umlauts taken away is too often another.
FEWEST_PLAIN = 5
FEWEST_LETTERS, LONG, LONGEST_ENDING = 2, 4, 5
GENITIVES = ("", "s", "es", "ens")
# German, Dutch and Nordic; Albanian; South Slavic.
CASES = ("n", "en", "i", "it", "in", "u", "ut", "un", "t", "a", "e", "om", "em")
# What takes the place of a last vowel: Hoxha, of Hoxhës.
VOWELS, LONGEST_CHANGE = "aeiou", 3

Whole = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands in a text."""

    text: str
    start: int
    end: int

    def tails(self) -> Iterator["Word"]:
        """Give the word, and what follows a short word that is joined to it."""
        yield self
        for found in BEFORE.finditer(self.text):
            yield Word(self.text[found.end() :], self.start + found.end(), self.end)


class Names:
    """The names of some people."""

    def __init__(self, wholes: Iterable[Whole]) -> None:
        """Know whole names and their parts."""
        self._parts: set[str] = set()
        self._wholes: dict[str, set[Whole]] = defaultdict(set)
        for whole in wholes:
            self._parts.update(part for forms in whole for part in forms if _names_somebody(part))
            for form in whole[0] if len(whole) > 1 else ():
                self._wholes[form].add(whole[1:])
        self._stems = {part[:-1] for part in self._parts if len(part) > LONG and part[-1] in VOWELS}

    def reach(self, word: str) -> int:
        """Tell how many letters of a word are a name that has an ending there; none if it is no name."""
        return max((reach for form in forms(word) for reach in self._reaches(form, word)), default=0)

    def whole_at(self, text: str, words: Sequence[Word], place: int) -> int:
        """Tell how many words from a place on are a whole name; none if they are not."""
        return max(
            (len(rest) + 1 for rest in self._following(words[place]) if _follows(text, words, place, rest)), default=0
        )

    def _following(self, word: Word) -> Iterator[Whole]:
        return (rest for form in forms(word.text) for rest in self._wholes.get(form, ()))

    def _reaches(self, form: str, word: str) -> Iterator[int]:
        for reach in range(max(FEWEST_LETTERS, len(form) - LONGEST_ENDING), len(form) + 1):
            start, ending = form[:reach], form[reach:]
            is_changed = start in self._stems and not word.islower() and _is_change(ending)
            if is_changed or (start in self._parts and _is_ending(ending, reach, is_lower=word.islower())):
                yield reach


def located(text: str) -> Iterator[Word]:
    """Give the words of a text."""
    return (Word(found[0], *found.span()) for found in WORD.finditer(text))


def names_in(text: str) -> Iterator[Whole]:
    """Give what a person is called: the name as a whole, and those of its parts that have a hyphen or an apostrophe."""
    for one in (text, *text.split()):
        words = [word.text for word in located(normalize("NFC", one))]
        if words:
            yield tuple(map(forms, words))
    for word in located(normalize("NFC", text)):
        yield from ((forms(part),) for part in (word.text, *re.split(APOSTROPHE, word.text)))


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """Give the ways in which a word is written where a keyboard lacks its letters."""
    plain = normal(re.sub(APOSTROPHE, "", word))
    told = {fold(plain), fold(plain.translate(APART)), fold(plain.translate(BARE))}
    together = {TOGETHER.sub(lambda found: found[0][:-1] if found[0] == "dj" else "", form) for form in told}
    return frozenset(told | {form for form in together if len(form) >= FEWEST_PLAIN})


def _names_somebody(part: str) -> bool:
    return len(part) >= FEWEST_LETTERS and part not in PARTICLES


def _is_ending(ending: str, length: int, *, is_lower: bool) -> bool:
    if length < LONG:
        return ending in GENITIVES
    # In lower case a short name begins many other words.
    return len(ending) <= LONGEST_ENDING if length > LONG or not is_lower else ending in (*GENITIVES, *CASES)


def _is_change(ending: str) -> bool:
    return bool(ending) and ending[0] in VOWELS and len(ending) <= LONGEST_CHANGE


def _follows(text: str, words: Sequence[Word], place: int, rest: Whole) -> bool:
    following = words[place + 1 : place + 1 + len(rest)]
    pairs = zip(words[place:], following, strict=False)
    return len(following) == len(rest) and all(
        BETWEEN.fullmatch(text, before.end, after.start) and _fits(after.text, name)
        for (before, after), name in zip(pairs, rest, strict=True)
    )


def _fits(word: str, name: Collection[str]) -> bool:
    return any(
        form[:length] in name and _is_ending(form[length:], length, is_lower=word.islower())
        for form in forms(word)
        for length in range(1, len(form) + 1)
    )
