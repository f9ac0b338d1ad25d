"""Turns at what only one process may do at a time with the files of the views."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from epex.projections.database import MEMORY, is_shared


@contextmanager
def one_at_a_time(address: str) -> Iterator[None]:
    """Wait for the turn of this process, and end it; a server takes turns itself, and memory is nobody else's."""
    if is_shared(address) or address == MEMORY:
        yield
        return
    folder = os.open(Path(address).parent, os.O_RDONLY)
    try:
        flock(folder, LOCK_EX)
        yield
    finally:
        os.close(folder)
