"""Who held which role when something was recorded: as the branch that recorded it knew, and as is known here."""

from collections.abc import Collection, Iterable
from typing import Any

from epex.app.merging.incoming import Incoming
from epex.core import person
from epex.core.decision import Actor
from epex.core.log.envelope import Envelope, Fact, UnknownEvent
from epex.core.log.log import EventLog
from epex.core.merge_rights import is_lost


class Roles:
    """The people who recorded something, by all that either branch says of them."""

    def __init__(self, log: EventLog, incoming: Incoming, held_there: Collection[str]) -> None:
        """Know the log, what comes, and what does not count there."""
        self._log = log
        self._incoming = incoming
        self._held_there = held_there
        self._places = {one.envelope.event_id: one.place for one in incoming.events}
        self._facts: dict[str, list[Fact]] = {}

    def take(self, fact: Fact) -> None:
        """Remember what comes and counts of somebody."""
        if fact.subject == "person":
            self._of(fact.stream).append(fact)

    def are_lost(self, fact: Fact, state: Any) -> bool:
        """Tell whether who recorded something held the role for it there, and had lost it here before."""
        envelope, event = fact.envelope, fact.event
        there = self._actor(envelope, self._known_there(envelope))
        here = self._actor(envelope, self._known_before(envelope))
        return is_lost(event, state, there, here)

    def _known_there(self, envelope: Envelope) -> Iterable[Fact]:
        last = self._places[envelope.event_id]
        known = [fact for fact in self._of(envelope.actor) if fact.envelope.event_id in self._incoming.ids]
        before = [fact for fact in known if self._places.get(fact.envelope.event_id, -1) < last]
        return sorted(before, key=lambda fact: self._places.get(fact.envelope.event_id, -1))

    def _known_before(self, envelope: Envelope) -> Iterable[Fact]:
        moment = _moment(envelope)
        return sorted(
            (fact for fact in self._of(envelope.actor) if _moment(fact.envelope) <= moment),
            key=lambda fact: _moment(fact.envelope),
        )

    def _of(self, stream: str) -> list[Fact]:
        if stream not in self._facts:
            facts = self._log.stream(stream)
            self._facts[stream] = [fact for fact in facts if fact.envelope.event_id not in self._held_there]
        return self._facts[stream]

    def _actor(self, envelope: Envelope, facts: Iterable[Fact]) -> Actor:
        state = None
        for fact in facts:
            if not isinstance(fact.event, UnknownEvent):
                event: Any = fact.event
                state = person.evolve(state, fact.stream, event)
        return Actor(envelope.actor, envelope.organisation, state.roles if state else frozenset())


def _moment(envelope: Envelope) -> str:
    return envelope.origin_recorded_at or envelope.recorded_at
