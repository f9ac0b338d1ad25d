"""Screening: what in a text may be somebody's personal data, or let readers guess who is meant.

It finds traces, it proves nothing: it warns when a text is written, and stops it before it is published.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import category, normalize

FEWEST_LETTERS = 4
FEWEST_ORGANISATIONS = 3
FEWEST_DIGITS = 7
FEWEST_WORDS = 5
GENITIVE = "(?:['’]?s)?"
LONGEST_ENDING = 6
HYPHEN = r"\-‐‑–"
# Letters that a keyboard may lack, as they are written in one sign or in two.
PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})
APART = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# They stand between the names of many: alone they name nobody.
PARTICLES = frozenset("af al av bin da de del den der des di du el ibn la le ten ter van vom von zu".split())

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# It begins like one, or somebody says that it is one: other long numbers are dates and amounts.
CALLED = r"(?i:tele?(?:fon|phone|foon)?|mobile?|handy|هاتف)\W{1,3}"
TELEPHONE = re.compile(rf"(?<![\w.])(?:(?:\+|00?(?=[\d(/ ]))[\d ()/.\-]{{5,}}\d|{CALLED}[\d ()/.\-]{{6,}}\d)")
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


def alone(text: str, names: Collection[str]) -> list[str]:
    """List the first names and surnames that stand alone in a text, with a capital as names have; each once."""
    if not names:
        return []
    longest = sorted((re.escape(normalize("NFC", name)) for name in names), key=len, reverse=True)
    one = rf"(?<!\w)(?:{'|'.join(longest)}){GENITIVE}(?!\w)"
    # Several in a row are a full name, which is looked for by itself.
    rows = re.finditer(rf"{one}(?:[\s-](?!\s){one})*", normalize("NFC", text), re.IGNORECASE)
    found = (row[0] for row in rows if not re.search(r"[\s-]", row[0]))
    return list(dict.fromkeys(word for word in found if word[0].isupper()))


def telling(texts: Iterable[str], whose: Collection[str], terms: Sequence[Term]) -> list[str]:
    """List the words in texts that let readers guess somebody or their organisation, as they fit fewer than three."""
    together = _folded("\n".join(texts))
    narrow = [term for term in terms if not term.whom.isdisjoint(whose) and is_too_few(len(term.whom))]
    said = [term for term in narrow if _said(term, together)]
    names = tuple(_folded(term.words) for term in said if not term.is_beginning)
    # A country's name begins as what its people are called; once is enough.
    told = (term for term in said if not (term.is_beginning and _begins(names, _folded(term.words))))
    return list(dict.fromkeys(f"{term.words}…" if term.is_beginning else term.words for term in told))


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
    for found in TELEPHONE.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) >= FEWEST_DIGITS and not re.fullmatch(DAY, found[0]):
            yield Trace("telephone number", found.start(), found[0].strip())


def _names(text: str, names: Collection[str]) -> Iterator[Trace]:
    for name in names:
        if len(name.strip()) >= FEWEST_LETTERS:
            for found in _word(name).finditer(text):
                yield Trace("name", found.start(), found[0])


def _spoken(text: str) -> list[str]:
    return re.findall(r"\w+", normalize("NFC", text).casefold())


def _said(term: Term, folded: str) -> bool:
    ending = rf"[^\W_]{{0,{LONGEST_ENDING}}}" if term.is_beginning and len(term.words) >= FEWEST_LETTERS else GENITIVE
    for way in {_folded(term.words), _folded(normalize("NFC", term.words).casefold().translate(APART))}:
        # However it is set: with spaces, hyphens or as one.
        words = r"[\W_]{0,3}".join(re.findall(r"[^\W_]+", way))
        if words and re.search(rf"(?<![^\W_]){words}{ending}(?![^\W_])", folded):
            return True
    return False


def _begins(names: Iterable[str], beginning: str) -> bool:
    return any(name.startswith(beginning) for name in names)


def _folded(text: str) -> str:
    """Leave of a text what survives capitals, missing accents and signs that nobody sees."""
    apart = normalize("NFD", normalize("NFC", text).casefold())
    return "".join(sign for sign in apart if category(sign) not in ("Mn", "Cf")).translate(PLAIN)


def _word(words: str) -> re.Pattern[str]:
    spaced = rf"[\s{HYPHEN}]+".join(re.escape(part) for part in normalize("NFC", words).split())
    return re.compile(rf"(?<!\w){spaced}{GENITIVE}(?!\w)", re.IGNORECASE)
