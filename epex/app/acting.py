"""One command by one person: load what it needs, decide, record."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex import __version__
from epex.core.catalogue import subject_of
from epex.core.dates import earliest
from epex.core.decision import Actor, On, Refused, require_role
from epex.core.log.command import Command, Conflict, Receipt
from epex.core.log.envelope import Envelope
from epex.core.log.log import EventLog
from epex.core.reader import EVALUATION, access_of, is_more_open
from epex.core.steps import OPEN, binds, require_for_all

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
        self._states: dict[str, Any] = {}
        if command.command_id and (first := log.answer(command.command_id)):
            raise AlreadyRecorded(first)

    def load(self, stream: str) -> Any:
        """Replay a stream into its subject's state.

        Raises Refused when nothing was ever recorded on it.
        """
        loaded = self._log.load(stream)
        if loaded.state is None:
            raise Refused(f"There is no {stream}; list what there is and copy its id.")
        self._versions[stream], self._states[stream] = loaded.version, loaded.state
        return loaded.state

    def position(self, stream: str) -> int:
        """Give the position of the event that something began with."""
        return self._log.stream(stream)[0].position

    def record(self, ons: Sequence[On], *, label_is_stated: bool = False) -> Receipt:
        """Append a decision's events as one unit; a step is read by nobody who may not read what it belongs to.

        Raises Conflict when somebody recorded on a loaded stream meanwhile.
        """
        command = replace(self._command, recorded_by=self._command.recorded_by or PROGRAM)
        require_for_all(ons, command.visibility)
        begun = self._begun(ons)
        command = _within_circle(command, begun.values(), label_is_stated=label_is_stated)
        self._require_open(ons, command, begun, label_is_stated=label_is_stated)
        self._require_sound(command)
        _require_confided(ons, command)
        _require_private(ons, command)
        if command.visibility == "organisation" and command.audience is None:
            command = replace(command, audience=self.by.organisation)
        try:
            return self._log.append(ons, command, self.by, self._versions)
        except Conflict as conflict:
            raise with_names(conflict, self._name) from conflict

    def _begun(self, ons: Sequence[On]) -> dict[str, Envelope]:
        """Find how that began which steps belong to, but for those that widen who reads it."""
        streams = dict.fromkeys(on.stream for on in ons if not getattr(on.event, "widens", False))
        return {stream: self._log.stream(stream)[0].envelope for stream in streams if self._versions.get(stream)}

    def _require_open(
        self, ons: Sequence[On], command: Command, begun: Mapping[str, Envelope], *, label_is_stated: bool
    ) -> None:
        """Refuse to hide what later decisions look at, for their refusals would tell of it."""
        for stream, first in begun.items():
            is_as_open = command.visibility in OPEN or _access(command) == _access(first)
            if not is_as_open and self._binds(stream, ons, command.visibility):
                what = stream.partition("-")[0]
                other = "for fewer read something else that is named here; name what they all read"
                instead = "leave --visibility out" if label_is_stated else other
                raise Refused(f"What changes the {what} is as open as the {what} itself; {instead}.")

    def _binds(self, stream: str, ons: Sequence[On], label: str) -> bool:
        return binds(self._states[stream], stream, ons, label, self._log.registry.evolve(subject_of(stream)))

    def _require_sound(self, command: Command) -> None:
        if command.occurred_on and earliest(command.occurred_on) > self._log.today():
            raise Refused(f"{command.occurred_on} lies in the future; record things when they have happened.")
        if command.visibility == EVALUATION:
            require_role(self.by, "evaluator", act="record something that only evaluators read")


def _within_circle(command: Command, begun: Iterable[Envelope], *, label_is_stated: bool) -> Command:
    for first in begun:
        if is_more_open(command.visibility, first.visibility):
            if label_is_stated:
                fewer = f"What this is about is read by fewer people ({first.visibility})"
                raise Refused(f"{fewer}; leave out --visibility.")
            command = replace(command, visibility=first.visibility, audience=first.audience)
        elif command.visibility == first.visibility and command.audience is None:
            command = replace(command, audience=first.audience)
    return command


def _access(labelled: Command | Envelope) -> str:
    return access_of(labelled.visibility, labelled.audience)


def _require_confided(ons: Sequence[On], command: Command) -> None:
    if command.visibility != EVALUATION and any(getattr(on.event, "for_evaluators", False) for on in ons):
        raise Refused("What is confided to the evaluation is for evaluators only; leave out --visibility.")


def _require_private(ons: Sequence[On], command: Command) -> None:
    if command.visibility != "private" and any(getattr(on.event, "for_oneself", False) for on in ons):
        raise Refused("What you search for is for you alone; leave out --visibility.")


def actor(log: EventLog, person: str) -> Actor:
    """Find the organisation and roles that a person holds at this moment.

    Whose organisation has left speaks for it no more and practises no more in the network; other roles stay.

    Raises Refused when there is no such person, or they were erased.
    """
    state = log.load(person).state
    if state is None:
        raise Refused("Nobody acts here yet; name a person with --as, as 'epex person list' shows them.")
    if state.erasure:
        raise Refused("Who acts here was erased; name another person with --as, as 'epex person list' shows them.")
    home = log.load(state.organisation).state
    if home and home.left:
        return Actor(person, roles=state.roles - {"practitioner"}, left=True)
    return Actor(person, state.organisation, state.roles)


def with_names(conflict: Conflict, name: Callable[[str], str]) -> Conflict:
    """Say what happened since in words, with people's names."""
    happened = "; ".join(
        f"{fact.envelope.type.replace('.', ' ').replace('_', ' ')} by {name(fact.envelope.actor)}"
        for fact in conflict.since
    )
    message = f"Somebody else recorded something meanwhile ({happened}). Look at it, then try again."
    return Conflict(message, conflict.since)
