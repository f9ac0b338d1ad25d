"""The closed table of subjects: which module holds a subject's events, and which class an event type means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, get_args

from epex.core.decision import Refused

SUBJECTS = (
    "network",
    "organisation",
    "person",
    "year",
    "offer",
    "need",
    "match",
    "visit",
    "reflection",
    "questions",
    "concept",
    "meeting",
    "challenge",
    "element",
    "review",
    "theme",
    "transfer",
    "interview",
    "finding",
    "story",
    "request",
    "incident",
    "retention",
    "publication",
    "chapter",
    "viewpoint",
    "quote",
    "consent",
    "search",
)

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
Evolve = Callable[[Any, str, Any], Any]


class Unlifted(Exception):
    """Say in one sentence why events of a plugin cannot be lifted, and nothing of what is in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTypes:
    """The events of a subject that the table does not name.

    `evolve` applies one event to the state of a stream, as `evolve(state, stream, event)`, where `state` is None at
    first. `upcasters` lift the payloads of older events, by type and the version that they start from.
    """

    subject: str
    events: tuple[type[Any], ...]
    evolve: Evolve
    upcasters: Mapping[tuple[str, int], Upcaster] = field(default_factory=dict)

    def event_class(self, type_name: str) -> type[Any] | None:
        """Find the class of an event type."""
        return next((known for known in self.events if known.type == type_name), None)


# Gives the events of a subject that the table does not name; None when nobody here knows them.
Foreign = Callable[[str], EventTypes | None]


def nobody_knows(_subject: str) -> EventTypes | None:
    """Know no other subject's events."""
    return None


def module(subject: str) -> ModuleType:
    """Import the module of a subject.

    Raises Refused on a subject that the table does not name, so that no stored word is ever imported.
    """
    if subject not in SUBJECTS:
        raise Refused(f"'{subject}' is not a subject of this log; an id begins with one of: {', '.join(SUBJECTS)}.")
    return import_module(f"epex.core.{subject}")


@cache
def event_classes(subject: str) -> tuple[type[Any], ...]:
    """List the event classes of a subject; a union of one is that one."""
    events = module(subject).Events
    return get_args(events) or (events,)


@cache
def upcasters(subject: str) -> Mapping[tuple[str, int], Upcaster]:
    """Give the steps that lift older events, by type and the version they start from; none for a stranger's subject."""
    if subject not in SUBJECTS:
        return {}
    steps: Mapping[tuple[str, int], Upcaster] = getattr(module(subject), "UPCASTERS", {})
    return steps


def evolve(subject: str) -> Evolve:
    """Give the function that applies one event to a subject's state."""
    step: Evolve = module(subject).evolve
    return step


def subject_of(stream_id: str) -> str:
    """Name the subject of a stream: the part before its uuid."""
    return stream_id.partition("-")[0]


def subject_of_type(type_name: str) -> str:
    """Name the subject of an event type: the part before the dot."""
    return type_name.partition(".")[0]


def event_class(type_name: str) -> type[Any] | None:
    """Find the class of an event type, or None when nobody here knows it."""
    subject = subject_of_type(type_name)
    if subject not in SUBJECTS:
        return None
    return _by_type(subject).get(type_name)


@cache
def _by_type(subject: str) -> dict[str, type[Any]]:
    return {known.type: known for known in event_classes(subject)}
