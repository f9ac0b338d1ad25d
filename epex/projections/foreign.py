"""The rows of plugins' own tables, as far as their reader may see them."""

from collections.abc import Sequence

from epex.core.decision import Refused
from epex.projections.columns import label_of
from epex.projections.projection import Projection
from epex.projections.reading import Reading
from epex.projections.table import Row, Table


def foreign_rows(reading: Reading, name: str) -> list[Row]:
    """List the rows of a plugin's own table that the reader may see, in the order of their positions or keys.

    Raises Refused when no plugin that is enabled has such a table.
    """
    projection, table = _kept(reading, name)
    reading.need(projection.name)
    return [_shown(row) for row in reading.rows(table)]


def standing_rows(reading: Reading, name: str, columns: Sequence[str]) -> list[Row]:
    """List some columns of the rows that the reader may see of a plugin's own table, if all its events are in it.

    Raises Refused when no plugin that is enabled has such a table, or its view cannot be had or stopped.
    """
    projection, table = _kept(reading, name)
    if reading.views.catch_up([projection.name]):
        raise Refused(f"The view '{projection.name}' stopped at an event; 'epex views status' names it.")
    return reading.rows(table, columns=columns)


def _kept(reading: Reading, name: str) -> tuple[Projection, Table]:
    """Find the table among those of the plugins."""
    for projection in reading.views.plugins():
        for table in projection.tables:
            if table.name == name:
                return projection, table
    raise Refused(f"No enabled plugin has a table '{name}'; 'epex views status' lists the views there are.")


def _shown(row: Row) -> Row:
    shown = {name: value for name, value in row.items() if name not in ("access", "author")}
    return {**shown, "visibility": label_of(row["access"])}
