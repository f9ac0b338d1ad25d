"""The meetings that were held, and what was corrected of them."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.meeting import MeetingCorrected, MeetingHeld
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

TOLD = ("title", "kind", "held_on", "place", "minutes")
LISTS = ("attended", "agenda")

MEETINGS_TABLE = Table(
    "meetings", ("id",), {**COLUMNS, **dict.fromkeys(TOLD, str), **dict.fromkeys(LISTS, list), "version": int}
)
# What fewer people may read than the meeting stands here only.
CORRECTIONS_TABLE = Table(
    "meeting_corrections",
    ("meeting", "position"),
    {
        "meeting": str,
        **ORIGIN,
        "step": str,
        "corrected": list,
        **dict.fromkeys(TOLD, str),
        **dict.fromkeys(LISTS, list),
        "reason": str,
    },
)
MEETINGS = Projection("meetings", version=3, tables=[MEETINGS_TABLE, CORRECTIONS_TABLE])


@MEETINGS.on(MeetingHeld)
def held(rows: Batch, fact: Fact, event: MeetingHeld) -> None:
    """Add the meeting."""
    rows[MEETINGS_TABLE].put({**founding(fact), **_said(event), "version": 1})


@MEETINGS.on(MeetingCorrected)
def corrected(rows: Batch, fact: Fact, event: MeetingCorrected) -> None:
    """Take over what was corrected, and keep the reason; what fewer people may read stays out of the row."""
    said, meeting = _said(event), rows[MEETINGS_TABLE].get(fact.stream)
    step = {"meeting": fact.stream, **origin(fact), "step": "corrected", "corrected": list(said)}
    if is_as_open(fact, meeting):
        day = {"occurred_on": event.held_on} if event.held_on else {}
        rows[MEETINGS_TABLE].change(fact.stream, **said, **day, version=event.version)
        said = {}
    rows[CORRECTIONS_TABLE].put({**step, **said, "reason": event.reason})


def _said(event: MeetingHeld | MeetingCorrected) -> dict[str, Any]:
    given = {name: getattr(event, name) for name in (*TOLD, *LISTS) if getattr(event, name) is not None}
    return {name: list(value) if name in LISTS else value for name, value in given.items()}
