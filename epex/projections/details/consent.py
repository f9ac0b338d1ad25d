"""The page of a consent: how it was answered, and every place of the quotes that it speaks of."""

from epex.core.quote import SCOPE
from epex.projections.consents import STEPS_TABLE
from epex.projections.details.steps import steps
from epex.projections.publishing import places, quotes_of
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """Tell how it came about, and where words stand that rest on it, frozen editions included."""
    printing = row["scope"] in SCOPE.values()
    return {
        "history": steps(reading, STEPS_TABLE, "consent", row["id"]),
        "places": places(reading, quotes_of(reading, row)) if printing else [],
    }
