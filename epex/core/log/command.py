"""What goes with a command into the log, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from epex.core.decision import Refused
from epex.core.log.envelope import Fact

LONGEST_ID = 200


class RecordedEvent(TypedDict):
    """One event of an acknowledgement."""

    type: str
    stream_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """The acknowledgement: the last position, what was recorded, and the id of what it was about."""

    position: int
    events: tuple[RecordedEvent, ...]
    id: str
    repeated: bool = False
    actor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What comes with a command beside its decision.

    An import fixes `event_ids` and gives every event a date of its own in `occurred_ons`.
    """

    command_id: str | None = None
    occurred_on: str | None = None
    visibility: str = "network"
    audience: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    recorded_by: str = ""
    event_ids: Sequence[str] = ()
    occurred_ons: Sequence[str | None] = ()


def require_command_id(command_id: str | None) -> None:
    """Refuse a command id that an audit could not print."""
    if command_id is not None and not (command_id.isprintable() and 0 < len(command_id) <= LONGEST_ID):
        raise Refused(f"A command id has 1 to {LONGEST_ID} printable characters; give another, such as a UUID.")


class Conflict(Refused):
    """Say that a stream has grown since it was read, with what happened since."""

    def __init__(self, message: str, since: Sequence[Fact] = ()) -> None:
        """Keep the facts, so that a caller can name people."""
        super().__init__(message)
        self.since = tuple(since)


def receipt_of(facts: Sequence[Fact], *, repeated: bool = False) -> Receipt:
    """Acknowledge what one command recorded."""
    events = tuple(
        RecordedEvent(type=fact.envelope.type, stream_id=fact.stream, version=fact.envelope.version) for fact in facts
    )
    return Receipt(max(fact.position for fact in facts), events, facts[0].stream, repeated, facts[0].envelope.actor)
