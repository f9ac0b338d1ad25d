"""What authors of plugins import in their tests: a replayed state, and a base that is filled."""

from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.demo import build
from epex.core import catalogue
from epex.core.catalogue import EventTypes
from epex.core.decision import Event

__all__ = ["given", "sample_base"]


def given(stream: str, *events: Event, types: EventTypes | None = None) -> Any:
    """Replay events into the state that a decision is then called with; `types` are a plugin's own."""
    evolve = types.evolve if types else catalogue.evolve(catalogue.subject_of(stream))
    state = None
    for event in events:
        state = evolve(state, stream, event)
    return state


def sample_base(folder: Path) -> KnowledgeBase:
    """Build the illustrative three years in a new folder and open it as its coordinator."""
    build(folder)
    return KnowledgeBase.open(folder)
