"""Events that are made up."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from epex.core.catalogue import EventTypes
from epex.testing.samples import history_of


@dataclass(frozen=True, kw_only=True)
class Kept:
    type: ClassVar[str] = "shelf.kept"
    kind: Literal["book", "map"]
    person: str
    shade: str | None
    place: str
    number: int = 3


@dataclass(frozen=True, kw_only=True)
class Held:
    type: ClassVar[str] = "shelf.held"
    within: Kept


def test_events_are_made_up_from_plain_fields() -> None:
    (on,) = history_of(EventTypes(subject="shelf", events=(Kept, Held), evolve=lambda *_: None))

    assert isinstance(on.event, Kept)
    assert (on.event.kind, on.event.shade, on.event.place, on.event.number) == ("book", None, "place for a trial", 3)
    assert on.event.person.startswith("person-")
