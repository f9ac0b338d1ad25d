"""Call a plugin's code so that whatever goes wrong in it is named, and loses nothing else."""

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_CAUSE = 200


class Failed(Exception):
    """Say in one line how a plugin's code failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a plugin, and what to do."""

    plugin: str
    what: str
    instead: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        return f"The plugin '{self.plugin}' {self.what}; {self.instead}."


def guarded(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a plugin's code; what it prints goes to standard error, so that it never mixes with an answer.

    Raises Failed, whatever the plugin raised, an attempt to end the program included.
    """
    try:
        with redirect_stdout(sys.stderr):
            return call(*arguments, **named)
    except (Exception, SystemExit) as error:
        raise Failed(in_one_line(error)) from error


def in_one_line(error: BaseException) -> str:
    """Name an error and its first line, without a traceback."""
    first = str(error).strip().partition("\n")[0]
    words = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return words if len(words) <= LONGEST_CAUSE else f"{words[:LONGEST_CAUSE]}..."
