"""The base's refusals in the reader's language: each is known by its words, and what is filled in is put over."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from epex.plugins.builtin.web.wording import REFUSALS, WORDED, gettext, messages

PLACE = re.compile(r"%\((\w+)\)s")
COUNTED = re.compile(r" (?=\(\d+\) )")
# The context of what is filled into a sentence and is itself translated, such as what somebody may not do.
PART = "part"


class Message(NamedTuple):
    """A message as the words around its places, and how it is said; a place with a name holds a term."""

    words: tuple[str, ...]
    places: tuple[str, ...]
    said: str

    @property
    def literal(self) -> int:
        """Count its letters."""
        return sum(map(len, self.words))


def reworded(sentence: str, language: str, context: str = "") -> str:
    """Say a refusal of the base in a language; nothing when its catalogue does not know it."""
    for message in known(language, context) if language in WORDED[1:] else ():
        values = filled(message.words, sentence)
        if values is not None:
            return "".join(_put(message, dict(zip(message.places, values, strict=True)), language))
    return ""


def filled(words: Sequence[str], sentence: str) -> list[str] | None:
    """Find what is filled in between words; nothing when a sentence is not made of them.

    It looks at each place once, however long what somebody typed is.
    """
    head, *between = words
    if not between:
        return [] if sentence == head else None
    *between, tail = between
    end = len(sentence) - len(tail)
    if len(head) > end or not (sentence.startswith(head) and sentence.endswith(tail)):
        return None
    values, rest = [], sentence[len(head) : end]
    for part in between:
        value, found, rest = rest.partition(part)
        if not found:
            return None
        values.append(value)
    return [*values, rest]


@cache
def known(language: str, context: str) -> tuple[Message, ...]:
    """Read what a language can say, what has most words first."""
    found = (one for one in messages(language, REFUSALS) if one.id and one.string and (one.context or "") == context)
    return tuple(sorted((message(str(one.id), str(one.string)) for one in found), key=lambda one: -one.literal))


def message(written: str, told: str) -> Message:
    """Take a message of the catalogue apart."""
    pieces = PLACE.split(written)
    return Message(tuple(piece.replace("%%", "%") for piece in pieces[::2]), tuple(pieces[1::2]), told)


def _put(message: Message, values: dict[str, str], language: str) -> Iterator[str]:
    for number, piece in enumerate(PLACE.split(message.said)):
        if not number % 2:
            yield piece.replace("%%", "%")
        else:
            yield values[piece] if piece.isdigit() else term(values[piece], language)


def term(word: str, language: str) -> str:
    """Say a term in a language: as a part of a sentence, or as the site says it; else as it is.

    What is counted, (1) and (2), is said one by one.
    """
    if word.startswith("(1) "):
        return " ".join(said for part in COUNTED.split(word) for said in _counted(part, language))
    return reworded(word, language, PART) or gettext(word.replace("_", " "), language)


def _counted(part: str, language: str) -> Iterator[str]:
    number, _, sentence = part.partition(" ")
    yield from (number, reworded(sentence, language, PART) or sentence)
