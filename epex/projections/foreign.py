"""The rows of plugins' own tables, as far as their reader may see them."""

from epex.core.decision import Refused
from epex.projections.columns import label_of
from epex.projections.reading import Reading
from epex.projections.table import Row


def foreign_rows(reading: Reading, name: str) -> list[Row]:
    """List the rows of a plugin's own table that the reader may see, in the order of their positions or keys.

    Raises Refused when no plugin that is enabled has such a table.
    """
    for projection in reading.views.plugins():
        for table in projection.tables:
            if table.name == name:
                reading.need(projection.name)
                return [_shown(row) for row in reading.rows(table)]
    raise Refused(f"No enabled plugin has a table '{name}'; 'epex views status' lists the views there are.")


def _shown(row: Row) -> Row:
    shown = {name: value for name, value in row.items() if name not in ("access", "author")}
    return {**shown, "visibility": label_of(row["access"])}
