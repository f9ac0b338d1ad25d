"""That somebody has reflected on a visit, on which side and when; never what they wrote.

Coordinators know this of every visit, so that they can ask those who have not written yet. Everybody else knows it of
the reflections that they may read. `presences` is the only place where this rule stands, and the table's only reader.
"""

import sqlalchemy as sa

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested, PersonMoved, PersonRegistered
from epex.core.reader import EVALUATION
from epex.core.reflection import ReflectionRecorded, ReflectionReleased
from epex.projections.projection import Projection
from epex.projections.reading import Reading
from epex.projections.reflections import organisation_of, readers, widened
from epex.projections.table import Batch, Row, Table

KNOWING = frozenset({"coordinator", "data_protection_officer"})

PRESENCES_TABLE = Table(
    "presences",
    ("reflection",),
    {
        "reflection": str,
        "position": int,
        "visit": str,
        "side": str,
        "person": str,
        "organisation": str,
        "follow_up": int,
        "access": str,
        "author": str,
    },
    indexes=(("visit",),),
)
HOMES_TABLE = Table("presence_homes", ("person",), {"person": str, "organisation": str})
BOARD = Projection("board", version=3, tables=[PRESENCES_TABLE, HOMES_TABLE])


@BOARD.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the readers of what they write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@BOARD.on(ReflectionRecorded)
def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Note that somebody has reflected on a visit."""
    if not event.about.startswith("visit-"):
        return
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    circle = readers(fact, event, organisation)
    rows[PRESENCES_TABLE].put(
        {
            "reflection": fact.stream,
            "position": fact.position,
            "visit": event.about,
            "side": event.side,
            "person": event.author,
            "organisation": organisation,
            "follow_up": event.follow_up,
            "access": circle["access"],
            "author": circle["author"],
        }
    )


@BOARD.on(ReflectionReleased)
def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Let more people know."""
    known = rows[PRESENCES_TABLE].get(fact.stream)
    if known:
        access = widened(event, known["visit"], known["organisation"])["access"]
        rows[PRESENCES_TABLE].change(fact.stream, access=access)


@BOARD.on(PersonErasureRequested)
def gone(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Forget what an author wrote who is erased; what was withdrawn still answers, so nobody asks for it again."""
    for stream in event.documents:
        rows[PRESENCES_TABLE].remove(stream)


def knows_all(reading: Reading) -> bool:
    """Tell whether the reader knows of every visit who has reflected on it."""
    return not KNOWING.isdisjoint(reading.reader.roles)


def presences(reading: Reading) -> list[Row]:
    """List who has reflected on which visit, as far as the reader may know."""
    reading.need("board")
    if not knows_all(reading):
        return reading.rows(PRESENCES_TABLE)
    there = reading.views.table(PRESENCES_TABLE)
    chosen = [there.c[name] for name in PRESENCES_TABLE.columns]
    return reading.views.read(sa.select(*chosen).where(there.c.access != EVALUATION).order_by(there.c.position))
