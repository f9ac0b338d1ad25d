"""The opponent of reading: what `eventsourcing` brings itself, its SQLite recorder and its mapper of JSON.

The events are made as the library's manual makes them. What our envelope tells (who recorded it, for whom, when it
happened, what led to it) they carry as fields, for the views need it; the moment of recording is their timestamp.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import NAMESPACE_OID, UUID, uuid5

from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import DatetimeAsISO, JSONTranscoder, Mapper, UUIDAsHex
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from epex.core.log.envelope import Fact
from epex.core.theme import ThemeEvidenceLinked

TOGETHER = 1000


@dataclass(frozen=True)
class Told(DomainEvent):
    """What our envelope tells beside the stream, the version and the moment."""

    event_id: UUID
    actor: str
    organisation: str | None
    recorded_by: str
    command_id: UUID
    correlation_id: UUID | None
    causation_id: UUID | None
    ordinal: int
    occurred_on: str | None
    visibility: str
    audience: str | None


@dataclass(frozen=True)
class EvidenceLinked(Told):
    """Say that a theme rests on something, as ours does."""

    source: str
    stance: str
    note: str


class Library:
    """A log of the library's in a file."""

    def __init__(self, path: Path, facts: Sequence[Fact]) -> None:
        """Record what our log holds, each a link of evidence."""
        self._datastore = SQLiteDatastore(str(path))
        self._recorder = SQLiteApplicationRecorder(self._datastore)
        self._recorder.create_table()
        transcoder = JSONTranscoder()
        transcoder.register(UUIDAsHex())
        transcoder.register(DatetimeAsISO())
        self._mapper: Mapper[UUID] = Mapper(transcoder)
        stored = [self._mapper.to_stored_event(_as_theirs(fact)) for fact in facts]
        for start in range(0, len(stored), TOGETHER):
            self._recorder.insert_events(stored[start : start + TOGETHER])

    def read(self) -> int:
        """Read and decode everything; give the number of events."""
        total = 0
        while found := self._recorder.select_notifications(total + 1, TOGETHER):
            total += len([self._mapper.to_domain_event(each) for each in found])
        return total

    def close(self) -> None:
        """Give the connections back."""
        self._datastore.close()


def _as_theirs(fact: Fact) -> EvidenceLinked:
    told, event = fact.envelope, cast("ThemeEvidenceLinked", fact.event)
    return EvidenceLinked(
        originator_id=uuid5(NAMESPACE_OID, fact.stream),
        originator_version=told.version,
        timestamp=datetime.fromisoformat(told.recorded_at),
        event_id=UUID(told.event_id),
        actor=told.actor,
        organisation=told.organisation,
        recorded_by=told.recorded_by,
        command_id=UUID(told.command_id),
        correlation_id=UUID(told.correlation_id) if told.correlation_id else None,
        causation_id=UUID(told.causation_id) if told.causation_id else None,
        ordinal=told.ordinal,
        occurred_on=told.occurred_on,
        visibility=told.visibility,
        audience=told.audience,
        source=event.source,
        stance=event.stance,
        note=event.note,
    )
