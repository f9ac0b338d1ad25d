"""What may be a label of a concept, or its scope note."""

from collections.abc import Iterable
from unicodedata import normalize

from epex.core.decision import Refused, require_one_of, require_text
from epex.core.thesaurus import KnownConcept, plain
from epex.core.vocabulary import LANGUAGES

LONGEST = 100
LONGEST_NOTE = 1000


def line(words: str) -> str:
    """Bring words into the form that is stored: NFC, on one line."""
    return " ".join(normalize("NFC", words).split())


def require_label(label: str, language: str) -> None:
    """Refuse a label that nobody could search for."""
    require_one_of(language, LANGUAGES, "language")
    if not plain(label):
        raise Refused(f"The label '{label}' in '{language}' has no word in it; give it one.")
    if len(label) > LONGEST:
        raise Refused(f"A label has at most {LONGEST} letters, and one in '{language}' has {len(label)}; cut it.")


def require_note(words: str, language: str, *, may_be_empty: bool = False) -> None:
    """Refuse a scope note that is empty or too long."""
    require_one_of(language, LANGUAGES, "language")
    if not may_be_empty:
        require_text(words, "scope note")
    if len(words) > LONGEST_NOTE:
        raise Refused(f"A scope note has at most {LONGEST_NOTE} letters, and this one has {len(words)}; cut it.")


def require_free(words: str, language: str, known: Iterable[KnownConcept]) -> None:
    """Refuse a preferred label that another concept has."""
    for each in known:
        if each.status == "open" and plain(each.preferred.get(language, "")) == plain(words):
            instead = "add to that one, or choose another label"
            raise Refused(f"'{words}' is the preferred label of another concept in '{language}'; {instead}.")
