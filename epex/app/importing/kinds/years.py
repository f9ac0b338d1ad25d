"""Rows of programme years."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, code, date, number
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import year
from epex.core.vocabulary import PURPOSES


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Open a year."""
    opened = frozenset() if ground.is_again else frozenset(ground.open_years)
    ons = year.open(stream, values["number"], values["purpose"], opened, by=ground.by)
    ground.open_years[values["number"]] = values["purpose"]
    return [Dated(on) for on in ons]


KIND = Kind(
    name="years",
    subject="year",
    columns=(
        Column(name="number", takes="its number, counted from 1", read=number, required=True),
        Column(
            name="purpose",
            takes=f"what it is for: {', '.join(PURPOSES)}",
            read=code(PURPOSES, "purpose"),
            required=True,
        ),
        date("occurred_on", "when it was opened"),
    ),
    decide=decide,
)
