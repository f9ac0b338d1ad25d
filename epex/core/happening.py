"""On which day something happened: the day that an event itself tells, where it tells one."""

from collections.abc import Callable, Mapping
from typing import Any

from epex.core.dates import earliest, latest

# The parts of an event that tell its day, in the order in which they count. Not here are days that are planned, days
# until which something holds, and `since` when somebody has done what they told of.
OWN: Mapping[str, tuple[str, ...]] = {
    "visit.started": ("on",),
    "visit.completed": ("on",),
    "meeting.held": ("held_on",),
    "transfer.piloted": ("starts_on", "ends_on"),
    "request.received": ("received_on",),
    # What was noticed was reported at once; when it came about is what the report tells.
    "incident.reported": ("noticed_on",),
    "incident.notified": ("on",),
    "publication.published": ("on",),
    "consent.given": ("given_on",),
}
# A correction happens when it is recorded; the days in it are those of what it corrects.
MENDS: Mapping[str, Mapping[str, str]] = {
    "visit.corrected": {"started_on": "visit.started", "completed_on": "visit.completed"},
    "meeting.corrected": {"held_on": "meeting.held"},
}
MENDABLE = frozenset(name for parts in MENDS.values() for name in parts.values())


def own_day(type_name: str, part: Callable[[str], Any], known_on: str) -> str:
    """Give the day that an event tells as its own; one after the day on which it was known was a plan."""
    days = (part(name) for name in OWN.get(type_name, ()))
    return next((day for day in days if day and earliest(day) <= known_on), "")


def had_happened_by(day: str, known_on: str) -> str:
    """Give the last day on which something can have happened: of a vague date, none after it was known."""
    return min(latest(day), known_on) if earliest(day) <= known_on else latest(day)


def mended_days(event: Any) -> dict[str, str]:
    """Give the right days that a correction tells, by the type of what happened on them."""
    parts = MENDS.get(event.type, {})
    return {type_name: day for name, type_name in parts.items() if (day := getattr(event, name))}
