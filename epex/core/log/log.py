"""The event log: append once, read in order."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Engine

from epex.core.decision import Actor, Event, On, Refused
from epex.core.log.command import Command, Conflict, Receipt, receipt_of, require_command_id
from epex.core.log.envelope import Envelope, Fact, stamp
from epex.core.log.reading import LogReader
from epex.core.log.registry import Registry, shape_of
from epex.core.log.rows import RowReader
from epex.core.log.vault import KeyDestroyed, Vault

if TYPE_CHECKING:
    from eventsourcing.persistence import StoredEvent

    from epex.core.log.application import Loaded, LogApplication

Clock = Callable[[], datetime]
OnRecorded = Callable[[Sequence[Event], int, datetime], None]


def system_clock() -> datetime:
    """Read the machine's clock in UTC."""
    return datetime.now(UTC)


class EventLog:
    """The one thing that cannot be rebuilt."""

    def __init__(self, engine: Engine, vault: Vault, registry: Registry, clock: Clock = system_clock) -> None:
        """Open the log in a database whose tables are there."""
        self.engine = engine
        self.vault = vault
        self.registry = registry
        self.reader = LogReader(engine, registry)
        self.rows = RowReader(engine)
        self.on_recorded: OnRecorded | None = None
        self.clock = clock
        self.head = self.reader.head
        self.newest = self.reader.newest
        self.head_at = self.reader.head_at
        self.here = self.reader.here
        self.event_class = registry.event_class
        self.facts = self.reader.facts
        self.stream = self.reader.stream

    @cached_property
    def application(self) -> "LogApplication":
        """Open eventsourcing's application; only recording needs its weight."""
        from epex.core.log.application import LogApplication  # noqa: PLC0415 - start-up: readers do without it

        return LogApplication(self.engine, self.registry, self.reader.holding)

    def today(self) -> str:
        """Give the day that the log's clock shows, in UTC."""
        return self.clock().astimezone(UTC).date().isoformat()

    def load(self, stream: str) -> "Loaded":
        """Replay one stream."""
        return self.application.load(stream)

    def answer(self, command_id: str) -> Receipt | None:
        """Give the first answer to a command that was recorded before."""
        facts = self.reader.command(command_id)
        return receipt_of(facts, repeated=True) if facts else None

    def append(self, ons: Sequence[On], command: Command, by: Actor, expected: Mapping[str, int]) -> Receipt:
        """Record a decision's events as one unit, or give the first answer to a repeated command.

        `expected` maps each loaded stream to the version it was read at; streams not in it are new.
        Raises Conflict when a stream has grown meanwhile, Refused when its subject was erased.
        """
        require_command_id(command.command_id)
        if command.command_id and (first := self.answer(command.command_id)):
            return first
        facts = self._facts(ons, command, by, expected)
        self._make_keys(ons)
        receipt = self._save(facts, expected)
        if self.on_recorded:
            self.on_recorded([on.event for on in ons], receipt.position, self.clock())
        return receipt

    def take(self, own: Sequence[Fact], foreign: Sequence[tuple[Envelope, bytes]], after: Sequence[Fact] = ()) -> int:
        """Record events of one's own, then what another base recorded, as it was sealed there, and more of one's own.

        All is one unit, and the envelopes are whole but for position and moment. Returns the last position.
        Raises Conflict when a stream has grown meanwhile, Refused when the log cannot be written.
        """
        from eventsourcing.persistence import IntegrityError  # noqa: PLC0415 - start-up: readers do without it

        from epex.core.log.recorder import enveloped  # noqa: PLC0415 - as above

        for fact in (*own, *after):
            self.vault.ensure(self.registry.key_subjects(fact.stream, fact.event))
        taken = [enveloped(envelope, payload) for envelope, payload in foreign]
        try:
            position = self._insert([*map(self._sealed, own), *taken, *map(self._sealed, after)])
        except IntegrityError as error:
            message = "Somebody else recorded something meanwhile, so nothing was taken in; run the same command again."
            raise Conflict(message) from error
        if self.on_recorded:
            self.on_recorded([fact.event for fact in (*own, *after)], position, self.clock())
        return position

    def _sealed(self, fact: Fact) -> "StoredEvent":
        return self.application.mapper.to_stored_event(fact)

    def _insert(self, stored: "Sequence[StoredEvent]") -> int:
        from eventsourcing.persistence import OperationalError  # noqa: PLC0415 - start-up: readers do without it

        try:
            positions = self.application.recorder.insert_events(stored, recorded_at=stamp(self.clock()))
        except OperationalError as error:
            raise _unwritable(error) from error
        return list(positions or ())[-1]

    def _facts(self, ons: Sequence[On], command: Command, by: Actor, expected: Mapping[str, int]) -> list[Fact]:
        if not ons:
            raise Refused("There is nothing to record; leave it as it is.")
        versions = dict(expected)
        command_id = command.command_id or str(uuid4())
        facts = []
        for ordinal, on in enumerate(ons):
            versions[on.stream] = versions.get(on.stream, 0) + 1
            facts.append(Fact(_envelope(on, versions[on.stream], ordinal, command_id, command, by), on.event))
        return facts

    def _make_keys(self, ons: Sequence[On]) -> None:
        wanted: dict[str, str] = {}
        for on in ons:
            wanted |= self.registry.key_subjects(on.stream, on.event)
        try:
            self.vault.ensure(wanted)
        except KeyError as error:
            where = "do this where it is, or bring it back with 'epex keys restore FILE'"
            raise Refused(
                f"The wrapping key for {error.args[0]} is not here, so nothing was recorded; {where}."
            ) from error
        except KeyDestroyed as error:
            raise Refused(
                "What this belongs to was erased, so nothing more can be written about it; leave it."
            ) from error

    def _save(self, facts: list[Fact], expected: Mapping[str, int]) -> Receipt:
        from eventsourcing.persistence import IntegrityError  # noqa: PLC0415 - start-up: readers do without it

        try:
            position = self._insert([*map(self._sealed, facts)])
        except IntegrityError as error:
            if first := self.answer(facts[0].envelope.command_id):
                return first
            raise self._conflict(facts, expected, str(error)) from error
        return Receipt(position, receipt_of(facts).events, facts[0].stream)

    def _conflict(self, facts: list[Fact], expected: Mapping[str, int], why: str) -> Refused:
        since = [
            other
            for stream in dict.fromkeys(fact.stream for fact in facts)
            for other in self.stream(stream)
            if other.envelope.version > expected.get(stream, 0)
        ]
        if not since:
            return Refused(f"The log's database refused what was to be recorded ({why}); look with 'epex doctor'.")
        happened = "; ".join(f"{other.envelope.type} by {other.envelope.actor}" for other in since)
        return Conflict(f"Somebody else recorded something meanwhile: {happened}. Look at it and try again.", since)


def _unwritable(error: Exception) -> Refused:
    return Refused(f"The log cannot be written ({error}); nothing was recorded. Check its rights and the free space.")


def _envelope(on: On, version: int, ordinal: int, command_id: str, command: Command, by: Actor) -> Envelope:
    return Envelope(
        event_id=command.event_ids[ordinal] if command.event_ids else str(uuid4()),
        stream_id=on.stream,
        version=version,
        type=on.event.type,
        schema_version=shape_of(type(on.event)).schema_version,
        occurred_on=command.occurred_ons[ordinal] if command.occurred_ons else command.occurred_on,
        actor=by.person,
        organisation=by.organisation,
        recorded_by=command.recorded_by,
        correlation_id=command.correlation_id or command_id,
        causation_id=command.causation_id,
        command_id=command_id,
        ordinal=ordinal,
        visibility=command.visibility,
        audience=command.audience,
    )
