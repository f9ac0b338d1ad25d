"""A meeting that was held: where themes are discussed and decided."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.dates import parse_date
from epex.core.decision import Actor, On, require_one_of, require_role, require_text
from epex.core.sealed import Lines, Text

KINDS = ("plenary", "working", "steering")


@dataclass(frozen=True, kw_only=True)
class MeetingHeld:
    type: ClassVar[str] = "meeting.held"
    sentence: ClassVar[str] = "recorded {it}, held on {held_on}"
    title: Text
    kind: str
    held_on: str
    place: Text = ""
    attended: tuple[str, ...] = ()
    agenda: Lines = ()
    minutes: Text = ""
    reason: Text = ""

    @property
    def is_milestone(self) -> bool:
        """Tell whether the log is to be signed now: what a plenary has seen is to stand."""
        return self.kind == "plenary"


MeetingEvent = MeetingHeld
Events = MeetingEvent


@dataclass(frozen=True, slots=True)
class Meeting:
    """What decisions about a meeting need to know."""

    id: str
    attended: frozenset[str] = frozenset()


def evolve(meeting: Meeting | None, stream: str, event: MeetingEvent) -> Meeting:
    """Apply one event; every event that decisions allow applies."""
    match event:
        case MeetingHeld(attended=attended):
            return replace(meeting or Meeting(stream), attended=frozenset(attended))
        case _:
            assert_never(event)


def hold(
    meeting: str,
    title: str,
    *,
    kind: str,
    held_on: str,
    by: Actor,
    place: str = "",
    attended: tuple[str, ...] = (),
    agenda: tuple[str, ...] = (),
    minutes: str = "",
) -> list[On]:
    """Record that a meeting was held; a person named twice attended once."""
    require_role(by, "coordinator", "editor", act="record a meeting")
    require_text(title, "meeting's title")
    require_one_of(kind, KINDS, "kind of meeting")
    event = MeetingHeld(
        title=title,
        kind=kind,
        held_on=parse_date(held_on),
        place=place,
        attended=tuple(dict.fromkeys(attended)),
        agenda=agenda,
        minutes=minutes,
    )
    return [On(meeting, event)]
