"""Events as they may leave the base: which of them a reader may see, and what each says to this reader."""

from collections.abc import Collection
from typing import Any

from epex.core.log.envelope import Fact
from epex.core.watching import Progress
from epex.projections.columns import stated_on
from epex.projections.runner import Views
from epex.projections.sight import Sight
from epex.projections.table import Row

PORTION = 1000
TOLD = ("actor", "organisation", "visibility", "recorded_by", "correlation_id", "causation_id")


def outgoing(
    views: Views, sight: Sight, after: int, subjects: Collection[str] = (), progress: Progress | None = None
) -> list[Row]:
    """List the next events after a position that the reader may see, as many as a portion where there are so many.

    How many they are tells nothing of those that are hidden.
    """
    head, found = views.head(), list[Row]()
    while len(found) < PORTION and (facts := views.facts(after, PORTION)):
        after = facts[-1].position
        wanted = [fact for fact in facts if not subjects or fact.subject in subjects]
        found += [_row(fact, said) for fact, said in sight.shown(wanted)]
        if progress:
            progress(after, head)
    return found[:PORTION]


def _row(fact: Fact, said: dict[str, Any]) -> Row:
    """Tell of an event; one that was merged keeps the name that it has where it was recorded first."""
    envelope = fact.envelope
    return {
        "id": envelope.event_id,
        "base": envelope.origin_base or "",
        "type": envelope.type,
        "stream": envelope.stream_id,
        "position": envelope.position,
        "recorded_at": envelope.origin_recorded_at or envelope.recorded_at,
        "occurred_on": stated_on(fact) or "",
        **{name: getattr(envelope, name) for name in TOLD},
        "said": said,
    }
