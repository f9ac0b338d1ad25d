"""The incidents with personal data, what was done about each, and what those concerned may know once they were told."""

from collections.abc import Mapping
from typing import Any

from epex.core.incident import IncidentAssessed, IncidentClosed, IncidentNotified, IncidentReported
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

INCIDENTS_TABLE = Table(
    "incidents",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "what", "status", "noticed_on", "happened_on", "risk", "measures"), str),
        "affected": list,
        "to_tell": list,
    },
)
STEPS_TABLE = Table(
    "incident_steps",
    ("incident", "position"),
    {"incident": str, **ORIGIN, **dict.fromkeys(("step", "risk", "told", "on", "note", "measures", "reason"), str)},
)
# For each person concerned a row of their own; whom else it concerns is not in it.
NOTICES_TABLE = Table(
    "incident_notices",
    ("incident", "person"),
    {
        "incident": str,
        "person": str,
        **ORIGIN,
        **dict.fromkeys(("title", "what", "noticed_on", "told_on", "told", "measures"), str),
    },
)
INCIDENTS = Projection("incidents", version=2, tables=[INCIDENTS_TABLE, STEPS_TABLE, NOTICES_TABLE])


@INCIDENTS.on(IncidentReported)
def reported(rows: Batch, fact: Fact, event: IncidentReported) -> None:
    """Add the incident."""
    rows[INCIDENTS_TABLE].put(
        {
            **founding(fact),
            "title": event.title,
            "what": event.what,
            "status": "reported",
            "noticed_on": event.noticed_on,
            "happened_on": event.happened_on,
            "affected": list(event.affected),
        }
    )


@INCIDENTS.on(IncidentAssessed)
def assessed(rows: Batch, fact: Fact, event: IncidentAssessed) -> None:
    """Take over the risk, and who is to be told."""
    incidents = rows[INCIDENTS_TABLE]
    tell(incidents, fact, fact.stream, status="assessed", risk=event.risk, to_tell=list(event.to_tell))
    if event.affected is not None and is_as_open(fact, incidents.get(fact.stream)):
        incidents.change(fact.stream, affected=list(event.affected))
    _note(rows, fact, "assessed", risk=event.risk, reason=event.reason)


@INCIDENTS.on(IncidentNotified)
def notified(rows: Batch, fact: Fact, event: IncidentNotified) -> None:
    """Take those who were told off the list."""
    known = rows[INCIDENTS_TABLE].get(fact.stream)
    if known:
        left = [one for one in known["to_tell"] if one != event.told]
        tell(rows[INCIDENTS_TABLE], fact, fact.stream, to_tell=left)
        if event.told == "people":
            _give_notice(rows, fact, event, known)
    _note(rows, fact, "notified", told=event.told, on=event.on, note=event.note)


@INCIDENTS.on(IncidentClosed)
def closed(rows: Batch, fact: Fact, event: IncidentClosed) -> None:
    """Close it; who reported it, and who was told of it, learn what was done."""
    incidents = rows[INCIDENTS_TABLE]
    known = incidents.get(fact.stream)
    tell(incidents, fact, fact.stream, status="closed")
    if known and is_as_open(fact, known):
        incidents.change(fact.stream, measures=event.measures)
        for person in known["affected"]:
            rows[NOTICES_TABLE].change((fact.stream, person), measures=event.measures)
    _note(rows, fact, "closed", measures=event.measures)


def _give_notice(rows: Batch, fact: Fact, event: IncidentNotified, known: Mapping[str, Any]) -> None:
    told = {name: known[name] for name in ("title", "what", "noticed_on")}
    for person in known["affected"]:
        # A notice belongs to the one it is for.
        own = {**origin(fact), "author": person, "access": "private"}
        notice = {"incident": fact.stream, "person": person, **own, **told, "told_on": event.on, "told": event.note}
        rows[NOTICES_TABLE].put(notice)


def _note(rows: Batch, fact: Fact, step: str, **words: str) -> None:
    rows[STEPS_TABLE].put({"incident": fact.stream, **origin(fact), "step": step, **words})
