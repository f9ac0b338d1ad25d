"""Python's collector of reference cycles, and when it may rest."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A page makes some thousand objects: it is over before they are looked at once, and hardly ever are they all.
REQUESTS = 20_000, 20, 50


def settle() -> None:
    """Keep what is there now for good, as a server does that is ready; the collector need not walk through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*REQUESTS)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest: facts and rows have no cycles, and it would walk through all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
