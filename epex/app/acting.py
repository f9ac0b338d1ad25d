"""One command by one person: load what it needs, decide, record."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from epex import __version__
from epex.core.dates import earliest
from epex.core.decision import Actor, On, Refused, require_role
from epex.core.log.command import Command, Conflict, Receipt
from epex.core.log.log import EventLog
from epex.core.reader import EVALUATION

PROGRAM = f"epex {__version__}"


class AlreadyRecorded(Exception):
    """Carry the first answer to a command that is repeated."""

    def __init__(self, receipt: Receipt) -> None:
        """Keep the receipt."""
        super().__init__("This command was recorded before.")
        self.receipt = receipt


class Act:
    """Remember the versions that a decision was taken on, so that nothing is recorded on stale ground."""

    def __init__(self, log: EventLog, by: Actor, command: Command, name: Callable[[str], str] = str) -> None:
        """Begin a command; `name` gives people's names for a conflict.

        Raises AlreadyRecorded when its command id was recorded before.
        """
        self.by = by
        self._log = log
        self._command = command
        self._name = name
        self._versions: dict[str, int] = {}
        if command.command_id and (first := log.answer(command.command_id)):
            raise AlreadyRecorded(first)

    def load(self, stream: str) -> Any:
        """Replay a stream into its subject's state.

        Raises Refused when nothing was ever recorded on it.
        """
        loaded = self._log.load(stream)
        if loaded.state is None:
            raise Refused(f"There is no {stream}; list what there is and copy its id.")
        self._versions[stream] = loaded.version
        return loaded.state

    def record(self, ons: Sequence[On]) -> Receipt:
        """Append a decision's events as one unit.

        Raises Conflict when somebody recorded on a loaded stream meanwhile.
        """
        command = replace(self._command, recorded_by=self._command.recorded_by or PROGRAM)
        self._require_sound(command)
        if command.visibility == "organisation" and command.audience is None:
            command = replace(command, audience=self.by.organisation)
        try:
            return self._log.append(ons, command, self.by, self._versions)
        except Conflict as conflict:
            raise with_names(conflict, self._name) from conflict

    def _require_sound(self, command: Command) -> None:
        if command.occurred_on and earliest(command.occurred_on) > self._log.today():
            raise Refused(f"{command.occurred_on} lies in the future; record things when they have happened.")
        if command.visibility == EVALUATION:
            require_role(self.by, "evaluator", act="record something that only evaluators read")


def actor(log: EventLog, person: str) -> Actor:
    """Find the organisation and roles that a person holds at this moment.

    Raises Refused when there is no such person, or they were erased.
    """
    state = log.load(person).state
    if state is None:
        raise Refused("Nobody acts here yet; name a person with --as, as 'epex person list' shows them.")
    if state.erasure:
        raise Refused("Who acts here was erased; name another person with --as, as 'epex person list' shows them.")
    return Actor(person, state.organisation, state.roles)


def with_names(conflict: Conflict, name: Callable[[str], str]) -> Conflict:
    """Say what happened since in words, with people's names."""
    happened = "; ".join(
        f"{fact.envelope.type.replace('.', ' ').replace('_', ' ')} by {name(fact.envelope.actor)}"
        for fact in conflict.since
    )
    message = f"Somebody else recorded something meanwhile ({happened}). Look at it, then try again."
    return Conflict(message, conflict.since)
