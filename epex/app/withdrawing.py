"""Withdraw what was confided to the evaluation: record it, then destroy its keys; a crash between the two is made good.

No view and no index ever held its words but those of a released story, and views are built anew without them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from epex.app.base import KnowledgeBase
from epex.app.keeping.key_backup import clear_passing
from epex.app.opening import read_signer
from epex.core import interview, story
from epex.core.decision import Actor, On, require_role
from epex.core.log.command import Command
from epex.core.reader import EVALUATION

CONFIDED = Command(visibility=EVALUATION)


class Recorded(TypedDict):
    """What a recording command answers."""

    position: int
    events: Sequence[Mapping[str, Any]]
    id: str


Decide = Callable[[Any, Actor], list[On]]


def withdraw_interview(base: KnowledgeBase, stream: str, reason: str) -> Recorded:
    """Withdraw an interview for good; raises Refused when the actor may not, or it was done before."""
    return _withdraw(base, stream, (stream,), lambda state, by: interview.withdraw(state, by=by, reason=reason))


def withdraw_story(base: KnowledgeBase, stream: str, reason: str) -> Recorded:
    """Withdraw a story for good, its released words too; raises Refused when the actor may not, or it was done."""
    keys = (stream, f"{stream}/released")
    return _withdraw(base, stream, keys, lambda state, by: story.withdraw(state, by=by, reason=reason))


def _withdraw(base: KnowledgeBase, stream: str, keys: tuple[str, ...], decide: Decide) -> Recorded:
    base.require_now("A withdrawal")
    # Without this key no register could tell a restored base what was destroyed.
    signer = read_signer(base.config)
    act, vault = base.begin(CONFIDED), base.log.vault
    require_role(act.by, "evaluator", act="withdraw what was confided to the evaluation")
    state = act.load(stream)
    gone = vault.tombstones()
    half_done = state.withdrawn and not all(key in gone for key in keys)
    recorded = _before(base, stream) if half_done else _answer(act.record(decide(state, act.by)))
    vault.destroy(*keys)
    clear_passing(base.config)
    base.notary.register.write(signer)
    base.today.renew()
    return recorded


def _answer(receipt: Any) -> Recorded:
    return {"position": receipt.position, "events": list(receipt.events), "id": receipt.id}


def _before(base: KnowledgeBase, stream: str) -> Recorded:
    last = base.log.stream(stream)[-1]
    event = {"type": last.envelope.type, "stream_id": stream, "version": last.envelope.version}
    return {"position": last.position, "events": [event], "id": stream}
