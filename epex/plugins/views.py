"""What a plugin's own views are made of: `from epex.plugins.views import Projection, Table, readers`."""

from collections.abc import Mapping
from typing import Any

from epex.core import catalogue as subjects
from epex.core.log.envelope import Fact
from epex.core.namespaces import lies_within
from epex.projections import catalogue
from epex.projections.columns import access
from epex.projections.projection import Projection
from epex.projections.section_rows import STATISTICS
from epex.projections.table import Batch, Table

__all__ = ["READERS", "Batch", "Fact", "Projection", "Table", "event_class", "readers"]

# Every table of a plugin has these columns, so that nobody reads a row who may not read what it is made of.
READERS: Mapping[str, type] = {"access": str, "author": str}


def readers(fact: Fact) -> dict[str, str]:
    """Fill the columns that say who may read a row: those who may read the event."""
    return {"access": access(fact), "author": fact.envelope.actor}


def event_class(type_name: str) -> type[Any]:
    """Find one of the program's own event classes, such as `visit.held`, to register a function for it.

    Raises KeyError when there is none of that type.
    """
    found = subjects.event_class(type_name)
    if found is None:
        raise KeyError(type_name)
    return found


def names_taken() -> set[str]:
    """Name the views and tables of the program itself."""
    own = (*map(catalogue.built_in, catalogue.NAMES), STATISTICS)
    return {*(view.name for view in own), *(table.name for view in own for table in view.tables)}


def wrong(plugin: str, projection: Projection) -> str:
    """Say what is wrong with a plugin's view; nothing when it can be built."""
    taken = names_taken()
    for word in (projection.name, *(table.name for table in projection.tables)):
        if word in taken or "__" in word or not word.isidentifier() or not lies_within(word, plugin):
            return f"names a view or a table '{word}' that is not its own"
    if not isinstance(projection.version, int) or projection.version < 1:
        return f"gives its view '{projection.name}' no version from 1 on"
    open_to_all = [table.name for table in projection.tables if not READERS.items() <= table.columns.items()]
    if open_to_all:
        return f"has a table '{open_to_all[0]}' without the columns 'access' and 'author'"
    return "" if projection.tables and (projection.handlers or projection.every) else "has a view that holds nothing"
