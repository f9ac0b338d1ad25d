"""The offers to host, and whether each still stands."""

from epex.core.log.envelope import Fact
from epex.core.offer import OfferMade, OfferWithdrawn
from epex.projections.columns import COLUMNS, founding, is_as_open
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

PLAIN = ("language", "organisation", "capacity", "year", "starts_on", "ends_on", "constraints")
LISTS = ("settings", "languages")

OFFERS_TABLE = Table(
    "offers",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "status": str,
        **dict.fromkeys(PLAIN, str),
        "capacity": int,
        "year": int | None,
        **dict.fromkeys(LISTS, list),
        "withdrawn_because": str,
    },
)
OFFERS = Projection("offers", version=1, tables=[OFFERS_TABLE])


@OFFERS.on(OfferMade)
def made(rows: Batch, fact: Fact, event: OfferMade) -> None:
    """Add the offer; its text is its title."""
    plain = {name: getattr(event, name) for name in PLAIN}
    lists = {name: list(getattr(event, name)) for name in LISTS}
    rows[OFFERS_TABLE].put(
        {**founding(fact), "title": event.text, "status": "open", **plain, **lists, "year": event.year or None}
    )


@OFFERS.on(OfferWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: OfferWithdrawn) -> None:
    """Take it back."""
    because = event.reason if is_as_open(fact, rows[OFFERS_TABLE].get(fact.stream)) else ""
    tell(rows[OFFERS_TABLE], fact, fact.stream, status="withdrawn", withdrawn_because=because)
