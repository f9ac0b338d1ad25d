"""A meeting that was held: where themes are discussed and decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, NamedTuple, assert_never

from epex.core.dates import earliest, latest, parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_short, require_text
from epex.core.sealed import Lines, Sealed, Text

KINDS = ("plenary", "working", "steering")
CORRECTABLE = ("title", "kind", "held_on", "place", "attended", "agenda", "minutes")

NewText = Annotated[str | None, Sealed()]
NewLines = Annotated[tuple[str, ...] | None, Sealed()]


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


@dataclass(frozen=True, kw_only=True)
class MeetingCorrected:
    """New values of some fields, None means unchanged; quotes go on pointing into the version that they name."""

    type: ClassVar[str] = "meeting.corrected"
    sentence: ClassVar[str] = "corrected {it} (version {version})"
    title: NewText = None
    kind: str | None = None
    held_on: str | None = None
    place: NewText = None
    attended: tuple[str, ...] | None = None
    agenda: NewLines = None
    minutes: NewText = None
    version: int
    reason: Text


MeetingEvent = MeetingHeld | MeetingCorrected
Events = MeetingEvent


@dataclass(frozen=True, slots=True)
class Meeting:
    """What decisions about a meeting need to know; `version` counts the corrections."""

    id: str
    attended: frozenset[str] = frozenset()
    held_on: str = ""
    version: int = 0


class Decided(NamedTuple):
    """A decision that was taken at a meeting: on which day, and with how many votes."""

    day: str
    votes: int = 0


def evolve(meeting: Meeting | None, stream: str, event: MeetingEvent) -> Meeting:
    """Apply one event; every event that decisions allow applies."""
    state = meeting or Meeting(stream)
    match event:
        case MeetingHeld(attended=attended, held_on=held_on):
            return replace(state, attended=frozenset(attended), held_on=held_on, version=1)
        case MeetingCorrected(attended=attended, held_on=held_on, version=version):
            there = state.attended if attended is None else frozenset(attended)
            return replace(state, attended=there, held_on=held_on or state.held_on, version=version)
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
    require_short(title, "meeting's title")
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


def correct(meeting: Meeting, corrected: MeetingCorrected, *, by: Actor, decided: Iterable[Decided] = ()) -> list[On]:
    """Correct what was recorded of a meeting, with the reason; what is None stays as it is.

    `decided` are the decisions that were taken at it, which go on resting on its day and on who was there.
    """
    require_role(by, "coordinator", "editor", act="correct a meeting")
    if all(getattr(corrected, name) is None for name in CORRECTABLE):
        raise Refused("The correction changes nothing; give at least one field, such as --attended.")
    require_text(corrected.reason, "reason")
    if corrected.title is not None:
        require_short(corrected.title, "meeting's title")
    if corrected.kind is not None:
        require_one_of(corrected.kind, KINDS, "kind of meeting")
    attended = None if corrected.attended is None else tuple(dict.fromkeys(corrected.attended))
    held_on = None if corrected.held_on is None else parse_date(corrected.held_on)
    for one in decided:
        require_borne(one, held_on, attended)
    event = replace(corrected, attended=attended, held_on=held_on, version=meeting.version + 1)
    return [On(meeting.id, event)]


def require_borne(decided: Decided, held_on: str | None, attended: tuple[str, ...] | None) -> None:
    """Refuse to hold a meeting after what was decided at it, or to leave fewer there than voted."""
    if held_on and earliest(held_on) > latest(decided.day):
        raise Refused(
            f"A decision was taken at it on {decided.day}, so it was not held on {held_on}; record the meeting of that "
            "day with 'epex meeting hold'."
        )
    if attended is not None and len(attended) < decided.votes:
        raise Refused(
            f"{decided.votes} voted at it, so no fewer attended than that; name with --attended who else was there."
        )
