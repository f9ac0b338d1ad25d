"""What merges hold back, why, and what people decided on it."""

import json
from typing import Any

from epex.core import catalogue
from epex.core.log.envelope import Fact, HeldEvent
from epex.core.log.holding import read_version
from epex.core.network import SAME, ConflictSettled, NetworkMerged, VersionFound
from epex.projections.columns import access, stated_in
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table
from epex.projections.timeline import plain_fields

CONFLICTS_TABLE = Table(
    "conflicts",
    ("id",),
    {
        "id": str,
        "position": int,
        "stream_id": str,
        "type": str,
        "parts": dict,
        "command": str,
        "actor": str,
        "occurred_on": str | None,
        "recorded_at": str,
        "base": str,
        "why": str,
        "about": str,
        "status": str,
        "settled_by": str,
        "settled_at": int,
        "settled_first": str,
        "access": str,
        "author": str,
    },
)
WHYS_TABLE = Table("conflict_whys", ("id",), {"id": str, "why": str})
MERGES = Projection("merges", version=3, tables=[CONFLICTS_TABLE, WHYS_TABLE])


@MERGES.on(NetworkMerged)
def merged(rows: Batch, fact: Fact, event: NetworkMerged) -> None:  # noqa: ARG001 - a handler's signature
    """Remember why each event is held back; those that were here already are known by now."""
    for identity, why in zip(event.held, event.why, strict=True):
        rows[WHYS_TABLE].put({"id": identity, "why": why})
        rows[CONFLICTS_TABLE].change(identity, why=why, status=_status(why))


@MERGES.on(HeldEvent)
def held(rows: Batch, fact: Fact, event: HeldEvent) -> None:
    """Add an event that waits for a decision, without a word that was sealed."""
    envelope, parts = fact.envelope, _plain(event)
    known = rows[WHYS_TABLE].get(envelope.event_id)
    why = known["why"] if known else ""
    rows[CONFLICTS_TABLE].put(
        {
            "id": envelope.event_id,
            "position": envelope.position,
            "stream_id": envelope.stream_id,
            "type": envelope.type,
            "parts": parts,
            "command": envelope.command_id,
            "actor": envelope.actor,
            "occurred_on": envelope.occurred_on or stated_in(envelope, event.name, parts.get),
            "recorded_at": envelope.origin_recorded_at or envelope.recorded_at,
            "base": envelope.origin_base or "",
            "why": why,
            "about": envelope.event_id,
            "status": _status(why),
            "access": access(fact),
            "author": envelope.actor,
        }
    )


@MERGES.on(VersionFound)
def found(rows: Batch, fact: Fact, event: VersionFound) -> None:
    """Add what both branches recorded differently, as the one that was recorded first has it."""
    first = read_version(event.first)
    parts = _plain(HeldEvent(first.type, first.payload.encode()))
    rows[CONFLICTS_TABLE].put(
        {
            "id": event.conflict,
            "position": fact.position,
            "stream_id": event.stream,
            "type": first.type,
            "parts": parts,
            "command": fact.envelope.command_id,
            "actor": first.actor,
            "occurred_on": first.occurred_on or stated_in(fact.envelope, first.type, parts.get),
            "recorded_at": fact.envelope.recorded_at,
            "base": "",
            "why": "differs",
            "about": event.event,
            "status": "waiting",
            "access": access(fact),
            "author": first.actor,
        }
    )


@MERGES.on(ConflictSettled)
def settled(rows: Batch, fact: Fact, event: ConflictSettled) -> None:
    """Note what was decided; a decision of another branch on the same comes too late."""
    first = f"{fact.envelope.origin_recorded_at or fact.envelope.recorded_at} {fact.envelope.event_id}"
    for identity in event.held:
        row = rows[CONFLICTS_TABLE].get(identity)
        # Of two decisions on two versions the one that was taken first counts in both branches.
        if row and (row["status"] == "waiting" or (row["why"] == "differs" and first < row["settled_first"])):
            status = "applied" if event.applied else "dropped"
            told = {"status": status, "settled_by": fact.envelope.actor, "settled_at": fact.position}
            rows[CONFLICTS_TABLE].change(identity, settled_first=first, **told)


def _status(why: str) -> str:
    return SAME if why == SAME else "waiting"


def _plain(event: HeldEvent) -> dict[str, Any]:
    kind: Any = catalogue.event_class(event.name)
    said = json.loads(event.payload)
    return {name: said[name] for name in plain_fields(kind) if name in said} if kind else {}
