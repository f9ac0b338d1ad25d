"""Long work tells how far it is to whoever watches; without somebody who does, it tells nobody."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

Thing = TypeVar("Thing")
# How much is done, and how much there is.
Progress = Callable[[int, int], None]
# Gets what is being done and what is counted, such as "Hashing" and "events".
Watcher = Callable[[str, str], AbstractContextManager[Progress]]
OFTEN = 10


def _unwatched(_work: str, _of: str) -> AbstractContextManager[Progress]:
    return nullcontext(lambda _done, _total: None)


_WATCHER: ContextVar[Watcher] = ContextVar("watcher", default=_unwatched)


def watch(watcher: Watcher) -> None:
    """Let somebody watch all that this thread does from now on."""
    _WATCHER.set(watcher)


def watched(work: str, of: str) -> AbstractContextManager[Progress]:
    """Begin something long; whoever watches is told as it goes."""
    return _WATCHER.get()(work, of)


def each(work: str, of: str, things: Iterable[Thing], total: int) -> Iterator[Thing]:
    """Go through many things, one after the other, while somebody may watch."""
    with watched(work, of) as tell:
        for done, thing in enumerate(things, 1):
            yield thing
            # Where there are few, each takes its time.
            if total < OFTEN or not done % OFTEN:
                tell(done, total)
        tell(total, total)
