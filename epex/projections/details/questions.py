"""The page of a question set: its questions in every language, and who vouches for which translation."""

from epex.projections.asking import Asking
from epex.projections.reading import Reading
from epex.projections.table import Row

ASIDE = ("id", "title", "name", "version")


def details(reading: Reading, row: Row) -> Row:
    """Tell its newest version."""
    asking = Asking(reading)
    page = asking.page(asking.find(row["id"]))
    return {name: value for name, value in page.items() if name not in ASIDE}
