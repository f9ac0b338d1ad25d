"""A passage: the exact words in one version of a document that something rests on."""

from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from epex.core.decision import Refused

Place = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Codepoint offsets into one version of a document, end exclusive, with the words."""

    document: str
    document_version: int
    start: int
    end: int
    quote: str

    @property
    def place(self) -> Place:
        """Give document, version, start and end."""
        return (self.document, self.document_version, self.start, self.end)

    def fields(self) -> dict[str, Any]:
        """List what an event takes over."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def with_place(known: frozenset[Place], place: Place) -> frozenset[Place]:
    """Add the place that an event quotes, if it quotes a document."""
    return known | {place} if place[0] else known


def require_new(known: frozenset[Place], passage: Passage | None) -> None:
    """Refuse a passage that is linked already, or it would count twice."""
    if passage and passage.place in known:
        raise Refused("This passage is linked already; quote another one to say more.")


def locate(document: str, version: int, text: str, quote: str) -> Passage:
    """Find the quoted words in a document's text; offsets count in NFC, the form that the log stores.

    Raises Refused when the words do not stand there, or stand there twice.
    """
    text, quote = normalize("NFC", text), normalize("NFC", quote)
    start = text.find(quote)
    if not quote.strip() or start < 0:
        raise Refused("These words do not stand in the document; quote them exactly as they were written.")
    if text.find(quote, start + 1) >= 0:
        raise Refused("These words stand in the document more than once; quote a little more of the sentence.")
    return Passage(document, version, start, start + len(quote), quote)
