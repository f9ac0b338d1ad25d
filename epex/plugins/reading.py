"""What a report may read: the methods of a reader-bound, read-only object."""

from typing import Any, Protocol


class Queries(Protocol):
    """TODO."""
