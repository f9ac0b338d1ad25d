"""Screening: what in a text may be somebody's personal data, or let readers guess who is meant.

It finds traces, it proves nothing: it warns when a text is written, and stops it before it is published.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import normalize

from epex.core.letters import ARTICLES, forms, plainly
from epex.core.names import Names, Word, located, wholes_of

FEWEST_LETTERS = 4
FEWEST_ORGANISATIONS = 3
FEWEST_DIGITS = 7
FEWEST_WORDS = 5
GENITIVE = "(?:['’]?s)?"
LONGEST_ENDING = 6
RUN = re.compile(r"[^\W_]+")

# No address has more before its @; without an end, a long word would be read anew from each of its letters.
E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# It begins like one, or somebody says that it is one: other long numbers are dates and amounts.
CALLED = r"(?i:tele?(?:fon|phone|foon)?|mobile?|handy|هاتف)\W{1,3}"
TELEPHONE = re.compile(rf"(?<![\w.])(?:(?:\+|00?(?=[\d(/ ]))[\d ()/.\-]{{5,}}\d|{CALLED}[\d ()/.\-]{{6,}}\d)")
# Some ids hold as many digits as a number.
ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
DAY = r"\d{1,2}[./\- ]{1,2}(?:\d{1,2}|[^\W\d]{3,12})[./\- ]{1,2}\d{2,4}|\d{4}-\d{2}-\d{2}"
BORN = (
    r"\b(?:born|date of birth|d\.?o\.?b\.?|geb\.|geboren|geburtsdatum|née?|naissance|geboortedatum|født"
    r"|fødselsdato|rođena?|datum rođenja|lindur|datëlindja)|تاريخ الميلاد|مواليد|ولدت?"
)
BIRTH_DATE = re.compile(rf"(?:{BORN})\W{{0,3}}(?:\w+\W{{1,2}}){{0,2}}?(?:{DAY})", re.IGNORECASE)
INITIALS = r"(?<!\be\. )(?<!\be\.)\b[A-ZÀ-ÖØ-ÞŠŽĆČĐ]\.(?:[ -]?[A-ZÀ-ÖØ-ÞŠŽĆČĐ]\.){0,2}"
AGE = r"(?<!\d)(?:[5-9]|[1-9]\d)(?!\d)"
TOWN = r"\b(?:from|of|in|near|at|aus|bei|de|d'|à|uit|te|fra|i|iz|u|nga|në)\s*[A-ZÀ-ÖØ-ÞŠŽĆČĐ]\w{2,}"
UPPER = "[A-ZÀ-ÖØ-ÞŠŽĆČĐ]"
YEARS = r"(?:\s*(?:years?(?:\sold)?|Jahre?(?:\salt)?|ans|jaar|år|godina|vjeç))"
PERSON = re.compile(rf"\b{UPPER}\w{{2,}}(?:,\s*|\s*\(){AGE}(?:{YEARS}?[,)]|{YEARS})\s*{TOWN}")
# A street with its number and then a town, with or without its postcode, as addresses are written here.
STREETS = (
    r"\w*(?i:straße|strasse|str\.|gasse|weg|platz|allee|ufer|markt|damm|straat|laan|plein|gracht|kade"
    r"|gata|gate|veien|vei|vej|gade|gatan|vägen)"
)
ROADS = r"(?:Street|St\.?|Road|Rd\.?|Lane|Avenue|Ave\.?|Drive|Close|Square|Court|Terrace|Way|Crescent|Place)"
WAYS = r"(?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|route)"
HOUSE = r"\d{1,4}(?:\s?-?[A-Za-z])?"
PLACE = rf"(?:,?\s+(?:[A-Z]{{1,3}}-)?\d{{4,5}}(?:\s?[A-Z]{{2}})?\s+|(?:,|\s(?:in|te|à|i))\s+){UPPER}\w{{2,}}"
ADDRESS = re.compile(
    rf"\b{STREETS}\s+{HOUSE}{PLACE}"
    rf"|\b\d{{1,4}}(?:\s(?:bis|ter))?,?\s+{WAYS}\s+[^\n,.]{{2,40}}{PLACE}"
    rf"|\b\d{{1,4}}[a-z]?\s+(?:{UPPER}\w+\s+){{1,3}}{ROADS}(?:,|\sin)\s+{UPPER}\w{{2,}}"
    r"(?:,?\s+[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})?"
)
CASE = re.compile(rf"{INITIALS}(?=[^.!?\n]{{0,50}}{AGE})(?=[^.!?\n]{{0,80}}{TOWN})")

Kind = Literal["name", "initials", "birth date", "telephone number", "e-mail address", "postal address", "person"]
WORDED: dict[Kind, str] = {
    "name": "the name of somebody who has not agreed to be named",
    "initials": "initials with an age and a place",
    "birth date": "a date of birth",
    "telephone number": "a telephone number",
    "e-mail address": "an e-mail address",
    "postal address": "a postal address",
    "person": "somebody with an age and a place",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """Something that may be personal data, and where it stands."""

    kind: Kind
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word that tells of organisations or people, such as a country's name, their own or a role, and of whom.

    `is_beginning` says that other words begin so, which tell the same.
    """

    words: str
    whom: frozenset[str]
    is_beginning: bool = False


def screen(text: str, names: Collection[str] = ()) -> list[Trace]:
    """List what may be personal data in a text, in its order; `names` are those of people not to be named."""
    plain = normalize("NFC", text)
    return sorted({*_patterns(plain), *_names(plain, names)}, key=lambda trace: (trace.start, trace.kind))


