"""Events as CloudEvents 1.0: one JSON object on each line, with no more in it than its reader may see."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.exporting.sight import Sight
from epex.core.dates import latest
from epex.core.log.envelope import Fact
from epex.core.watching import Progress
from epex.projections.columns import stated_on

PORTION = 1000
EXTENSIONS = {
    "actor": "actor",
    "organisation": "organisation",
    "visibility": "visibility",
    "recordedby": "recorded_by",
    "correlationid": "correlation_id",
    "causationid": "causation_id",
}


def cloud_events(
    base: KnowledgeBase, subjects: Collection[str] = (), progress: Progress | None = None
) -> Iterator[str]:
    """Give every event that the reader may see, in the order of positions, as a line without its end."""
    sight, head, after = Sight(base), _head(base), 0
    while facts := base.log.facts(after, head, PORTION):
        after = facts[-1].position
        for fact, said in sight.shown([fact for fact in facts if not subjects or fact.subject in subjects]):
            told = {**_attributes(base, fact), "data": said}
            yield json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        # A log has more keys than should be in memory at once.
        base.log.vault.let_go()
        if progress:
            progress(after, head)


def _head(base: KnowledgeBase) -> int:
    return base.log.head_at(f"{latest(base.as_of)}T23:59:59.999999Z") if base.as_of else base.log.head()


def _attributes(base: KnowledgeBase, fact: Fact) -> dict[str, Any]:
    """Name an event; one that was merged keeps the name that it has where it was recorded first."""
    envelope = fact.envelope
    extensions = {name: getattr(envelope, column) for name, column in EXTENSIONS.items()}
    return {
        "specversion": "1.0",
        "id": envelope.event_id,
        "source": f"urn:epex:{envelope.origin_base or base.config.base_id}",
        "type": envelope.type,
        "subject": envelope.stream_id,
        "time": envelope.origin_recorded_at or envelope.recorded_at,
        "datacontenttype": "application/json",
        "position": envelope.position,
        **({"occurredon": day} if (day := stated_on(fact)) else {}),
        **{name: value for name, value in extensions.items() if value},
    }
