"""Long work tells how far it is, to whoever watches."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

from epex.core.watching import OFTEN, Progress, each, watch, watched

Told = list[tuple[str, str, int, int]]


def seen(count: int) -> Told:
    """Watch somebody go through as many things; give what was told."""
    told: Told = []

    @contextmanager
    def watcher(work: str, of: str) -> Iterator[Progress]:
        yield lambda done, total: told.append((work, of, done, total))

    def work() -> None:
        watch(watcher)
        assert list(each("Hashing", "events", range(count), count)) == list(range(count))

    copy_context().run(work)
    return told


def test_who_watches_many_things_is_told_now_and_then_and_of_the_end() -> None:
    told = seen(2 * OFTEN + 5)

    assert told == [("Hashing", "events", done, 25) for done in (OFTEN, 2 * OFTEN, 25)]


def test_who_watches_few_things_is_told_of_each() -> None:
    told = seen(3)

    assert told == [("Hashing", "events", done, 3) for done in (1, 2, 3, 3)]


def test_what_nobody_watches_goes_on_all_the_same() -> None:
    with watched("Hashing", "events") as tell:
        tell(1, 2)

    assert list(each("Hashing", "events", "ab", 2)) == ["a", "b"]
