"""Which events a reader may see: the positions that the audit log shows, and nothing else."""

import sqlalchemy as sa

from epex.projections.reading import Reading
from epex.projections.timeline import CIRCLES_TABLE, TIMELINE_TABLE


def readable(reading: Reading, after: int, upto: int) -> set[int]:
    """List the positions of the events that the reader may see, after one position and up to another."""
    reading.need("timeline")
    events, circles = reading.views.table(TIMELINE_TABLE), reading.views.table(CIRCLES_TABLE)
    joined = events.outerjoin(circles, circles.c.stream_id == events.c.stream_id)
    access = sa.func.coalesce(circles.c.access, events.c.access)
    author = sa.func.coalesce(circles.c.author, events.c.author)
    query = sa.select(events.c.position).select_from(joined).where(reading.opens(access, author))
    rows = reading.views.read(query.where(events.c.position > after, events.c.position <= upto))
    return {row["position"] for row in rows}
