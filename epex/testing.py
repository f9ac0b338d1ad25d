"""What authors of plugins import in their tests: a replayed state, and a base that is filled."""

from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.demo import build
from epex.core import catalogue
from epex.core.decision import Event

__all__ = ["given", "sample_base"]


def given(stream: str, *events: Event) -> Any:
    """Replay events into the state that a decision is then called with."""
    evolve = catalogue.evolve(catalogue.subject_of(stream))
    state = None
    for event in events:
        state = evolve(state, stream, event)
    return state


def sample_base(folder: Path) -> KnowledgeBase:
    """Build the illustrative three years in a new folder and open it as its coordinator."""
    build(folder)
    return KnowledgeBase.open(folder)
