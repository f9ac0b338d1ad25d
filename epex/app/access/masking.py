"""Mask third parties: whoever asks for their own data does not get anybody else's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import normalize

from epex.core.letters import fold
from epex.core.names import Names, Word, located, names_in
from epex.search.languages import small_words

ANOTHER = "[another person]"
CONTACT = "[a contact]"
# Commands print and take the beginnings of ids too.
PERSON_ID = re.compile(r"\bperson-[0-9a-f]{4}[0-9a-f-]*(?![^\W_])", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-])\+?\d[\d ()/.-]{7,}\d(?![\w-])")
# An underscore is a letter to a pattern, but sets a word in Markdown.
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"
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
        self._small = frozenset(word for language in languages for word in small_words(language))
        mine = {whole for text in kept if "@" not in text for whole in names_in(text)}
        self._own = Names(mine)
        self._others = Names({whole for name in others for whole in names_in(name)} - mine)
        known = {each for contact in contacts for each in _handles(contact) if each.casefold() not in self._reached}
        handles = sorted((each for each in known if not self._is_named(each)), key=len, reverse=True)
        self._contacts = _any_of(map(_reaching, handles))

    def text(self, text: str) -> str:
        """Cover others in a text; names that follow each other are one person."""
        covered = PERSON_ID.sub(self._id, normalize("NFC", text))
        covered = ADDRESS.sub(self._contact, covered)
        if self._contacts:
            covered = self._contacts.sub(CONTACT, covered)
        covered = self._named(covered)
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
        return found[0] if self._person.startswith(found[0].lower()) else ANOTHER

    def _named(self, text: str) -> str:
        covered, upto = [], 0
        for start, end in self._spans(text):
            covered += [text[upto:start], ANOTHER]
            upto = end
        return "".join((*covered, text[upto:]))

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        words, place = list(located(text)), 0
        while place < len(words):
            whole, count = self._others.whole_at(text, words, place)
            found = whole or next(filter(self._is_another, words[place].tails()), None)
            place += count or 1
            if found:
                yield found.start, found.end

    def _is_named(self, text: str) -> bool:
        # A name is one whether or not a contact holds it, which not all who read may know.
        words = [word.text for word in located(text)]
        return "@" not in text and all(self._others.reach(word) >= len(word) for word in words)

    def _is_another(self, word: Word) -> bool:
        said = fold(word.text.casefold())
        is_small = word.text.islower() and not self._small.isdisjoint((said, said.removesuffix("s")))
        return not is_small and self._others.reach(word.text) > self._own.reach(word.text)

    def _contact(self, found: re.Match[str]) -> str:
        # Dates are digits with strokes too.
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found[0]) or found[0].casefold() in self._reached:
            return found[0]
        return CONTACT


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
