"""What filters of a list mean."""

from typing import Any

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.projections.filters import Filters
from epex.projections.queries import Queries


def filters_of(base: KnowledgeBase, **wanted: Any) -> Filters:
    """Resolve the organisations and themes that a list is narrowed to."""
    for subject in ("organisation", "theme"):
        wanted[subject] = tuple(find(base, text, subject) for text in wanted.get(subject, ()))
    return Filters(**wanted)


def find(base: KnowledgeBase, text: str, subject: str | None = None) -> str:
    """Find the id of what a filter means; as of an early day, what exists today is a fair question."""
    try:
        return base.queries().resolve(text, subject)
    except Refused:
        if base.as_of is None:
            raise
    return Queries(base.today, base.reader).resolve(text, subject)
