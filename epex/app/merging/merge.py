"""Take in what another branch recorded: all of it, once, and nothing half."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec import structs

from epex.app.acting import PROGRAM
from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import PersonCase
from epex.app.erasing.erasure import Erasure
from epex.app.keeping.backup import Tell
from epex.app.keeping.counting import counted
from epex.app.keys import wrapping_keys
from epex.app.merging.gone import Gone, destroy, gone, look
from epex.app.merging.incoming import Incoming, as_taken, read_bundle
from epex.app.merging.sifting import Sieve, Sifted
from epex.app.merging.twice import Difference
from epex.core.decision import Actor, Event
from epex.core.log.envelope import Envelope, Fact
from epex.core.log.registry import shape_of
from epex.core.log.vault import BESIDE
from epex.core.network import SAME, Network, NetworkMerged, merge, require_may_merge, tell_apart

OFFICER = "data_protection_officer"


def take_in(base: KnowledgeBase, path: Path, *, tell: Tell, dry_run: bool = False, reason: str = "") -> dict[str, Any]:
    """Merge a bundle into a base; return what came, and what is held back until a person decides.

    Raises Refused when the person may not, or the bundle is not sound, for another base or of another history.
    """
    base.require_now("A merge")
    by = base.begin().by
    require_may_merge(by)
    tell("Checking the bundle ...")
    incoming = read_bundle(base, path)
    _take_keys(base, incoming, lent=dry_run)
    sifted = Sieve(base.log, incoming).run()
    leaving = gone(base, sifted.facts, list(incoming.destroyed))
    answer = _answer(incoming, sifted, leaving)
    if dry_run:
        return {**answer, "position": None, "left": [], "to_finish": []}
    if leaving.keys:
        tell(f"Destroying {counted(len(leaving.keys), 'key')} of what is erased there ...")
    destroy(base, leaving, dict(incoming.destroyed), f"{incoming.base} {incoming.head.checkpoint.size}")
    before = base.gone()
    position = _record(base, incoming, sifted, leaving, by, reason, tell)
    if base.gone() != before:
        # Something that counted here does so no more.
        base.today.renew()
    return {**answer, "position": position, **_finish(base, leaving, by, tell)}


def _take_keys(base: KnowledgeBase, incoming: Incoming, *, lent: bool) -> None:
    here = wrapping_keys(base.config)
    for name, secrets in incoming.keys.items():
        if name in here:
            alive = {
                key: secret for key, secret in secrets.items() if key.partition(BESIDE)[0] not in incoming.destroyed
            }
            if lent:
                base.log.vault.lend(alive)
            else:
                base.log.vault.take(name, alive)


def _answer(incoming: Incoming, sifted: Sifted, leaving: Gone) -> dict[str, Any]:
    checkpoint = incoming.head.checkpoint
    return {
        "base": incoming.base,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "shared": incoming.shared,
        "recorded": len(sifted.events),
        "skipped": len(incoming.events) - len(sifted.events),
        "refused": [],
        "held": [{"event_id": event_id, "why": why} for event_id, why in _waiting(sifted)],
        "destroyed": len(leaving.keys),
    }


def _waiting(sifted: Sifted) -> Iterator[tuple[str, str]]:
    yield from ((event_id, why) for event_id, why in sifted.held.items() if why != SAME)
    yield from ((one.found.conflict, "differs") for one in sifted.differing)


def _record(
    base: KnowledgeBase, incoming: Incoming, sifted: Sifted, leaving: Gone, by: Actor, reason: str, tell: Tell
) -> int | None:
    if not sifted.events and not sifted.differing and not leaving.anew:
        return None
    tell(f"Recording {counted(len(sifted.events), 'event')} ...")
    streams = {fact.stream for fact in sifted.facts} | {person for person, _ in leaving.anew} | {base.config.network_id}
    versions = Counter(base.log.reader.versions(list(streams)))
    command = str(uuid4())
    own: list[Fact] = []
    if sifted.held or sifted.differing or not _is_caught_up(base, incoming):
        state = base.log.load(base.config.network_id).state
        for on in merge(state, _merged(incoming, sifted, reason), by=by, base_id=base.config.base_id):
            own.append(_own(on.event, on.stream, versions, command, len(own), by))
        for one in sifted.differing:
            own += _told_apart(state, one, versions, command, len(own), by)
    foreign = list(_taken(base, incoming, sifted, versions))
    asked = [_own(more, person, versions, command, len(own) + n, by) for n, (person, more) in enumerate(leaving.anew)]
    return base.log.take(own, foreign, [structs.replace(one, envelope=_private(one)) for one in asked])


def _told_apart(
    network: Network, one: Difference, versions: Counter[str], command: str, ordinal: int, by: Actor
) -> Iterator[Fact]:
    for on in tell_apart(network, one.found, by=by):
        fact = _own(on.event, on.stream, versions, command, ordinal, by)
        # The same finding has the same identity in both branches, and those read it who read what it is about.
        named = structs.replace(fact.envelope, event_id=one.found.conflict)
        shown = structs.replace(named, visibility=one.visibility, audience=one.audience)
        yield structs.replace(fact, envelope=shown)


def _private(fact: Fact) -> Envelope:
    return structs.replace(fact.envelope, visibility="private")


def _is_caught_up(base: KnowledgeBase, incoming: Incoming) -> bool:
    """Tell whether this branch, as it stands, was merged into what comes: then there is nothing of its own to say."""
    size = base.log.rows.size()
    for one in incoming.events:
        if one.envelope.type == NetworkMerged.type:
            told: Any = base.log.registry.decode(one.envelope, one.payload)
            if (told.base, told.size) == (base.config.base_id, size):
                return True
    return False


def _merged(incoming: Incoming, sifted: Sifted, reason: str) -> NetworkMerged:
    checkpoint = incoming.head.checkpoint
    return NetworkMerged(
        base=incoming.base,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        head=str(incoming.head.note),
        shared=incoming.shared,
        taken=len(sifted.events),
        held=tuple(sifted.held),
        why=tuple(sifted.held.values()),
        stages=tuple(f"{base} {last}" for base, last in _stages(incoming).items()),
        leaves=tuple(_other_leaves(incoming, sifted)),
        reason=reason,
    )


def _stages(incoming: Incoming) -> Mapping[str, int]:
    return {
        incoming.base_of(one.place): one.envelope.position
        for one in incoming.events
        if one.envelope.origin_base is None
    }


def _other_leaves(incoming: Incoming, sifted: Sifted) -> Iterator[str]:
    # What the other branch had merged itself, or recorded beside us, stood there in places that no event here tells.
    for one in incoming.events:
        if one.envelope.origin_base is not None or one.envelope.event_id in sifted.twice:
            yield f"{one.place} {b64encode(one.leaf).decode()}"


def _own(event: Event, stream: str, versions: Counter[str], command: str, ordinal: int, by: Actor) -> Fact:
    versions[stream] += 1
    envelope = Envelope(
        stream_id=stream,
        version=versions[stream],
        type=event.type,
        schema_version=shape_of(type(event)).schema_version,
        actor=by.person,
        organisation=by.organisation,
        recorded_by=PROGRAM,
        correlation_id=command,
        command_id=command,
        ordinal=ordinal,
    )
    return Fact(envelope, event)


def _taken(
    base: KnowledgeBase, incoming: Incoming, sifted: Sifted, versions: Counter[str]
) -> Iterator[tuple[Envelope, bytes]]:
    known = base.log.reader.known_commands(list({one.envelope.command_id for one in sifted.events}))
    for one in sifted.events:
        there = one.envelope
        origin, command = there.origin_base or incoming.base_of(one.place), there.command_id
        versions[there.stream_id] += 1
        # Both branches may have given a command of their own the same id; it stays told apart.
        named = f"{command}@{origin}" if command in known else command
        yield as_taken(one, origin, versions[there.stream_id], named), one.payload


def _finish(base: KnowledgeBase, leaving: Gone, by: Actor, tell: Tell) -> dict[str, list[str]]:
    left, to_finish = look(base, tell), list[str]()
    for person, more in leaving.anew:
        if OFFICER in by.roles and by.person != person and not left:
            Erasure(base, PersonCase(base.log, person, more.ground), lambda step: tell(f"{step} ...")).run()
        else:
            to_finish.append(person)
    return {"left": [*left, *map(_unfinished, to_finish)], "to_finish": to_finish}


def _unfinished(person: str) -> str:
    return f"the erasure of {person}, which a data protection officer finishes with 'epex person erase'"
