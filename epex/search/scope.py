"""What one reader searches: the sections that this reader may see, and how much they are together."""

from collections.abc import Mapping
from dataclasses import dataclass

from epex.core.reader import Reader
from epex.projections.statistics import Statistics, Totals

# As most engines have them; others were no better on eleven collections.
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Scope:
    """The permitted sections by number: of which document each is, in which language, and how its length damps it."""

    documents: Mapping[int, str]
    spoken: Mapping[int, str]
    damping: Mapping[int, float]
    languages: Mapping[str, str]
    audiences: frozenset[int]
    totals: Totals

    @property
    def spread(self) -> float:
        """Tell how many grams a section has on the average."""
        return self.totals.grams / max(self.totals.sections, 1) or 1


def scope_of(statistics: Statistics, reader: Reader) -> Scope:
    """Number what a reader may see among all sections."""
    audiences = frozenset(statistics.audiences(reader))
    rows = statistics.documents(audiences)
    totals = statistics.totals(audiences)
    average = totals.stems / max(totals.sections, 1) or 1
    return Scope(
        {row["number"]: row["document"] for row in rows},
        {row["number"]: row["language"] for row in rows},
        {row["number"]: damping_of(row["length"], average) for row in rows},
        # The first section of a document comes last, and stands.
        {row["document"]: row["language"] for row in reversed(rows)},
        audiences,
        totals,
    )


def damping_of(length: int, average: float) -> float:
    """Tell how much the length of a section damps what stands in it (BM25)."""
    return K1 * (1 - B + B * length / average)