def worded(traces: Iterable[Trace]) -> list[str]:
    """Say what was found without repeating it, each kind once."""
    return [WORDED[kind] for kind in dict.fromkeys(trace.kind for trace in traces)]


def alone(text: str, names: Collection[str], full_names: Collection[str] = ()) -> list[str]:
    """List the first names and surnames that stand in a text without making up one of the full names; each once."""
    plain, known = normalize("NFC", text), _one_by_one(tuple(names))
    covered = {place for whole in in_full(plain, full_names) for place in range(whole.start, whole.end)}
    single = (word for word in located(plain) if word.end - 1 not in covered)
    found = (next((tail.text for tail in word.tails() if known.stands(tail.text)), "") for word in single)
    return list(dict.fromkeys(filter(None, found)))


def in_full(text: str, names: Collection[str]) -> Iterator[Word]:
    """Find where a text in NFC names people in full, however it spells, shortens or turns a name."""
    words, known, place = list(located(text)), _as_a_whole(tuple(names)), 0
    while place < len(words):
        whole, count = known.whole_at(text, words, place)
        place += count or 1
        if whole:
            yield whole


def telling(texts: Iterable[str], terms: Iterable[Term], names: Collection[str] = ()) -> list[str]:
    """List the words in texts that let readers guess somebody or their organisation, and the people they name.

    What fits fewer than three tells, whoever is meant: if it mattered who, what is found would tell that as well.
    """
    text = "\n".join(texts)
    ways = plainly(text)
    said = [term for term in terms if is_too_few(len(term.whom)) and _said(term, ways)]
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for term in said:
        # The same in other letters.
        (begun if term.is_beginning else whole).setdefault(_plain(term), term.words)
    # A country's name begins as what its people are called; once is enough.
    shortest = (f"{words}…" for plain, words in begun.items() if not (_begins(whole, plain) or _goes_on(plain, begun)))
    people = (name.text for name in in_full(normalize("NFC", text), names))
    return list(dict.fromkeys((*whole.values(), *shortest, *people)))


def repeats(text: str, words: str) -> bool:
    """Tell whether a text holds the words of another in their order, however they are set; a few are anybody's."""
    said = _spoken(words)
    return len(said) >= FEWEST_WORDS and f" {' '.join(said)} " in f" {' '.join(_spoken(text))} "


def is_too_few(count: int) -> bool:
    """Tell whether so few organisations fit what is shown that readers can guess which one it is."""
    return count < FEWEST_ORGANISATIONS


def _patterns(text: str) -> Iterator[Trace]:
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("e-mail address", E_MAIL),
        ("birth date", BIRTH_DATE),
        ("initials", CASE),
        ("postal address", ADDRESS),
        ("person", PERSON),
    )
    for kind, pattern in kinds:
        yield from (Trace(kind, found.start(), found[0]) for found in pattern.finditer(text))
    for found in TELEPHONE.finditer(ID.sub(lambda found: "#" * len(found[0]), text)):
        if sum(sign.isdigit() for sign in found[0]) >= FEWEST_DIGITS and not re.fullmatch(DAY, found[0]):
            yield Trace("telephone number", found.start(), found[0].strip())


def _names(text: str, names: Collection[str]) -> Iterator[Trace]:
    for whole in in_full(text, names):
        yield Trace("name", whole.start, whole.text)
    only = {form for name in names if len(_spoken(name)) == 1 and len(name) >= FEWEST_LETTERS for form in forms(name)}
    for word in located(text) if only else ():
        for tail in word.tails():
            if not only.isdisjoint(_without_genitive(tail.text)):
                yield Trace("name", tail.start, tail.text)


def _without_genitive(word: str) -> Iterator[str]:
    for form in forms(word):
        yield from (form, form.removesuffix("s"))


@lru_cache(maxsize=16)
def _as_a_whole(names: tuple[str, ...]) -> Names:
    return Names((whole for name in names for whole in wholes_of(name)), is_strict=True)


@lru_cache(maxsize=16)
def _one_by_one(names: tuple[str, ...]) -> Names:
    return Names((forms(name),) for name in names)


def _spoken(text: str) -> list[str]:
    return re.findall(r"\w+", normalize("NFC", text).casefold())


def _plain(term: Term) -> str:
    return "".join(RUN.findall(plainly(term.words)[0]))


def _said(term: Term, texts: Iterable[str]) -> bool:
    starts, pattern = _saying(term.words, is_beginning=term.is_beginning)
    # Most words do not even begin in a text, which is sooner found than the rest.
    return any(pattern.search(text) for text in texts if any(start in text for start in starts))


@lru_cache(maxsize=4096)
def _saying(words: str, *, is_beginning: bool) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Give how a text writes words, however they are set: with spaces, hyphens or as one; and how they start."""
    ending = rf"[^\W_]{{0,{LONGEST_ENDING}}}" if is_beginning and len(words) >= FEWEST_LETTERS else GENITIVE
    ways = tuple(dict.fromkeys(tuple(RUN.findall(way)) for way in plainly(words)))
    said = "|".join(r"[\W_]{0,3}".join(way) for way in ways)
    starts = tuple(way[0] for way in ways if way)
    return starts, re.compile(rf"(?<![^\W_]){ARTICLES}(?:{said}){ending}(?![^\W_])")


def _begins(names: Iterable[str], beginning: str) -> bool:
    return any(name.startswith(beginning) for name in names)


def _goes_on(word: str, beginnings: Iterable[str]) -> bool:
    return any(word != beginning and word.startswith(beginning) for beginning in beginnings)
