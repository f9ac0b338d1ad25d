"""Events as CloudEvents, in lines."""

from collections.abc import Collection, Iterator

from epex.app.base import KnowledgeBase
from epex.core.watching import Progress
from epex.plugins.exchanges import exported

FORMAT = "cloudevents"


def cloud_events(
    base: KnowledgeBase, subjects: Collection[str] = (), progress: Progress | None = None
) -> Iterator[str]:
    """Give every event that the reader may see, in the order of positions, as a line without its end."""
    queries, upto = base.queries(), base.upto
    queries.progress = progress if upto is None or not progress else lambda done, _: progress(done, upto)
    for line in exported(base.plugins(), FORMAT, queries, {"subject": ";".join(subjects)}):
        yield line.decode().removesuffix("\n")
