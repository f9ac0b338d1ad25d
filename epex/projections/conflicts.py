"""What merges hold back, as a reader may see it: the events that the audit log shows to them, and no other."""

from typing import Any

import sqlalchemy as sa

from epex.core.decision import Refused
from epex.core.merging import MEANINGS
from epex.projections.merges import CONFLICTS_TABLE
from epex.projections.readable import readable
from epex.projections.reading import VIEWS, Reading
from epex.projections.sentences import named, sentence
from epex.projections.table import Row
from epex.projections.timeline import TIMELINE_TABLE

SHOWN = ("id", "position", "type", "stream_id", "status", "why", "actor", "occurred_on", "recorded_at", "base")


def conflicts(reading: Reading, *, settled: bool = False) -> list[Row]:
    """List what waits for a decision, or with `settled` also what was decided on."""
    reading.need("merges", "timeline", *VIEWS.values())
    rows = [row for row in reading.rows(CONFLICTS_TABLE) if settled or row["status"] == "waiting"]
    if not rows:
        return []
    places = _places(reading, [row["about"] for row in rows])
    seen = readable(reading, min(places.values(), default=0) - 1, max(places.values(), default=0))
    return _told(reading, [row for row in rows if places.get(row["about"]) in seen])


def conflict(reading: Reading, identity: str) -> Row:
    """Find one by its event's id, a beginning of it, or its position.

    Raises Refused when there is none that the reader may see, or the beginning fits several.
    """
    rows = conflicts(reading, settled=True)
    meant = [row for row in rows if row["id"].startswith(identity) or identity == str(row["position"])]
    exact = [row for row in meant if identity in (row["id"], str(row["position"]))] or meant
    if not identity or not exact:
        raise Refused(f"No merge holds back '{identity}', as far as you may read; 'epex merge list' shows what waits.")
    if len(exact) > 1:
        raise Refused(f"'{identity}' fits several events; copy more of the id from 'epex merge list'.")
    return exact[0]


def _places(reading: Reading, events: list[str]) -> dict[str, int]:
    timeline = reading.views.table(TIMELINE_TABLE)
    query = sa.select(timeline.c.event_id, timeline.c.position).where(timeline.c.event_id.in_(events))
    return {row["event_id"]: row["position"] for row in reading.views.read(query)}


def _told(reading: Reading, rows: list[Row]) -> list[Row]:
    people = {row["settled_by"] for row in rows if row["settled_by"]}
    titles = reading.titles({identity for row in rows for identity in named(row)} | people)
    return [{**_shown(row), **_said(row, titles)} for row in rows]


def _shown(row: Row) -> Row:
    return {name: row[name] for name in SHOWN}


def _said(row: Row, titles: dict[str, str]) -> dict[str, Any]:
    """Say it in words; `title` is what the event would have said."""
    settled = {"settled_by": row["settled_by"], "settled_at": row["settled_at"]} if row["settled_by"] else {}
    names = {"settled_by_name": titles.get(row["settled_by"], "somebody")} if row["settled_by"] else {}
    said = sentence({**row, "known": True}, titles, "")
    return {"title": said, "because": MEANINGS.get(row["why"], row["why"]), **settled, **names}
