"""What an index is to the search, whichever program keeps it: it follows the sections and tells where stems stand."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, TypeVar

from epex.search.ranking import Postings

Answer = TypeVar("Answer")


class State(NamedTuple):
    """How far an index has come, and how many documents it holds."""

    position: int
    documents: int


class Backend(Protocol):
    """An index of one base; it can be thrown away at any time."""

    name: str

    def ask(self, question: Callable[[Postings], Answer]) -> Answer:
        """Put a question to an index that holds every section as it is now; one that is damaged is built anew."""

    def rebuild(self) -> State:
        """Build the index anew."""

    def state(self) -> State | None:
        """Tell how far the index has come; None when there is none that is sound."""

    def close(self) -> None:
        """Let go of what is open."""
