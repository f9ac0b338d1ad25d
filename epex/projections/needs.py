"""The learning needs, and whether each still stands."""

from epex.core.log.envelope import Fact
from epex.core.need import NeedStated, NeedWithdrawn
from epex.projections.columns import COLUMNS, founding, is_as_open
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

PLAIN = ("language", "organisation", "task", "setting", "year")

NEEDS_TABLE = Table(
    "needs",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "status": str,
        **dict.fromkeys(PLAIN, str),
        "year": int | None,
        "languages": list,
        "withdrawn_because": str,
    },
)
NEEDS = Projection("needs", version=1, tables=[NEEDS_TABLE])


@NEEDS.on(NeedStated)
def stated(rows: Batch, fact: Fact, event: NeedStated) -> None:
    """Add the need; its text is its title."""
    plain = {**{name: getattr(event, name) for name in PLAIN}, "year": event.year or None}
    languages = list(event.languages)
    rows[NEEDS_TABLE].put({**founding(fact), "title": event.text, "status": "open", **plain, "languages": languages})


@NEEDS.on(NeedWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: NeedWithdrawn) -> None:
    """Take it back."""
    because = event.reason if is_as_open(fact, rows[NEEDS_TABLE].get(fact.stream)) else ""
    tell(rows[NEEDS_TABLE], fact, fact.stream, status="withdrawn", withdrawn_because=because)
