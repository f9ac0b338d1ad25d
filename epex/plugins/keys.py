"""What a key provider is: where a base's wrapping keys come from when they are not files beside it."""

from collections.abc import Callable
from dataclasses import dataclass

Fetch = Callable[[str, str], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyProvider:
    """A place that keeps wrapping keys, chosen by its name as `[keys] wrapping` in epex.toml.

    `fetch` gets the base's id and `base` or `evaluation`, and returns the 32 bytes, or None when it keeps no such key.
    """

    name: str
    summary: str
    fetch: Fetch
