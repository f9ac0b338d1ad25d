"""How things of a list stand: put together by status."""

from collections.abc import Sequence

from epex.plugins.builtin.web.forms import Row


def by_status(rows: Sequence[Row], order: Sequence[str]) -> list[tuple[str, list[Row]]]:
    """Put together what stands alike, first the statuses that are named, in their order."""
    statuses = dict.fromkeys((*order, *(row["status"] for row in rows)))
    grouped = [(status, [row for row in rows if row["status"] == status]) for status in statuses]
    return [(status, alike) for status, alike in grouped if alike]
