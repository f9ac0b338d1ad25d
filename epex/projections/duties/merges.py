"""What merges hold back until somebody decides."""

from collections.abc import Iterator

from epex.core.network import MERGING
from epex.core.reader import EVALUATION
from epex.projections.conflicts import conflicts
from epex.projections.duties.duty import Duty
from epex.projections.merges import CONFLICTS_TABLE
from epex.projections.reading import Reading

SHOWN = 8
DECIDING = frozenset((*MERGING, "evaluator"))


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a conflict waits whatever the day
    """Name what the reader may decide on: coordinators and data protection officers, evaluators what is theirs."""
    if reading.reader.roles.isdisjoint(DECIDING):
        return
    reading.need("merges")
    labels = {row["id"]: row["access"] for row in reading.rows(CONFLICTS_TABLE, columns=("id", "access"))}
    for row in conflicts(reading):
        wanted = {"evaluator"} if labels[row["id"]] == EVALUATION else set(MERGING)
        if not reading.reader.roles.isdisjoint(wanted):
            heading = "Held back by a merge, to be decided on"
            yield Duty(heading=heading, id=row["id"], title=row["title"], command=f"merge show {row['id'][:SHOWN]}")
