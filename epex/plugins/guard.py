"""Call a plugin's code so that whatever goes wrong in it is named, and loses nothing else."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from threading import current_thread, main_thread
from time import perf_counter
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_CAUSE = 200
TRACE = "EPEX_TRACE_PLUGINS"


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
    except (KeyboardInterrupt, Failed):
        raise
    except BaseException as error:
        raise Failed(in_one_line(error)) from error


def asked(plugin: str, what: str, call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a plugin's code, and print how long that took where EPEX_TRACE_PLUGINS asks for it.

    Raises Failed, whatever the plugin raised.
    """
    with traced(plugin, what):
        return guarded(call, *arguments, **named)


def why_not(check: Callable[..., str], *arguments: object, otherwise: str) -> str:
    """Say what a check finds wrong with something of a plugin, whatever it is made of; nothing when it is well."""
    try:
        return guarded(check, *arguments)
    except Failed as failure:
        return f"{otherwise} ({failure})"


@contextmanager
def traced(plugin: str, what: str) -> Iterator[None]:
    """Print how long a plugin's code took, where EPEX_TRACE_PLUGINS asks for that."""
    begun = perf_counter()
    try:
        yield
    finally:
        if os.environ.get(TRACE):
            sys.stderr.write(f"{plugin}: {what} took {(perf_counter() - begun) * 1000:.2f} ms\n")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, as far as the system can: in the main thread, and between two steps of Python.

    Raises TimeoutError when it does.
    """
    if sys.platform == "win32" or current_thread() is not main_thread():
        yield
        return

    def interrupt(*_given: object) -> None:
        raise TimeoutError(f"it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, interrupt)
    # Again every second, for a plugin may catch the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def in_one_line(error: BaseException) -> str:
    """Name an error and its first line, without a traceback."""
    first = str(error).strip().partition("\n")[0]
    words = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return words if len(words) <= LONGEST_CAUSE else f"{words[:LONGEST_CAUSE]}..."
