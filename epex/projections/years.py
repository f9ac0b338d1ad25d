"""The years of the programme."""

from epex.core.log.envelope import Fact
from epex.core.year import YearOpened
from epex.projections.columns import COLUMNS, founding
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

YEARS_TABLE = Table("years", ("id",), {**COLUMNS, "number": int, "purpose": str})
YEARS = Projection("years", version=2, tables=[YEARS_TABLE])


@YEARS.on(YearOpened)
def opened(rows: Batch, fact: Fact, event: YearOpened) -> None:
    """Add the year."""
    rows[YEARS_TABLE].put({**founding(fact), "number": event.number, "purpose": event.purpose})
