"""Decide what becomes of what a merge held back: let it count from now on, or drop it."""

from collections.abc import Iterator
from typing import Any

from epex.app.acting import PROGRAM
from epex.app.base import KnowledgeBase
from epex.app.merging.ground import Ground
from epex.app.merging.sifting import together
from epex.core.catalogue import SUBJECTS
from epex.core.decision import On, Refused
from epex.core.log.command import Command, Receipt
from epex.core.log.envelope import Fact, UnknownEvent
from epex.core.merge_rules import RULES
from epex.core.merging import MEANINGS, refusal
from epex.core.network import ConflictApplied, Network, VersionFound, settle
from epex.core.publication import PublicationErratumIssued, PublicationFrozen
from epex.core.reader import EVALUATION


def settle_conflict(base: KnowledgeBase, event_id: str, *, applied: bool, reason: str) -> Receipt:
    """Record what becomes of an event that is held back, and of what its command recorded together with it.

    Raises Refused when the person may not decide on it, it does not wait, or it would still not be allowed to count.
    """
    by = base.begin().by
    network = base.log.load(base.config.network_id)
    facts = _meant(base, event_id, network.state)
    envelope = facts[0].envelope
    ids = tuple(fact.envelope.event_id for fact in facts)
    confided = any(fact.envelope.visibility == EVALUATION for fact in facts)
    ons = settle(network.state, ids, by=by, applied=applied, reason=reason, confided=confided)
    if applied and not isinstance(facts[0].event, VersionFound):
        _require_allowed(base, facts)
        ons += [On(fact.stream, ConflictApplied(held=fact.envelope.event_id)) for fact in facts]
    expected = base.log.reader.versions(list({on.stream for on in ons}))
    command = Command(
        recorded_by=PROGRAM,
        visibility=envelope.visibility,
        audience=envelope.audience,
        causation_id=envelope.event_id,
    )
    before = base.gone()
    receipt = base.log.append(ons, command, by, {**expected, network.id: network.version})
    if base.gone() != before:
        base.today.renew()
    return receipt


def objection(base: KnowledgeBase, event_id: str) -> str:
    """Say by a code why an event that is held back would still not be allowed to count; empty when it would."""
    facts = _meant(base, event_id, base.log.load(base.config.network_id).state)
    return next((why for _, why in _refused(Ground(base.log), facts)), "")


def _meant(base: KnowledgeBase, event_id: str, network: Network) -> list[Fact]:
    """Find the event with what belongs to it, in the order of their ledger."""
    row = base.queries().conflict(event_id)
    (fact,) = base.log.reader.facts(row["position"] - 1, row["position"], through=True)
    if isinstance(fact.event, VersionFound):
        return [fact]
    unit = base.log.reader.command(fact.envelope.command_id, through=True)
    waiting = [other for other in unit if other.envelope.event_id in network.waiting]
    near = {other.envelope.event_id for other in together(fact, waiting)} | {fact.envelope.event_id}
    meant = [other for other in unit if other.envelope.event_id in near]
    return [*meant, *_errata_of(base, meant, network)]


def _errata_of(base: KnowledgeBase, meant: list[Fact], network: Network) -> Iterator[Fact]:
    """Find the errata that wait with the freezing of the text that they were written for."""
    for frozen in meant:
        if isinstance(frozen.event, PublicationFrozen):
            for fact in base.log.reader.stream(frozen.stream, through=True):
                is_of_it = getattr(fact.event, "content_hash", "") == frozen.event.content_hash
                waits = fact.envelope.event_id in network.waiting
                if waits and is_of_it and isinstance(fact.event, PublicationErratumIssued):
                    yield fact


def _require_allowed(base: KnowledgeBase, facts: list[Fact]) -> None:
    ground = Ground(base.log)
    for fact, why in _refused(ground, facts):
        raise Refused(
            f"This cannot count: {MEANINGS[why]} ({fact.stream}); drop it with --drop, and record it anew if it holds."
        )


def _refused(ground: Ground, facts: list[Fact]) -> Iterator[tuple[Fact, str]]:
    for fact in facts:
        event: Any = fact.event
        if isinstance(event, UnknownEvent | VersionFound) or fact.subject not in SUBJECTS:
            continue
        state = ground.state(fact.stream)
        if why := refusal(RULES[type(event)], state, event, ground):
            yield fact, why
        ground.take(fact, event)
