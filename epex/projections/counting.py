"""What a page of documents adds to the statistics, and what it takes away, by audience."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from epex.projections.table import Row


class Analysed(NamedTuple):
    """A section of a document as it is counted: its stems in their order, and its words, which grams are made of."""

    language: str
    stems: Sequence[str]
    words: Sequence[str]


class Analysis(Protocol):
    """What takes documents apart; `name` changes whenever it would take them apart in another way."""

    name: str

    @property
    def languages(self) -> Sequence[str]:
        """Name the languages that a text may be in."""

    def sections(self, row: Row) -> Iterable[Analysed]:
        """Take a document apart."""

    def grams(self, words: Iterable[str]) -> Iterable[str]:
        """Give the grams of words, each as often as it stands there."""


class Changes:
    """What a page of documents adds to the counts, and what it takes away, by audience."""

    def __init__(self, analysis: Analysis) -> None:
        """Start with nothing."""
        self._analysis = analysis
        self.stems: dict[int, Counter[str]] = defaultdict(Counter)
        self.grams: dict[int, Counter[str]] = defaultdict(Counter)
        self.totals: dict[int, Counter[str]] = defaultdict(Counter)

    def add(self, audience: int, stems: Sequence[str], words: Sequence[str]) -> int:
        """Count a section in; return how many grams it has."""
        grams = list(self._analysis.grams(words))
        self.stems[audience].update(set(stems))
        self.grams[audience].update(set(grams))
        self.totals[audience].update(sections=1, stems=len(stems), grams=len(grams))
        return len(grams)

    def take_back(self, audience: int, stems: Sequence[str], words: Sequence[str]) -> None:
        """Count a section out."""
        grams = list(self._analysis.grams(words))
        self.stems[audience].subtract(set(stems))
        self.grams[audience].subtract(set(grams))
        self.totals[audience].subtract({"sections": 1, "stems": len(stems), "grams": len(grams)})
