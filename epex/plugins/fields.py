"""The fields that plugins add to the search."""

import re
from collections.abc import Iterable, Sequence

from epex.core.namespaces import lies_within
from epex.plugins.guard import why_not
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.report import taken
from epex.projections.field import SearchField
from epex.projections.projection import Projection
from epex.projections.table import kind_of

# With a hyphen, so that none ever means one of the program's own, or a word before a colon.
NAME = re.compile(r"[a-z]+(-[a-z]+)+")
LONGEST_NAME = 40


def search_fields(plugins: Plugins) -> Sequence[SearchField]:
    """List the fields; what cannot be asked for, or is called like another plugin's, is left out."""
    found: dict[str, tuple[str, SearchField]] = {}
    for name, field in plugins.gather("epex_search_fields", SearchField):
        why = why_not(wrong, name, field, plugins.projections, otherwise="has a search field that is none")
        if why:
            plugins.blame(name, f"{why}, so it was left out", DISABLE)
        elif found.setdefault(field.name, (name, field))[1] is not field:
            plugins.blame(name, *taken(field.name, found[field.name][0], "search field"))
    return [field for _, field in found.values()]


def names_of(plugins: Plugins, name: str) -> tuple[str, ...]:
    """Name the fields of a plugin that is loaded by itself."""
    return tuple(field.name for field in search_fields(plugins)) if name in plugins.loaded else ()


def wrong(plugin: str, field: SearchField, views: Iterable[Projection]) -> str:
    """Say what is wrong with a field of a plugin, given the views that there are; nothing when it can be asked for."""
    if not NAME.fullmatch(field.name) or len(field.name) > LONGEST_NAME:
        return f"names a search field '{field.name}', which is not made of small letters with a hyphen"
    if not field.summary.strip() or not isinstance(field.facet, bool):
        return f"has a search field '{field.name}' without a summary, or with a facet that is neither True nor False"
    tables = {table.name: table for view in views for table in view.tables if lies_within(table.name, plugin)}
    if field.table not in tables:
        return f"has a search field '{field.name}' over a table '{field.table}' that is not among its views"
    columns, kinds = tables[field.table].columns, ((field.of, (str,)), (field.value, (str, int)))
    for column, allowed in kinds:
        if column not in columns or kind_of(columns[column])[0] not in allowed:
            told = " or ".join(kind.__name__ for kind in allowed)
            return f"has a search field '{field.name}' with a column '{column}' that is no {told} in '{field.table}'"
    return ""
