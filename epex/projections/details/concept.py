"""The page of a concept: its labels in every language, what it is near, and who vouches for which labels."""

from epex.projections.concepts import Concepts
from epex.projections.reading import Reading
from epex.projections.table import Row

ASIDE = ("id", "title")


def details(reading: Reading, row: Row) -> Row:
    """Tell all of it."""
    concepts = Concepts(reading)
    page = concepts.page(concepts.every[row["id"]])
    return {name: value for name, value in page.items() if name not in ASIDE}
