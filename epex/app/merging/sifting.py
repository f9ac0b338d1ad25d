"""Sift what another branch recorded: what may follow here, and what is held back until a person decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

from epex.app.merging.ground import Ground
from epex.app.merging.incoming import Incoming, Recorded
from epex.app.merging.roles import Roles
from epex.app.merging.twice import Difference, differences, recorded_twice
from epex.core import catalogue
from epex.core.chapter import ChapterFrozen
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.log.holding import held_by
from epex.core.log.log import EventLog
from epex.core.log.reading import fact_of
from epex.core.merge_rules import RULES
from epex.core.merging import is_contested, is_same, refusal, standing
from epex.core.network import SAME, ConflictApplied, ConflictSettled, NetworkMerged
from epex.core.publication import PublicationErratumIssued, PublicationFrozen, PublicationPublished, is_of_its_text
from epex.core.steps import any_for_two_sides
from epex.core.visit_people import names_people

NETWORK_WIDE = "!"
# What a book is made from that stands in no rule of the network but the book's own.
OF_BOOKS = ("publication", "chapter", "quote", "viewpoint")


@dataclass
class Sifted:
    """The new events in the order of their ledger, and why some of them are held back."""

    events: Sequence[Recorded]
    facts: Sequence[Fact]
    twice: frozenset[str]
    differing: Sequence[Difference]
    held: dict[str, str] = field(default_factory=dict)


class Sieve:
    """One pass over the new events, on the states that they would meet here."""

    def __init__(self, log: EventLog, incoming: Incoming) -> None:
        """Know the log, what comes, and what merges hold back here and there."""
        self._log = log
        self._incoming = incoming
        known = log.reader.known([one.envelope.event_id for one in incoming.events])
        self._new = [one for one in incoming.events if one.envelope.event_id not in known]
        theirs = (held_by(one.payload) for one in self._new if one.envelope.type == NetworkMerged.type)
        self._held_there = frozenset[str]().union(*theirs)
        self._ground = Ground(log, self._held_there, self._unseen_on)
        self._roles = Roles(log, incoming, self._held_there)
        self._unseen: dict[str, list[Any]] = {}
        self._settled = frozenset[str]()
        self._printed = frozenset[str]()

    def run(self) -> Sifted:
        """Decode every event, and decide which of them count.

        Raises DamagedEvent when one cannot be read.
        """
        facts = [self._fact(one) for one in self._new]
        twice = recorded_twice(self._log, self._incoming)
        differing = list(differences(self._log, twice, self._incoming.ids))
        sifted = Sifted(self._new, facts, frozenset(one.envelope.event_id for one in twice), differing)
        self._settled = self._settled_here()
        self._printed = frozenset(self._frozen_there(facts))
        waiting = [fact for fact in facts if fact.envelope.event_id not in self._held_there]
        for _, unit in groupby(waiting, key=lambda fact: fact.envelope.command_id):
            self._sift(list(unit), sifted)
        return sifted

    def _fact(self, one: Recorded) -> Fact:
        registry = self._log.registry
        holding = self._log.reader.holding
        if one.envelope.type == ConflictApplied.type:
            # What it lets count may itself be among the new events.
            return Fact(one.envelope, registry.decode(one.envelope, one.payload))
        return fact_of(registry, one.envelope, one.payload, holding, holding.now)

    def _sift(self, unit: Sequence[Fact], sifted: Sifted) -> None:
        held: dict[str, str] = {}
        while found := self._first_refused(unit, held):
            fact, why = found
            held[fact.envelope.event_id] = why
            for other in together(fact, unit) if why != SAME else ():
                if not _is_always(other):
                    held.setdefault(other.envelope.event_id, "together")
        if SAME in held.values():
            held |= {fact.envelope.event_id: SAME for fact in unit if self._is_same(fact)}
        for fact in unit:
            if fact.envelope.event_id not in held:
                self._ground.take(fact, self._counting(fact))
                self._roles.take(fact)
        sifted.held |= held

    def _first_refused(self, unit: Sequence[Fact], held: Mapping[str, str]) -> tuple[Fact, str] | None:
        """Try a command as a whole; what it changes is forgotten again."""
        try:
            for fact in unit:
                if fact.envelope.event_id in held:
                    continue
                if why := self._refusal(fact):
                    return fact, SAME if self._is_same(fact) else why
                self._ground.take(fact, self._counting(fact), on_trial=True)
        finally:
            self._ground.trial.clear()
        return None

    def _is_same(self, fact: Fact) -> bool:
        """Tell whether the same was recorded here meanwhile."""
        event: Any = fact.event
        return not _is_always(fact) and is_same(event, self._unseen_on(fact.stream))

    def _refusal(self, fact: Fact) -> str:
        event: Any = fact.event
        # Of a plugin's events only the plugin knows what may follow.
        if isinstance(event, UnknownEvent) or fact.subject not in catalogue.SUBJECTS:
            return ""
        if isinstance(event, ConflictApplied):
            return "settled" if event.held in self._settled else ""
        if fact.envelope.event_id in self._printed:
            return ""
        rule = RULES[type(event)]
        if why := refusal(rule, self._ground.state(fact.stream), event, self._ground):
            return why
        if self._is_for_others(fact):
            return "elsewhere"
        if self._roles.are_lost(fact, self._ground.state(fact.stream)):
            return "right"
        wide = any(name.startswith(NETWORK_WIDE) for name in rule.settles)
        meanwhile = self._unseen_of(catalogue.subject_of(fact.stream)) if wide else self._unseen_on(fact.stream)
        return "contested" if is_contested(RULES, event, meanwhile) else ""

    def _is_for_others(self, fact: Fact) -> bool:
        """Tell whether a step is for two sides in which others take part here than its author knew."""
        labels = (*self._ground.labels(fact.stream)[:1], fact.envelope.visibility)
        return any_for_two_sides(labels) and any(map(names_people, self._unseen_on(fact.stream)))

    def _counting(self, fact: Fact) -> Any:
        event: Any = fact.event
        return self._let_count(event) if isinstance(event, ConflictApplied) else event

    def _let_count(self, applied: ConflictApplied) -> Any:
        found = next((one for one in self._incoming.events if one.envelope.event_id == applied.held), None)
        if found is None:
            return UnknownEvent(applied.type, b"")
        return self._log.registry.decode(found.envelope, found.payload)

    def _unseen_on(self, stream: str) -> list[Any]:
        """List what was recorded here on a stream that the other branch did not know of."""
        if stream not in self._unseen:
            self._unseen[stream] = [
                fact.event
                for fact in self._log.stream(stream)
                # What was let count here is known there, as the event that it was.
                if not {fact.envelope.event_id, fact.envelope.causation_id} & self._incoming.ids
                and fact.envelope.event_id not in self._held_there
                and not isinstance(fact.event, UnknownEvent)
                and not self._is_of_another_text(fact)
            ]
        return self._unseen[stream]

    def _is_of_another_text(self, fact: Fact) -> bool:
        """Tell whether something that was recorded here speaks of a frozen text that counts no more."""
        event: Any = fact.event
        if not isinstance(event, PublicationPublished | PublicationErratumIssued):
            return False
        state = self._ground.state(fact.stream)
        return state is not None and not is_of_its_text(state, event)

    def _unseen_of(self, subject: str) -> list[Any]:
        return [event for stream in self._log.reader.streams(subject) for event in self._unseen_on(stream)]

    def _frozen_there(self, facts: Sequence[Fact]) -> Iterator[str]:
        """Name what an edition is made from that was frozen there and is open here: a book stays as it is printed."""
        froze = [
            fact
            for fact in facts
            if isinstance(fact.event, PublicationFrozen)
            and fact.envelope.event_id not in self._held_there
            and standing(self._ground.state(fact.stream)) in ("", "open")
        ]
        made_from = {mark.partition(" ")[0] for fact in froze for mark in getattr(fact.event, "made_from", ())}
        commands = {fact.envelope.command_id for fact in froze}
        for fact in facts:
            closes = isinstance(fact.event, ChapterFrozen) and fact.envelope.command_id in commands
            if closes or (fact.subject in OF_BOOKS and fact.envelope.event_id in made_from):
                yield fact.envelope.event_id

    def _settled_here(self) -> frozenset[str]:
        """List what people decided on here, where the other branch does not know of their decision yet."""
        (network,) = self._log.reader.streams("network")[:1]
        facts = self._log.stream(network)
        unknown = (fact.event for fact in facts if fact.envelope.event_id not in self._incoming.ids)
        return frozenset(held for event in unknown if isinstance(event, ConflictSettled) for held in event.held)


def _is_always(fact: Fact) -> bool:
    event: Any = fact.event
    rule = RULES.get(type(event))
    return rule is not None and rule.always


def together(refused: Fact, unit: Iterable[Fact]) -> Iterator[Fact]:
    """List what one command recorded with an event that is held back, as far as one of them names the other."""
    streams, named = {refused.stream}, _named(refused)
    rest = [fact for fact in unit if fact is not refused]
    while near := [fact for fact in rest if fact.stream in streams | named or streams & _named(fact)]:
        yield from near
        rest = [fact for fact in rest if fact not in near]
        streams |= {fact.stream for fact in near}
        named = named.union(*map(_named, near))


def _named(fact: Fact) -> set[str]:
    """List the streams that an event names in clear."""
    event: Any = fact.event
    values = (getattr(event, part.name) for part in fields(event))
    parts = [one for value in values for one in (value if isinstance(value, tuple) else (value,))]
    return {one for one in parts if isinstance(one, str) and catalogue.subject_of(one) in catalogue.SUBJECTS}
