"""Know names of people in a text: in other spellings, with initials, and with the endings that languages give them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from unicodedata import normalize

from epex.core.letters import APOSTROPHE, LETTER, forms

WORD = re.compile(rf"(?:{LETTER})+(?:{APOSTROPHE}(?:{LETTER})+)*")
# An apostrophe, or in Arabic a word of one letter, before a name: l'Okafor.
BEFORE = re.compile(f"{APOSTROPHE}|^[وفبلك]")
HYPHEN = r"\-‐‑–"
BETWEEN = re.compile(rf"[\s._*{HYPHEN}]+")
# Between a surname and the first name that follows it: Okafor, Ben.
COMMA = ","
TURNED = re.compile(r"[\s_*]*[,،]?[\s_*]*")
# Around other names between the known ones, which may be set as a nickname; no sentence or paragraph ends there.
BESIDE = re.compile(rf"(?!\s*\n\s*\n)[\s_*{HYPHEN}\"'“”„«»‘’()]+")
MOST_BETWEEN, LONGEST_SHORTENED = 3, 3
# With a capital they may stand between two people.
JOINING = frozenset(
    "and as avec by dhe e edhe eller en et for from i in ili med met mit me nga of og oder ose ou or sa und with"
    " و او ثم على علي عن في مع من الي".split()
)
KIN = frozenset(("ابن", "بن", "بنت"))
# They stand between the names of many: alone they name nobody.
PARTICLES = frozenset("af al av bin da de del den der des di du el ibn la le ten ter van vom von zu".split())
FEWEST_LETTERS, LONG, LONGEST_ENDING = 2, 4, 5
GENITIVES = ("", "s", "es", "ens")
# German, Dutch and Nordic; Albanian; South Slavic.
CASES = ("n", "en", "i", "it", "in", "u", "ut", "un", "t", "a", "e", "om", "em")
# What takes the place of a last vowel: Hoxha, of Hoxhës.
VOWELS, LONGEST_CHANGE = "aeiou", 3
ENDINGS = frozenset((*GENITIVES, *CASES))
CHANGES = frozenset(("e", "i", "o", "u", "om", "es", "en", "ut"))

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

    def __init__(self, wholes: Iterable[Whole], *, is_strict: bool = False) -> None:
        """Know whole names and their parts; strictly, a whole name has no ending but those of cases."""
        self._ends = _is_case if is_strict else _is_ending
        self._parts: set[str] = set()
        self._wholes: dict[str, set[Whole]] = defaultdict(set)
        for whole in wholes:
            self._parts.update(part for forms in whole for part in forms if _names_somebody(part))
            for form in whole[0] if len(whole) > 1 else ():
                self._wholes[form].add(whole[1:])
        self._stems = _stems(self._parts)

    def reach(self, word: str) -> int:
        """Tell how many letters of a word are a name that has an ending there; none if it is no name."""
        return max((reach for form in forms(word) for reach in self._reaches(form, word)), default=0)

    def whole_at(self, text: str, words: Sequence[Word], place: int) -> tuple[Word | None, int]:
        """Find the whole name that begins with the word at a place, and how many words it takes; none if it is none.

        Up to three other names or initials may stand between the known ones.
        """
        for tail in words[place].tails():
            known = (rest for form in _forms_at(text, tail) for rest in self._wholes.get(form, ()))
            last = max((last for rest in known for last in self._lasts(text, words, place, rest)), default=None)
            if last is not None:
                end = words[last].end
                return Word(text[tail.start : end], tail.start, end), last - place + 1
        return None, 0

    def _lasts(self, text: str, words: Sequence[Word], place: int, rest: Whole) -> Iterator[int]:
        """Give the places where a name may end that has come to a place and has a rest."""
        for after in _places_after(text, words, place, is_turned=COMMA in rest[0]):
            if self._fits(_forms_at(text, words[after]), words[after], rest[0]):
                ends = self._lasts(text, words, after, rest[1:]) if rest[1:] else (after,)
                yield from (_after_initials(text, words, end) if COMMA in rest[0] else end for end in ends)

    def _fits(self, written: Iterable[str], word: Word, name: Collection[str]) -> bool:
        stems, is_lower = _stems(name), word.text.islower()
        return any(
            (form[:length] in name and self._ends(form[length:], length, is_lower=is_lower))
            or (form[:length] in stems and form[length:] in CHANGES)
            for form in written
            for length in range(1, len(form) + 1)
        )

    def stands(self, word: str) -> bool:
        """Tell whether a word is a name by itself: with a capital, or in small letters that a name alone has."""
        return not (word.islower() and word.isascii()) and any(map(self._stands, forms(word)))

    def _stands(self, form: str) -> bool:
        parts = ((form[:reach], form[reach:]) for reach in range(FEWEST_LETTERS, len(form) + 1))
        return any(
            (start in self._parts and _is_case(ending, len(start))) or (start in self._stems and ending in CHANGES)
            for start, ending in parts
        )

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
    first, *others = _parts_in(text) or [()]
    if others:
        yield from ((*chain(*others[at:]), *_after_comma(first)) for at in {0, len(others) - 1})
    for word in located(normalize("NFC", text)):
        yield from ((forms(part),) for part in (word.text, *re.split(APOSTROPHE, word.text)))


def wholes_of(name: str) -> Iterator[Whole]:
    """Give the ways to name a person: in full, with initials, without middle names or half a name, in either order."""
    parts = _parts_in(name)
    if not parts[1:]:
        # One name, perhaps of two: Jean-Luc.
        yield from (part for part in parts if len(part) > 1)
        return
    first, *middle, last = parts
    whole = tuple(one for part in middle for one in part)
    firsts, lasts = _halves(first), _halves(last)
    shorter = (whole, (), tuple(one if one & PARTICLES else _short(one) for one in whole))
    yield from (
        (*one, *between, *other)
        for one, between, other in product((*firsts, tuple(map(_short, first))), shorter, lasts)
    )
    yield from ((*between, *other, *one) for between, other, one in product(shorter[:2], lasts, firsts))
    for other, one, between in product(lasts, map(_after_comma, (*firsts, tuple(map(_short, first)))), shorter):
        yield from ((*other, *one, *between), (*between, *other, *one))


def _after_comma(first: Whole) -> Whole:
    return first[0] | {COMMA}, *first[1:]


def _parts_in(name: str) -> list[Whole]:
    return [part for part in map(_forms_in, normalize("NFC", name).split()) if part]


def _forms_in(part: str) -> Whole:
    return tuple(forms(word.text) for word in located(part))


def _halves(part: Whole) -> tuple[Whole, ...]:
    return part, *((one,) for one in part if len(part) > 1 and any(map(_names_somebody, one)))


def _short(one: frozenset[str]) -> frozenset[str]:
    return frozenset(f"{form[:1]}." for form in one)


def _names_somebody(part: str) -> bool:
    return len(part) >= FEWEST_LETTERS and part not in PARTICLES


def _is_ending(ending: str, length: int, *, is_lower: bool) -> bool:
    if length < LONG:
        return ending in GENITIVES
    # In lower case a short name begins many other words.
    return len(ending) <= LONGEST_ENDING if length > LONG or not is_lower else ending in (*GENITIVES, *CASES)


def _is_case(ending: str, length: int, *, is_lower: bool = False) -> bool:  # noqa: ARG001 - as the other is asked
    return ending in (ENDINGS if length > LONG else GENITIVES[:2])


def _is_change(ending: str) -> bool:
    return bool(ending) and ending[0] in VOWELS and len(ending) <= LONGEST_CHANGE


def _forms_at(text: str, word: Word) -> frozenset[str]:
    """Give the ways in which a word is written; a letter with a full stop may be an initial."""
    written = forms(word.text)
    return written | {f"{form}." for form in written} if _is_initial(text, word) else written


def _is_initial(text: str, word: Word) -> bool:
    return len(word.text) == 1 and not word.text.islower() and text.startswith(".", word.end)


def _places_after(text: str, words: Sequence[Word], place: int, *, is_turned: bool) -> Iterator[int]:
    """Give the places where a name may go on: at the next word, and beyond other names."""
    for after in range(place + 1, min(place + MOST_BETWEEN + 2, len(words))):
        before, word = words[after - 1], words[after]
        is_first = after == place + 1
        is_beside = _is_beside(text, before, word, shortened=1 if is_first else LONGEST_SHORTENED)
        is_next = is_first and bool((TURNED if is_turned else BETWEEN).fullmatch(text, before.end, word.start))
        if is_beside or is_next:
            yield after
        may_go_on = is_beside or (is_next and is_turned)
        if not (may_go_on and _may_be_between(text, word) and (is_first or _may_follow(before, word))):
            return


def _is_beside(text: str, before: Word, after: Word, shortened: int) -> bool:
    """Tell whether names stand side by side; a short one may be an initial with its full stop."""
    ways = (BESIDE, BETWEEN) if len(before.text) <= shortened else (BESIDE,)
    return any(between.fullmatch(text, before.end, after.start) for between in ways)


def _may_be_between(text: str, word: Word) -> bool:
    return _is_initial(text, word) or not (word.text.islower() or forms(word.text) & JOINING)


def _may_follow(before: Word, after: Word) -> bool:
    """Tell whether another name may follow one; where nothing has capitals, only after a word for kin."""
    return before.text in KIN or after.text.lower() != after.text.upper()


def _after_initials(text: str, words: Sequence[Word], place: int) -> int:
    """Go on to the last of the initials that follow a first name after its surname."""
    for after in range(place + 1, len(words)):
        if not (_is_initial(text, words[after]) and _is_beside(text, words[after - 1], words[after], shortened=1)):
            return after - 1
    return len(words) - 1


def _stems(parts: Iterable[str]) -> set[str]:
    return {part[:-1] for part in parts if len(part) > LONG and part[-1] in VOWELS}
