"""What in a text that is recorded may tell who a client is: it is noted, and recorded all the same."""

from collections.abc import Iterable

from epex.app.erasing.mentions import words
from epex.core.decision import Event
from epex.core.log.registry import shape_of
from epex.core.screening import screen, worded

# How to reach a colleague stands in the colleague's own events.
SPARED = "person."


def noted(events: Iterable[Event]) -> list[str]:
    """Say what the texts of events seem to hold that may tell who a client is, each kind once."""
    return worded(screen("\n\n".join(text for event in events for text in _texts(event))))


def namesake(name: str) -> str:
    """Say that a name does not tell somebody new apart."""
    return f"Somebody here is called '{name}' already; --as NAME cannot tell them apart, so use their ids for it."


def _texts(event: Event) -> Iterable[str]:
    if event.type.startswith(SPARED):
        return
    for name in shape_of(type(event)).sealed:
        yield from words(getattr(event, name))
