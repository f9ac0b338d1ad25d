"""Real processes that tell through a pipe what they do, and are killed without warning."""

import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "tests.faults.work", "tests.faults.long_work"])
READY = "ready"
PATIENCE = 30
Work = Callable[..., None]
Told = list[tuple[str, str]]


class Child:
    """One process at work; its first word is that it is ready."""

    def __init__(self, work: Work, *args: object) -> None:
        """Start the work and wait until it is ready."""
        self._hear, tell = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=_tell, args=(work, tell, args), daemon=True)
        self._process.start()
        tell.close()
        if not self._hear.poll(PATIENCE) or self._hear.recv() != READY:
            raise RuntimeError("The child did not get ready.")

    @property
    def works(self) -> bool:
        """Say whether it is still at work."""
        return self._process.is_alive()

    def heard(self) -> Told:
        """Give what it has told by now, and let it go on."""
        told: Told = []
        while self._hear.poll():
            told.append(self._hear.recv())
        return told

    def killed_after(self, seconds: float) -> Told:
        """Kill it with SIGKILL after a while; give what it told before."""
        time.sleep(seconds)
        self._process.kill()
        return self._rest()

    def finished(self) -> Told:
        """Wait until it is done; give what it told."""
        told = self._rest()
        if self._process.exitcode:
            raise RuntimeError(f"The child ended with {self._process.exitcode}.")
        return told

    def _rest(self) -> Told:
        told: Told = []
        while True:
            try:
                told.append(self._hear.recv())
            except EOFError:
                break
        self._process.join(PATIENCE)
        self._hear.close()
        return told


def _tell(work: Work, tell: Connection, args: tuple[Any, ...]) -> None:
    work(tell, *args)


def moments(count: int, longest: float, seed: int = 2016) -> list[float]:
    """Draw the moments of kills, spread over a piece of work."""
    drawn = Random(seed)  # noqa: S311 - a repeatable test needs no secrets
    return [drawn.uniform(0, longest) for _ in range(count)]


def pieces(told: Told, what: str) -> list[str]:
    """List what was told under one heading."""
    return [piece for heading, piece in told if heading == what]
