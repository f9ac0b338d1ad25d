"""The family of a theme: how it began, what it was split off from, and what it went on in."""

from collections.abc import Iterable

from epex.projections.history import AuditFilters, audit_log
from epex.projections.reading import Reading
from epex.projections.table import Row

KINSHIP = ("split_from", "absorbed", "merged_into", "split_into")


def kin(reading: Reading, theme: str) -> Row:
    """Tell how a theme began, how it stands, and which themes its history goes on in, as far as the reader may see."""
    reading.need("themes")
    table = reading.table("theme")
    (row,) = reading.among(table, [theme], ("id", "titles", "position", "status", *KINSHIP))
    named = {each for name in KINSHIP for each in _ids(row[name])}
    titles = reading.titles({theme, *named})
    begun = audit_log(reading, AuditFilters(position=row["position"]))
    return {
        "id": theme,
        "title": titles[theme],
        "status": row["status"],
        "begun": begun[0] if begun else None,
        **{name: [{"id": one, "title": titles[one]} for one in _ids(row[name]) if one in titles] for name in KINSHIP},
    }


def _ids(value: str | list[str]) -> Iterable[str]:
    return filter(None, [value] if isinstance(value, str) else value)
