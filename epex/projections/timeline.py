"""Every event of the log in order, unknown ones included, without a word that was sealed."""

from dataclasses import fields
from functools import cache
from typing import Any

from epex.core.log.envelope import Fact, HeldEvent, UnknownEvent
from epex.core.log.registry import shape_of
from epex.core.person import PersonMoved, PersonRegistered
from epex.core.reflection import ReflectionRecorded, ReflectionReleased
from epex.projections.columns import access
from epex.projections.columns import occurred_on as happened_on
from epex.projections.projection import Projection
from epex.projections.reflections import organisation_of, readers, widened
from epex.projections.table import Batch, Table

COPIED = ("event_id", "type", "stream_id", "version", "recorded_at", "occurred_on", "actor", "organisation")

TIMELINE_TABLE = Table(
    "timeline",
    ("position",),
    {
        "position": int,
        "event_id": str,
        "type": str,
        "stream_id": str,
        "version": int,
        "recorded_at": str,
        "occurred_on": str | None,
        "happened_on": str,
        "actor": str,
        "organisation": str | None,
        "access": str,
        "author": str,
        "known": bool,
        "parts": dict,
    },
    indexes=(("stream_id",), ("event_id",)),
)
# A release opens a whole stream: these readers count for all its events, earlier ones included.
CIRCLES_TABLE = Table(
    "timeline_circles",
    ("stream_id",),
    {"stream_id": str, "access": str, "author": str, "about": str, "organisation": str},
)
HOMES_TABLE = Table("timeline_homes", ("person",), {"person": str, "organisation": str})
TIMELINE = Projection("timeline", version=3, tables=[TIMELINE_TABLE, CIRCLES_TABLE, HOMES_TABLE])


@TIMELINE.on_every
def happened(rows: Batch, fact: Fact, event: Any) -> None:
    """Add the event; words stay out, ids and codes make its sentence."""
    envelope = fact.envelope
    kind: Any = type(event)
    names = plain_fields(kind)
    rows[TIMELINE_TABLE].put(
        {
            "position": envelope.position,
            **{name: getattr(envelope, name) for name in COPIED},
            "happened_on": happened_on(fact),
            "access": access(fact),
            "author": envelope.actor,
            "known": not isinstance(event, UnknownEvent),
            "parts": {"held": True} if isinstance(event, HeldEvent) else {name: getattr(event, name) for name in names},
        }
    )


@TIMELINE.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for the readers of what they write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@TIMELINE.on(ReflectionRecorded)
def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Let only those see it who may read the reflection."""
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    circle = readers(fact, event, organisation)
    rows[CIRCLES_TABLE].put(
        {
            "stream_id": fact.stream,
            "access": circle["access"],
            "author": circle["author"],
            "about": event.about,
            "organisation": organisation,
        }
    )


@TIMELINE.on(ReflectionReleased)
def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Widen the circle of readers."""
    circle = rows[CIRCLES_TABLE].get(fact.stream)
    if circle:
        opened = widened(event, circle["about"], circle["organisation"])
        rows[CIRCLES_TABLE].change(fact.stream, access=opened["access"])


@cache
def plain_fields(event_class: Any) -> tuple[str, ...]:
    """Name the fields of an event class that were never sealed."""
    if not hasattr(event_class, "__dataclass_fields__") or not getattr(event_class, "type", ""):
        return ()
    sealed = shape_of(event_class).sealed
    # What a class keeps aside is for the program: hashes, and ids of what not everybody may read.
    aside: frozenset[str] = getattr(event_class, "aside", frozenset())
    return tuple(field.name for field in fields(event_class) if field.name not in sealed and field.name not in aside)
