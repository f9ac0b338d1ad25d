"""Every event of the log in order, unknown ones included, without a word that was sealed."""

from dataclasses import fields
from functools import cache
from typing import Any

from epex.core.catalogue import SUBJECTS, subject_of_type
from epex.core.happening import MENDABLE, had_happened_by, mended_days
from epex.core.log.envelope import Envelope, Fact, HeldEvent, UnknownEvent
from epex.core.log.registry import shape_of
from epex.core.meeting import MeetingCorrected
from epex.core.person import PersonMoved, PersonRegistered
from epex.core.reflection import ReflectionRecorded, ReflectionReleased
from epex.core.visit import VisitCorrected
from epex.projections.columns import access, happened_by, is_as_open, known_on, stated_on
from epex.projections.columns import occurred_on as happened_on
from epex.projections.projection import Projection
from epex.projections.reflections import organisation_of, readers, widened
from epex.projections.table import Batch, Table

COPIED = ("event_id", "type", "stream_id", "version", "recorded_at", "actor", "organisation")

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
        "happened_by": str,
        "actor": str,
        "organisation": str | None,
        "access": str,
        "author": str,
        "known": bool,
        "plugin": str,
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
# What happened on a day that can be corrected: the newest of each kind, since when it is known, and who may know of it.
DATED_TABLE = Table(
    "timeline_dated",
    ("stream_id", "type"),
    {"stream_id": str, "type": str, "position": int, "known_on": str, "known_to": str},
)
TIMELINE = Projection("timeline", version=7, tables=[TIMELINE_TABLE, CIRCLES_TABLE, HOMES_TABLE, DATED_TABLE])


@TIMELINE.on_every
def happened(rows: Batch, fact: Fact, event: Any) -> None:
    """Add the event; words stay out, ids and codes make its sentence."""
    envelope = fact.envelope
    rows[TIMELINE_TABLE].put(
        {
            "position": envelope.position,
            **{name: getattr(envelope, name) for name in COPIED},
            "occurred_on": stated_on(fact),
            "happened_on": happened_on(fact),
            "happened_by": happened_by(fact, stated_on(fact)),
            "access": access(fact),
            "author": envelope.actor,
            "known": not isinstance(event, UnknownEvent),
            "plugin": _plugin(envelope),
            "parts": {"held": True} if isinstance(event, HeldEvent) else plain_parts(event),
        }
    )
    if event.type in MENDABLE:
        dated = {"stream_id": fact.stream, "type": event.type, "position": envelope.position}
        rows[DATED_TABLE].put({**dated, "known_on": known_on(fact), "known_to": access(fact)})


@TIMELINE.on(VisitCorrected, MeetingCorrected)
def corrected(rows: Batch, fact: Fact, event: VisitCorrected | MeetingCorrected) -> None:
    """Date what happened rightly, where all who know of it may know."""
    for type_name, day in mended_days(event).items():
        there = rows[DATED_TABLE].get((fact.stream, type_name))
        if there and is_as_open(fact, {"access": there["known_to"]}):
            days = {"occurred_on": day, "happened_on": day, "happened_by": had_happened_by(day, there["known_on"])}
            rows[TIMELINE_TABLE].change(there["position"], **days)


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


def plain_parts(event: Any) -> dict[str, Any]:
    """Give the parts of an event that were never sealed."""
    kind: Any = type(event)
    return {name: getattr(event, name) for name in plain_fields(kind)}


def _plugin(envelope: Envelope) -> str:
    """Name the plugin that recorded an event of its own, with its version."""
    if subject_of_type(envelope.type) in SUBJECTS:
        return ""
    plugin, sign, _ = envelope.recorded_by.partition(" (")
    return plugin if sign else ""


@cache
def plain_fields(event_class: Any) -> tuple[str, ...]:
    """Name the fields of an event class that were never sealed."""
    if not hasattr(event_class, "__dataclass_fields__") or not getattr(event_class, "type", ""):
        return ()
    sealed = shape_of(event_class).sealed
    # What a class keeps aside is for the program: hashes, and ids of what not everybody may read.
    aside: frozenset[str] = getattr(event_class, "aside", frozenset())
    return tuple(field.name for field in fields(event_class) if field.name not in sealed and field.name not in aside)
