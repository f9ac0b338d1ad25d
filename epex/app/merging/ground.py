"""Everything as it stands in a base, for rules that look at more than one thing."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from epex.core import catalogue
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.log import EventLog


class Ground:
    """The states of streams, replayed when they are first asked for; what is put there stands instead."""

    def __init__(
        self, log: EventLog, but: Collection[str] = frozenset(), unseen: Callable[[str], Iterable[Any]] = lambda _: ()
    ) -> None:
        """Know the log; the events named by `but` do not count, and `unseen` gives those that a branch did not know."""
        self.meanwhile = unseen
        self.log = log
        self.states: dict[str, Any] = {}
        self.trial: dict[str, Any] = {}
        self._but = but
        self._beginnings: dict[str, Any] = {}
        self._names: dict[str, str] = {}

    def state(self, stream: str) -> Any:
        """Give the state of a stream, or None."""
        if stream in self.trial:
            return self.trial[stream]
        if stream not in self.states:
            self.states[stream] = self._folded(stream)
        return self.states[stream]

    def every(self, subject: str) -> Iterator[Any]:
        """Give the states of all streams of a subject."""
        streams = dict.fromkeys((*self.log.reader.streams(subject), *self.states, *self.trial))
        found = (self.state(stream) for stream in streams if catalogue.subject_of(stream) == subject)
        return (state for state in found if state is not None)

    def begun(self, subject: str) -> Iterator[tuple[Any, Any]]:
        """Give the state of each stream of a subject with the event that it began with."""
        for state in self.every(subject):
            yield state, self._beginnings[state.id]

    def named(self, subject: str) -> Iterator[tuple[Any, str]]:
        """Give the state of each stream of a subject with what it is called now, but for what is on trial."""
        for state in self.every(subject):
            yield state, self._names.get(state.id, "")

    def labels(self, stream: str) -> list[str]:
        """Give the labels of what stands on a stream, in its order."""
        return [fact.envelope.visibility for fact in self.log.stream(stream)]

    def take(self, fact: Fact, event: Any, *, on_trial: bool = False) -> None:
        """Let an event count; on trial it is forgotten again."""
        state = self.state(fact.stream)
        if _counts(fact, event):
            state = self._evolved(state, fact, event)
            if not on_trial:
                self._call(fact.stream, event)
        (self.trial if on_trial else self.states)[fact.stream] = state

    def _folded(self, stream: str) -> Any:
        state = None
        for fact in self.log.stream(stream):
            if fact.envelope.event_id not in self._but and _counts(fact, fact.event):
                state = self._evolved(state, fact, fact.event)
                self._call(fact.stream, fact.event)
        return state

    def _call(self, stream: str, event: Any) -> None:
        # No state knows a name, for names are forgotten.
        if name := getattr(event, "name", None):
            self._names[stream] = name

    def _evolved(self, state: Any, fact: Fact, event: Any) -> Any:
        if state is None:
            self._beginnings[fact.stream] = event
        return catalogue.evolve(fact.subject)(state, fact.stream, event)


def _counts(fact: Fact, event: Any) -> bool:
    """Tell whether an event makes a state; of a plugin's events only the plugin knows what may follow."""
    return fact.subject in catalogue.SUBJECTS and not isinstance(event, UnknownEvent)
