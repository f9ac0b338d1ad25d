"""The meetings that were held."""

from epex.core.log.envelope import Fact
from epex.core.meeting import MeetingHeld
from epex.projections.columns import COLUMNS, founding
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

MEETINGS_TABLE = Table(
    "meetings",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "kind": str,
        "held_on": str,
        "place": str,
        "attended": list,
        "agenda": list,
        "minutes": str,
    },
)
MEETINGS = Projection("meetings", version=1, tables=[MEETINGS_TABLE])


@MEETINGS.on(MeetingHeld)
def held(rows: Batch, fact: Fact, event: MeetingHeld) -> None:
    """Add the meeting."""
    rows[MEETINGS_TABLE].put(
        {
            **founding(fact),
            "title": event.title,
            "kind": event.kind,
            "held_on": event.held_on,
            "place": event.place,
            "attended": list(event.attended),
            "agenda": list(event.agenda),
            "minutes": event.minutes,
        }
    )
