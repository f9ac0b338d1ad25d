"""The site's own words in English, German and French; dates, numbers and directions of every language."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

WORDED = ("en", "de", "fr")
# The catalogues of a language: what the site says, and what the base refuses with.
SITE, REFUSALS = "site", "refusals"
# Of a language that several countries speak: whose dates and numbers a network in Europe expects.
SPOKEN = {"en": "en_GB"}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur"})
# English terms that are written with a hyphen.
JOINED = {"multi agency": "multi-agency", "peer reviewed": "peer-reviewed"}


def N_(message: str) -> str:  # noqa: N802 - gettext's name for a message that is said later
    """Mark a message for the catalogues."""
    return message


@cache
def catalogue(words: str) -> NullTranslations:
    """Read the catalogue of a language that the site's words are in; English needs none."""
    if words not in WORDED[1:]:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, messages(words, SITE))
    compiled.seek(0)
    return Translations(compiled)


def messages(words: str, domain: str) -> Catalog:
    """Read the messages of a language's catalogue."""
    source = files(__package__).joinpath("locale", words, f"{domain}.po").read_bytes()
    return read_po(BytesIO(source), locale=words)


def gettext(message: str, language: str = "en") -> str:
    """Say a message of the site in the language that its words are in for a reader."""
    return str(catalogue(words_for(language)).gettext(message)) if message else ""


def words_for(language: str) -> str:
    """Choose the language of the site's own words for a reader: theirs, or English."""
    return language if language in WORDED else "en"


def best_language(accepted: str, own: str = "") -> str:
    """Choose what a browser asks for first, of the languages that dates can be written in; else one's own."""
    wanted = sorted(map(_weighed, filter(str.strip, accepted.split(","))), key=lambda pair: -pair[1])
    return next((code for code, weight in wanted if weight and _known(code)), own or "en")


def _weighed(part: str) -> tuple[str, float]:
    code, _, weight = part.strip().partition(";q=")
    try:
        return code.partition("-")[0].lower(), float(weight or 1)
    except ValueError:
        return "", 0.0


@cache
def _known(code: str) -> bool:
    try:
        Locale(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


@cache
def locale(language: str) -> Locale:
    """Find how dates and numbers are written in a language; English for one that nobody knows."""
    return Locale.parse(SPOKEN.get(language, language) if _known(language) else SPOKEN["en"])


def direction(language: str) -> str:
    """Give the direction in which a language is written."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def day(value: str, language: str = "en") -> str:
    """Write a date of any precision, or the day of a moment, as people of a language do."""
    spoken = locale(language)
    parts = value[:10].split("-")
    try:
        match [int(part) for part in parts]:
            case [year, month, number]:
                return str(format_date(date(year, month, number), "long", spoken))
            case [year, month]:
                return str(format_skeleton("yMMMM", datetime(year, month, 1), locale=spoken))  # noqa: DTZ001 - a month
    except ValueError:
        pass
    return value


def number(value: float, language: str = "en") -> str:
    """Write a number as people of a language do."""
    return str(format_decimal(value, locale=locale(language)))


def country(code: str, language: str = "en") -> str:
    """Name a country in a language, or give its code when nobody knows it."""
    return str(locale(language).territories.get(code, code))


def tongue(code: str, language: str = "en") -> str:
    """Name a language in a language, or give its code when nobody knows it."""
    return str(locale(language).languages.get(code, code))


def term(code: str, language: str = "en") -> str:
    """Say a term of the network's vocabulary, such as `family_counselling`, in plain words."""
    said = gettext(code.replace("_", " "), language)
    return JOINED.get(said, said)


def terms(codes: Iterable[str], language: str = "en") -> str:
    """Say several terms, one after another."""
    return ", ".join(term(code, language) for code in codes)
