"""Call a plugin's code so that whatever goes wrong in it is named, and loses nothing else."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from opcode import opmap
from threading import current_thread, main_thread
from time import perf_counter
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_CAUSE = 200
RAISE = opmap["RAISE_VARARGS"]
TRACE = "EPEX_TRACE_PLUGINS"


class Failed(Exception):
    """Say in one line how a plugin's code failed."""


class Interrupted(BaseException):
    """Say that time is up; no error that a plugin expects, so that its next try does not swallow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a plugin, and what to do."""

    plugin: str
    what: str
    instead: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        return printable(f"The plugin '{self.plugin}' {self.what}; {self.instead}.")


def guarded(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a plugin's code; what it prints goes to standard error, so that it never mixes with an answer.

    Raises Failed, whatever the plugin raised, an attempt to end the program included. A person may interrupt it.
    """
    try:
        with redirect_stdout(sys.stderr):
            return call(*arguments, **named)
    except Failed:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and not _is_raised(error):
            raise
        raise Failed(in_one_line(error)) from error


def _is_raised(error: BaseException) -> bool:
    """Tell whether an error comes from a `raise`; what a person interrupts is at some other instruction."""
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_code[last.tb_lasti] == RAISE


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
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    # Again every second, for a plugin may catch the first.
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    begun = perf_counter()
    try:
        yield
    except Interrupted:
        raise TimeoutError(f"it took longer than {seconds:g} seconds") from None
    finally:
        # What runs within the time of another goes on being so.
        rest = max(left - (perf_counter() - begun), 0.001) if left else 0
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, rest, again)


def in_time(seconds: float, call: Callable[P, T]) -> Callable[P, T]:
    """Let a plugin's code have a time; once it took longer it is not called again, so that nobody waits for each event.

    Raises TimeoutError, then and ever after.
    """
    is_late = False

    def called(*arguments: P.args, **named: P.kwargs) -> T:
        nonlocal is_late
        if is_late:
            raise TimeoutError(f"it took longer than {seconds:g} seconds")
        try:
            with within(seconds):
                return call(*arguments, **named)
        except TimeoutError:
            is_late = True
            raise

    return called


def apart(call: Callable[[], T]) -> T:
    """Call what may write past `sys.stdout`, as a module that is imported may; that goes to standard error as well."""
    if sys.__stdout__ is None:
        return call()
    flush = suppress(OSError, ValueError)
    with flush:
        sys.__stdout__.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        return call()
    finally:
        with flush:
            sys.__stdout__.flush()
        os.dup2(kept, 1)
        os.close(kept)


def in_one_line(error: BaseException) -> str:
    """Name an error and its first line, without a traceback."""
    first = printable(str(error).strip().partition("\n")[0])
    words = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return words if len(words) <= LONGEST_CAUSE else f"{words[:LONGEST_CAUSE]}..."


def printable(words: str) -> str:
    """Leave out control characters, so that no third party's words steer a reader's terminal."""
    return "".join(letter for letter in words if letter.isprintable())
