"""One command by one person: load what it needs, decide, record."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from epex import __version__
from epex.core.dates import earliest
from epex.core.decision import Actor, On, Refused, require_role
from epex.core.log.command import Command, Conflict, Receipt
from epex.core.log.log import EventLog
from epex.core.reader import EVALUATION, is_more_open

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

    def position(self, stream: str) -> int:
        """Give the position of the event that something began with."""
        return self._log.stream(stream)[0].position

    def record(self, ons: Sequence[On], *, label_is_stated: bool = False) -> Receipt:
        """Append a decision's events as one unit; a step is read by nobody who may not read what it belongs to.

        Raises Conflict when somebody recorded on a loaded stream meanwhile.
        """
        command = replace(self._command, recorded_by=self._command.recorded_by or PROGRAM)
        command = self._within_circle(ons, command, label_is_stated=label_is_stated)
        self._require_sound(command)
        _require_confided(ons, command)
        if command.visibility == "organisation" and command.audience is None:
            command = replace(command, audience=self.by.organisation)
        try:
            return self._log.append(ons, command, self.by, self._versions)
        except Conflict as conflict:
            raise with_names(conflict, self._name) from conflict

    def _within_circle(self, ons: Sequence[On], command: Command, *, label_is_stated: bool) -> Command:
        for stream in dict.fromkeys(on.stream for on in ons if not getattr(on.event, "widens", False)):
            if self._versions.get(stream):
                begun = self._log.stream(stream)[0].envelope
                if is_more_open(command.visibility, begun.visibility):
                    if label_is_stated:
                        fewer = f"What this is about is read by fewer people ({begun.visibility})"
                        raise Refused(f"{fewer}; leave out --visibility.")
                    command = replace(command, visibility=begun.visibility, audience=begun.audience)
                elif command.visibility == begun.visibility and command.audience is None:
                    command = replace(command, audience=begun.audience)
        return command

    def _require_sound(self, command: Command) -> None:
        if command.occurred_on and earliest(command.occurred_on) > self._log.today():
            raise Refused(f"{command.occurred_on} lies in the future; record things when they have happened.")
        if command.visibility == EVALUATION:
            require_role(self.by, "evaluator", act="record something that only evaluators read")


def _require_confided(ons: Sequence[On], command: Command) -> None:
    if command.visibility != EVALUATION and any(getattr(on.event, "for_evaluators", False) for on in ons):
        raise Refused("What is confided to the evaluation is for evaluators only; leave out --visibility.")


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
