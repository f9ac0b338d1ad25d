"""Given what happened, when a command is decided, then what is recorded: without a base, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Self

from epex.core import catalogue
from epex.core.catalogue import EventTypes
from epex.core.decision import Actor, Event, On, Refused
from epex.plugins.command import Decide

SOMEBODY = Actor("person-1", "organisation-1", frozenset({"practitioner"}))
SOME_DAY = "2017-03-14"


def given(stream: str, *events: Event, types: EventTypes | None = None) -> Any:
    """Replay events into the state that a decision is then called with; `types` are a plugin's own."""
    evolve = types.evolve if types else catalogue.evolve(catalogue.subject_of(stream))
    state = None
    for event in events:
        state = evolve(state, stream, event)
    return state


def scene(*types: EventTypes, by: Actor = SOMEBODY, today: str = SOME_DAY) -> "Scene":
    """Set a scene for commands of a plugin with its event types: `scene(EVENTS).given(...).when(...).then(...)`."""
    return Scene(types={each.subject: each for each in types}, by=by, today=today)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A desk in memory, before which commands are decided."""

    types: Mapping[str, EventTypes]
    by: Actor
    today: str
    history: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    made: Counter[str] = field(default_factory=Counter)

    def given(self, stream: str, *events: Event) -> Self:
        """Let events have happened on a stream."""
        self.history[stream] = (*self.history.get(stream, ()), *events)
        return self

    def when(self, decide: Decide, options: Mapping[str, str] = MappingProxyType({})) -> "Outcome":
        """Decide a command with what was given for its options."""
        try:
            return Outcome(ons=tuple(decide(self, options)))
        except Refused as refused:
            return Outcome(refusal=str(refused))

    def load(self, stream: str, /) -> Any:
        """Load the state of a stream; None when nothing was given on it."""
        return given(stream, *self.history.get(stream, ()), types=self.types.get(catalogue.subject_of(stream)))

    def new(self, subject: str, /) -> str:
        """Make an id: SUBJECT-new-1, SUBJECT-new-2 and so on."""
        self.made[subject] += 1
        return f"{subject}-new-{self.made[subject]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision came to: the events to record, or a refusal."""

    ons: Sequence[On] = ()
    refusal: str = ""

    def then(self, *expected: On) -> None:
        """Make sure that exactly these events are to be recorded.

        Raises AssertionError when others are, or it was refused.
        """
        if self.refusal:
            raise AssertionError(f"refused: {self.refusal}")
        if tuple(self.ons) != expected:
            raise AssertionError(f"recorded {list(self.ons)}, expected {list(expected)}")

    def refuses(self, words: str) -> None:
        """Make sure that it was refused with a sentence that has these words.

        Raises AssertionError when it was not.
        """
        if words not in self.refusal or not self.refusal:
            raise AssertionError(f"expected a refusal with '{words}', got {self.refusal or list(self.ons)}")
