"""Answers as they are stored, and as one text."""

from collections.abc import Mapping
from unicodedata import normalize

from epex.core.decision import Refused
from epex.core.vocabulary import QUESTIONS


def document_text(answers: Mapping[str, str]) -> str:
    """Join the answers to THE text that passages count their codepoints in.

    The default questions come first in their order, then all other keys in alphabetical order. This never changes,
    because recorded offsets depend on it.
    """
    return "\n\n".join(answers[key] for key in in_order(answers))


def in_order(answers: Mapping[str, str]) -> list[str]:
    """List the questions that were answered, in the order of the text."""
    return [*(key for key in QUESTIONS if key in answers), *sorted(set(answers).difference(QUESTIONS))]


def tidied(answers: Mapping[str, str]) -> dict[str, str]:
    """Bring answers into the form that is stored: NFC, plain line ends, no empty ones.

    Raises Refused when nothing is left.
    """
    plain = {key: "\n".join(normalize("NFC", words).splitlines()).strip() for key, words in answers.items()}
    kept = {key: words for key, words in plain.items() if words}
    if not kept:
        raise Refused("The reflection is empty; answer at least one of the questions.")
    return kept
