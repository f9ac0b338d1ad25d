"""What filters of a list mean."""

from typing import Any

from epex.app.base import KnowledgeBase
from epex.projections.filters import Filters


def filters_of(base: KnowledgeBase, **wanted: Any) -> Filters:
    """Resolve the organisations and themes that a list is narrowed to."""
    for subject in ("organisation", "theme"):
        wanted[subject] = tuple(base.find(text, subject) for text in wanted.get(subject, ()))
    return Filters(**wanted)
