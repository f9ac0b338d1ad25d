"""What merges hold back until somebody decides."""

from collections.abc import Iterator

from epex.core.network import MERGING
from epex.core.reader import EVALUATION
from epex.projections.conflicts import conflicts
from epex.projections.duties.duty import Duty
from epex.projections.merges import CONFLICTS_TABLE
from epex.projections.reading import Reading

SHOWN = 8
TOLD = frozenset((*MERGING, "evaluator", "editor"))


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a conflict waits whatever the day
    """Name what the reader may decide on: coordinators and data protection officers, evaluators what is theirs.

    Editors are told of freezings, for without a decision their book cannot go on.
    """
    roles = reading.reader.roles
    if roles.isdisjoint(TOLD):
        return
    reading.need("merges")
    labels = {row["id"]: row["access"] for row in reading.rows(CONFLICTS_TABLE, columns=("id", "access"))}
    for row in conflicts(reading):
        wanted = {"evaluator"} if labels[row["id"]] == EVALUATION else set(MERGING)
        shown = f"merge show {row['id'][:SHOWN]}"
        if not roles.isdisjoint(wanted):
            heading = "Held back by a merge, to be decided on"
            yield Duty(heading=heading, id=row["id"], title=row["title"], command=shown)
        elif "editor" in roles and row["type"] == "publication.frozen":
            heading = "Held back by a merge, for a coordinator to decide on"
            yield Duty(heading=heading, id=row["id"], title=row["title"], command=shown)
