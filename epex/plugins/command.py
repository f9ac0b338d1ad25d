"""What a plugin's command is: its options, and a pure function that decides what is recorded."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from epex.core.catalogue import SUBJECTS
from epex.core.decision import Actor, On
from epex.plugins.report import Option

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# What every command that records takes anyway.
TAKEN = frozenset({"file", "reason", "occurred-on", "visibility", "command-id", "json", "help"})


class Desk(Protocol):
    """Where a command is decided, for the person who acts."""

    @property
    def by(self) -> Actor:
        """Give the person who acts, with organisation and roles."""

    @property
    def today(self) -> str:
        """Give the day of recording."""

    def load(self, stream: str, /) -> Any:
        """Load the state of one of the plugin's own streams; None when nothing was recorded on it.

        Raises Refused when it is not the plugin's own, or the actor may not read it.
        """

    def new(self, subject: str, /) -> str:
        """Make the id of something new."""


Decide = Callable[[Desk, Mapping[str, str]], Sequence[On]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that people run as `epex PLUGIN NAME --option value`; `decide` returns the events, or raises Refused.

    `decide` gets what was given for each option, with the id of what an option with a subject means. `text` names the
    option that may also come from a file, standard input or the editor.
    """

    name: str
    summary: str
    decide: Decide
    options: tuple[Option, ...] = ()
    text: str = ""


def wrong(command: Command) -> str:
    """Say what is wrong with a command; nothing when it can be run."""
    names = [option.name for option in command.options]
    if not NAME.fullmatch(command.name) or not command.summary.strip():
        return f"has a command '{command.name}' without a plain name or a summary"
    unusable = [name for name in names if not NAME.fullmatch(name) or name in TAKEN or names.count(name) > 1]
    if unusable:
        return f"has a command '{command.name}' with an option '{unusable[0]}' that cannot be given"
    if command.text and command.text not in names:
        return f"has a command '{command.name}' whose text '{command.text}' is no option of it"
    strange = [option.subject for option in command.options if option.subject not in ("", *SUBJECTS)]
    return f"has a command '{command.name}' with a subject '{strange[0]}' that nobody knows" if strange else ""
