"""One recording command at work: it finds what arguments name, loads it, and records what was decided."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from epex.app.acting import Act, AlreadyRecorded
from epex.app.base import KnowledgeBase
from epex.commands.printing import Recorded
from epex.commands.screening import note
from epex.core.dates import earliest
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.log.command import Command, Receipt
from epex.projections.queries import Queries

NARROW = ("pair", "organisation")


class Desk:
    """Where a command is decided. It begins when something is first loaded, as the label may speak of a visit."""

    def __init__(
        self, base: KnowledgeBase, command: Command, reason: str = "", *, label_is_stated: bool = False
    ) -> None:
        """Take a command up.

        Raises AlreadyRecorded when its command id was recorded before.
        """
        self.base = base
        self.command = command
        self.reason = reason
        self._label_is_stated = label_is_stated
        if command.command_id:
            base.begin(command)

    @cached_property
    def queries(self) -> Queries:
        """Give the queries of the one who acts."""
        return self.base.queries()

    @cached_property
    def act(self) -> Act:
        """Begin."""
        return self.base.begin(self.command)

    @property
    def by(self) -> Actor:
        """Give the one who acts."""
        return self.act.by

    @property
    def home(self) -> str:
        """Give the organisation of the one who acts.

        Raises Refused when it has left.
        """
        if self.by.left:
            raise Refused("Your organisation has left the network; name a member with --organisation to record for it.")
        return self.by.organisation or ""

    @property
    def day(self) -> str:
        """Give the date that the command states, if it does."""
        return self.command.occurred_on or ""

    def dated(self, day: str) -> str:
        """Let it have happened on the day that was given for it, and give that, or else the day of the command.

        A day that is still to come was planned.
        """
        if day and not self.day and earliest(day) <= self.base.day:
            self.command = replace(self.command, occurred_on=day)
        return day or self.day

    def find(self, text: str, subject: str | None = None) -> str:
        """Find the id of what an argument means, as `seen`; an empty one means nothing."""
        return self.seen(text, subject) if text else ""

    def find_all(self, texts: Iterable[str], subject: str) -> tuple[str, ...]:
        """Find several ids."""
        return tuple(self.find(text, subject) for text in texts)

    def seen(self, text: str, subject: str | None = None) -> str:
        """Find the id of what is to be recorded on or named.

        Raises Refused when there is no such thing that the actor may read, whether or not there is one for others.
        """
        return self.queries.resolve(text, subject)

    def load(self, text: str, subject: str) -> Any:
        """Load the state of what an argument means; nobody records on what they may not read."""
        stream = self.seen(text, subject)
        self.speak_of(stream)
        return self.act.load(stream)

    def new(self, subject: str) -> str:
        """Make the id of something new."""
        stream = new_id(subject)
        self.speak_of(stream)
        return stream

    def speak_of(self, stream: str) -> None:
        """Let a narrow label mean the two sides of a visit."""
        if stream.startswith("visit-") and self.command.visibility in NARROW and "act" not in self.__dict__:
            self.command = replace(self.command, audience=stream)

    def record(self, ons: Sequence[On]) -> Receipt:
        """Record what was decided.

        Raises Conflict when somebody recorded on the same meanwhile.
        """
        kept = [replace(on, event=_with_reason(on.event, self.reason)) for on in ons] if self.reason else ons
        receipt = self.act.record(kept, label_is_stated=self._label_is_stated)
        note(on.event for on in kept)
        return receipt


def record(
    base: KnowledgeBase,
    command: Command,
    reason: str,
    decide: Callable[[Desk], Sequence[On]],
    *,
    label_is_stated: bool = False,
) -> Recorded:
    """Decide and record, or give the first answer to a command that is repeated.

    Raises Refused when somebody else used the command id.
    """
    try:
        desk = Desk(base, command, reason, label_is_stated=label_is_stated)
        receipt = desk.record(decide(desk))
    except AlreadyRecorded as repeated:
        receipt = repeated.receipt
    if receipt.repeated and receipt.actor != base.person:
        raise Refused("Somebody else used this command id; give another, such as a UUID.")
    return {"position": receipt.position, "events": list(receipt.events), "id": receipt.id}


def _with_reason(event: Any, reason: str) -> Any:
    # A decision that asks for no reason may still have a place for one.
    return replace(event, reason=reason) if getattr(event, "reason", None) == "" else event
