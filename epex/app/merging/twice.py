"""What both branches recorded under one identity, as when both import one table: is it the same, or two versions?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID, uuid5

from epex.app.base import KnowledgeBase
from epex.app.merging.incoming import Incoming, Recorded
from epex.core.log.canonical import canonical_json
from epex.core.log.envelope import Envelope, Fact, UnknownEvent
from epex.core.log.holding import Version as Written
from epex.core.log.holding import as_version, read_version, version_of
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.network import NetworkBranched, NetworkFounded, VersionFound
from epex.core.reader import is_more_open
from epex.projections.hiding import ids_in
from epex.projections.sight import Sight

CONFLICTS = UUID("5c1f3f0e-58a7-5d53-9a55-0b8c0b7d6a42")


@dataclass(frozen=True, slots=True)
class Version:
    """An event as one branch recorded it."""

    envelope: Envelope
    payload: bytes

    @property
    def place(self) -> tuple[str, str]:
        """Order versions by when they were recorded first."""
        moment = self.envelope.origin_recorded_at or self.envelope.recorded_at
        return (moment, self.written)

    @property
    def written(self) -> str:
        """Write it down."""
        return version_of(self.envelope, self.payload)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of one event, with the label under which their finding is recorded."""

    found: VersionFound
    visibility: str
    audience: str | None


def recorded_twice(log: EventLog, incoming: Incoming) -> list[Recorded]:
    """List the events that are here already, and that another base than there had recorded first."""
    known = log.reader.origins([one.envelope.event_id for one in incoming.events])
    lineage = list(_lineage(log))
    return [
        one
        for one in incoming.events
        if (here := known.get(one.envelope.event_id))
        and (here[0] or _base_at(lineage, here[1]), here[1]) != incoming.origin_of(one)
    ]


def differences(log: EventLog, twice: Sequence[Recorded], known_there: frozenset[str]) -> Iterator[Difference]:
    """Find what is not the same in both branches, and that no earlier merge has found."""
    here = log.reader.stored([one.envelope.event_id for one in twice])
    for one in twice:
        own, other = Version(*here[one.envelope.event_id]), Version(one.envelope, one.payload)
        if not _is_same(log.registry, own, other):
            found = _difference(own, other)
            if found.found.conflict not in known_there | log.reader.known([found.found.conflict]):
                yield found


def versions(base: KnowledgeBase, position: int) -> list[dict[str, Any]]:
    """Give what both versions say to the reader that a finding holds, the one that was recorded first in front."""
    (fact,) = base.log.facts(after=position - 1, upto=position)
    found: Any = fact.event
    if not isinstance(found, VersionFound):
        return []
    ((envelope, _),) = base.log.reader.stored([found.event]).values()
    return [_shown(base, envelope, read_version(written)) for written in (found.first, found.second)]


def _shown(base: KnowledgeBase, envelope: Envelope, version: Written) -> dict[str, Any]:
    there = as_version(envelope, version)
    fact = Fact(there, base.log.registry.decode(there, version.payload.encode()))
    said = Sight(base.views, base.reader).said(fact)
    titles = base.queries().titles(ids_in(said))
    return {"type": there.type, "occurred_on": there.occurred_on, "said": said, "titles": titles}


def _lineage(log: EventLog) -> Iterator[tuple[int, str]]:
    """Tell from which position on which base recorded what this log recorded itself."""
    (network,) = log.reader.streams("network")[:1]
    for fact in log.stream(network):
        if isinstance(fact.event, NetworkFounded | NetworkBranched) and fact.envelope.origin_base is None:
            yield fact.position, fact.event.base_id


def _base_at(lineage: Sequence[tuple[int, str]], position: int) -> str:
    return next(base for begins, base in reversed(lineage) if begins <= position)


def _difference(own: Version, other: Version) -> Difference:
    first, second = sorted((own, other), key=lambda version: version.place)
    event = own.envelope.event_id
    conflict = str(uuid5(CONFLICTS, canonical_json([event, first.written, second.written]).decode()))
    narrow = _narrower(own.envelope, other.envelope)
    stream = own.envelope.stream_id
    found = VersionFound(conflict=conflict, event=event, stream=stream, first=first.written, second=second.written)
    return Difference(found, narrow.visibility, narrow.audience)


def _narrower(own: Envelope, other: Envelope) -> Envelope:
    return other if is_more_open(own.visibility, other.visibility) else own


def _is_same(registry: Registry, own: Version, other: Version) -> bool:
    if _label(own.envelope) != _label(other.envelope):
        return False
    here: Any
    there: Any
    here, there = (registry.decode(each.envelope, each.payload) for each in (own, other))
    if isinstance(here, UnknownEvent) or isinstance(there, UnknownEvent) or type(here) is not type(there):
        return bool(here == there)
    # Texts whose keys are not here cannot be compared; they are not held against each other.
    sealed = {*registry.sealed_still(own.envelope, own.payload), *registry.sealed_still(other.envelope, other.payload)}
    names = {part.name for part in fields(here)} - sealed
    return all(getattr(here, name) == getattr(there, name) for name in names)


def _label(envelope: Envelope) -> tuple[str, str, str | None]:
    return (envelope.type, envelope.visibility, envelope.occurred_on)
