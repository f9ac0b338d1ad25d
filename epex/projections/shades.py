"""What an event changes for those alone who may read it: a row that more people read keeps it in a shade.

So a step that a reader may not see changes nothing of what this reader sees. A change that all may know of, which comes
later, stands for everybody. Words stay out of shades, as they stay out of rows.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from epex.core.log.envelope import Fact
from epex.projections.columns import access, is_as_open
from epex.projections.table import Key, Row, Rows

SHADES = "shades"


def tell(rows: Rows, fact: Fact, key: str | Key, **columns: Any) -> None:
    """Change some columns of a row, for all who read it or for those who may read the event."""
    row = rows.get(key)
    if row is not None and is_as_open(fact, row):
        rows.put({**row, **columns, SHADES: [_without(shade, columns) for shade in row[SHADES]]})
    elif row is not None:
        _shade(rows, row, fact, columns=columns)


def tell_readers(rows: Rows, fact: Fact, key: str | Key, **columns: Any) -> None:
    """Change some columns of a row for those who read it by its label or as its author, and for nobody else."""
    row = rows.get(key)
    if row is not None and is_as_open(fact, row):
        shade = {"access": row["access"], "author": row["author"], "columns": columns}
        rows.put({**row, SHADES: [*row[SHADES], shade]})
    elif row is not None:
        _shade(rows, row, fact, columns=columns)


def tell_more(rows: Rows, fact: Fact, key: str | Key, column: str, *values: Any) -> None:
    """Add values to a list in a row, for all who read it or for those who may read the event."""
    row = rows.get(key)
    if row is not None and is_as_open(fact, row):
        rows.put({**row, column: [*row[column], *values]})
    elif row is not None:
        _shade(rows, row, fact, more={column: list(values)})


def tell_part(rows: Rows, fact: Fact, key: str | Key, column: str, **part: Any) -> None:
    """Put a part into a mapping in a row, for all who read it or for those who may read the event."""
    row = rows.get(key)
    if row is not None and is_as_open(fact, row):
        shades = [_with_part(shade, column, part) for shade in row[SHADES]]
        rows.put({**row, column: {**row[column], **part}, SHADES: shades})
    elif row is not None:
        _shade(rows, row, fact, parts={column: part})


def take_away(rows: Rows, fact: Fact, key: str | Key) -> None:
    """Take a row away, from all who read it or from those who may read the event."""
    row = rows.get(key)
    if row is not None and is_as_open(fact, row):
        rows.remove(key)
    elif row is not None:
        _shade(rows, row, fact, gone=True)


def shaded(row: Row, may_read: Callable[[str, str], bool]) -> Row | None:
    """Show a row as somebody sees it who may read some of its shades; None when it is gone for them."""
    shades = [shade for shade in row.pop(SHADES) if may_read(shade["access"], shade["author"])]
    return None if any(shade.get("gone") for shade in shades) else _under(row, shades)


def whole(row: Row) -> Row:
    """Show a row as it is, whoever may know of it."""
    return _under(row, row.pop(SHADES))


def _under(row: Row, shades: Iterable[Row]) -> Row:
    for shade in shades:
        row.update({name: value for name, value in shade.get("columns", {}).items() if name in row})
        more = shade.get("more", {})
        row.update({name: [*row[name], *values] for name, values in more.items() if name in row})
        parts = shade.get("parts", {})
        row.update({name: {**row[name], **part} for name, part in parts.items() if name in row})
    return row


def _shade(rows: Rows, row: Mapping[str, Any], fact: Fact, **changed: Any) -> None:
    shade = {"access": access(fact), "author": fact.envelope.actor, **changed}
    rows.put({**row, SHADES: [*row[SHADES], shade]})


def _without(shade: Row, columns: Mapping[str, Any]) -> Row:
    """Leave out of a shade what stands for everybody by now."""
    kept = {name: value for name, value in shade.get("columns", {}).items() if name not in columns}
    parts = {name: part for name, part in shade.get("parts", {}).items() if name not in columns}
    return {**shade, "columns": kept, "parts": parts}


def _with_part(shade: Row, column: str, part: Mapping[str, Any]) -> Row:
    known = shade.get("columns", {})
    return {**shade, "columns": {**known, column: {**known[column], **part}}} if column in known else shade
