"""eventsourcing's application, repository and event store, on our mapper and recorder."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import InfrastructureFactory, Mapper, StoredEvent, TrackingRecorder
from eventsourcing.utils import Environment
from sqlalchemy import Engine

from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.holding import Holding
from epex.core.log.reading import fact_of
from epex.core.log.recorder import EnvelopedEvent, LogRecorder, StreamRecorder, enveloped
from epex.core.log.registry import Registry


@dataclass(frozen=True, slots=True)
class Loaded:
    """A stream's state and the version it was read at."""

    id: str
    state: Any
    version: int


class EventMapper(Mapper[str]):
    """Turn facts into stored events through the closed registry; topics are never imported."""

    def __init__(self, registry: Registry, holding: Holding) -> None:
        """Use our registry in the place of a transcoder; what a merge holds back is looked up by who loads."""
        self._registry = registry
        self._holding = holding

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        """Seal and encode a fact."""
        return enveloped(domain_event.envelope, self._registry.encode(domain_event.envelope, domain_event.event))

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Open and decode a stored event."""
        if not isinstance(stored_event, EnvelopedEvent):
            raise TypeError("The log's recorder returns enveloped events only.")
        return fact_of(self._registry, stored_event.envelope, stored_event.state, self._holding, self._holding.now)


class LogFactory(InfrastructureFactory[TrackingRecorder]):
    """Give the application our recorder and mapper; nothing is resolved from the environment."""

    def __init__(self, engine: Engine, registry: Registry, holding: Holding) -> None:
        """Build on one database."""
        super().__init__(Environment("epex", {}))
        self._engine = engine
        self._registry = registry
        self._holding = holding

    def mapper(self, *_args: Any, **_kwargs: Any) -> Any:
        """Make the mapper."""
        return EventMapper(self._registry, self._holding)

    def aggregate_recorder(self, purpose: str = "events") -> StreamRecorder:  # noqa: ARG002 - the library's signature
        """Make a recorder of streams."""
        return StreamRecorder(self._engine)

    def application_recorder(self) -> LogRecorder:
        """Make the recorder of the log."""
        return LogRecorder(self._engine)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> Any:  # noqa: ARG002 - the library's signature
        """Refuse: views keep their positions beside their rows."""
        raise TypeError("The log tracks nothing; views keep their own positions.")

    def process_recorder(self) -> Any:
        """Refuse: views keep their positions beside their rows."""
        raise TypeError("The log tracks nothing; views keep their own positions.")


class LogApplication(Application[str]):
    """One log with its repository of streams."""

    name = "epex"

    def __init__(self, engine: Engine, registry: Registry, holding: Holding) -> None:
        """Open the log in a database whose tables are there."""
        self._parts = (engine, registry, holding)
        self._holding = holding
        self._evolve = registry.evolve
        super().__init__({})

    def construct_factory(self, env: Environment) -> LogFactory:  # noqa: ARG002 - the library's signature
        """Make the factory from what was given, not from the environment."""
        return LogFactory(*self._parts)

    def load(self, stream: str) -> Loaded:
        """Replay a stream into its subject's state; an unknown stream is at version 0 without a state."""
        held = self._holding.now
        try:
            loaded: Loaded = self.repository.get(stream, projector_func=self._project)
        except AggregateNotFoundError:
            return Loaded(stream, None, 0)
        # A merge that nobody here has seen yet may hold back some of what was replayed.
        return loaded if self._holding.at() == held else self.load(stream)

    def _project(self, loaded: Loaded | None, facts: Iterable[Fact]) -> Loaded | None:
        """Fold facts into a state; events of unknown type change only the version."""
        for fact in facts:
            state = loaded.state if loaded else None
            if not isinstance(fact.event, UnknownEvent):
                state = self._evolve(fact.subject)(state, fact.stream, fact.event)
            loaded = Loaded(fact.stream, state, fact.originator_version)
        return loaded
