"""Passwords: hashed with Argon2id, long enough, and not easy to guess."""

import re
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from epex.plugins import Refused

SHORTEST, LONGEST = 12, 1000
INSTEAD = "take a few words that only you would put together"
# What is left of a password besides easy parts, a run of digits counting once, and how many different signs that has.
OWN_SIGNS, DIFFERENT_SIGNS, SHORTEST_PART = 6, 5, 3
EASY_PARTS = """
    password passwort passwor motdepasse mot2passe contrasena parola haslo heslo lozinka salasana sifre
    qwertyuiop qwertzuiop azertyuiop asdfghjkl yxcvbnm zxcvbnm qwerty qwertz azerty asdfgh asdf zxcv qazwsx
    1q2w3e4r 1qaz2wsx q1w2e3r4 abcdefghijkl abcdefgh abcdef abcd abc123 letmein iloveyou jetaime ichliebedich
    trustno1 welcome willkommen bienvenue changeme secret geheim hallo hello bonjour monkey dragon sunshine
    princess princesse football baseball superman batman pokemon starwars whatever master shadow michael
    jennifer jordan hunter killer soleil doudou chocolat schatz berlin london paris admin administrator root
    login user test guest default coordinator practitioner evaluator epex exchange peer network visit family
    children january february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday spring summer autumn winter
""".split()
PLAIN = str.maketrans("@$!013457", "asioieast")
NO_LETTERS = re.compile(r"[\d\W_]+")
ENDS = re.compile(r"^[\d\W_]+|[\d\W_]+$")
RUNS = re.compile(r"\d+|[\W_]+|(.)\1+")
HASHER = PasswordHasher()
# A hash of nobody's password: comparing with it takes as long as with somebody's.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$cPV84OnUsJ1nISQzTAgDkQ$Qcr8m2cBMkuBy60gUAmX5NfiPpZHijiAKhm1VfdiFXg"


def hashed(password: str) -> str:
    """Hash a password with a salt of its own."""
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed; takes as long when there is no hash at all."""
    try:
        return HASHER.verify(stored or NOBODY, password[: LONGEST + 1]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made in an earlier way, with less work than today's."""
    return HASHER.check_needs_rehash(stored)


def require_strong(password: str, own: Iterable[str] = ()) -> None:
    """Refuse a password that is too short or long, or made of easy parts; `own` are the person's own words."""
    if len(password) < SHORTEST:
        raise Refused(f"The password has fewer than {SHORTEST} signs; {INSTEAD}.")
    if len(password) > LONGEST:
        raise Refused(f"The password has more than {LONGEST} signs; take a shorter one.")
    if _is_easy(password, own) or _is_often_taken(password):
        raise Refused(f"That password is easy to guess; {INSTEAD}.")


def _is_easy(password: str, own: Iterable[str]) -> bool:
    left = _without({*EASY_PARTS, *_parts(own)}, password.casefold())
    return len(RUNS.sub(".", left)) < OWN_SIGNS or len(set(left)) < DIFFERENT_SIGNS


def _is_often_taken(password: str) -> bool:
    """Tell whether it is one or two of the commonest passwords, whatever signs that are no letters stand with them."""
    plain = password.casefold()
    forms = [plain, *(NO_LETTERS.sub("", one) for one in _seen(ENDS.sub("", plain)))]
    return any(_is_made_of(often_taken(), form) for form in forms)


def _is_made_of(known: frozenset[str], text: str) -> bool:
    cuts = range(SHORTEST_PART, len(text) - SHORTEST_PART + 1)
    return text in known or any(text[:cut] in known and text[cut:] in known for cut in cuts)


@cache
def often_taken() -> frozenset[str]:
    """Read the passwords that are taken most often; only who chooses one needs them."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - as above

    return frozenset(FREQUENCY_LISTS["passwords"])


def _seen(text: str) -> tuple[str, str]:
    """Give a text as it is, and with letters for the digits and signs that stand for them."""
    return text, text.translate(PLAIN)


def _parts(own: Iterable[str]) -> set[str]:
    words = (word for text in own for word in re.split(r"[\W_]+", text.casefold()))
    return {word for word in words if len(word) >= SHORTEST_PART}


def _without(parts: Iterable[str], text: str) -> str:
    """Blank the easy parts out, also where digits and signs stand for letters."""
    looked_for = [re.compile(f"(?=({re.escape(part)}))") for part in parts]
    found = (match.span(1) for part in looked_for for each in _seen(text) for match in part.finditer(each))
    easy = {place for start, end in found for place in range(start, end)}
    return "".join(" " if place in easy else sign for place, sign in enumerate(text))
