"""A loop of events in a thread of its own: the browser's driver keeps one going in the main thread."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Answer = TypeVar("Answer")


def looped(asked: Callable[..., Awaitable[Answer]], *arguments: object) -> Answer:
    """Run something to its end, and give what it answers or raise what it raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, asked, *arguments).result()
