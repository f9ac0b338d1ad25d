"""Lists: what the reader may see of each subject, in the shape that commands print."""

from collections.abc import Mapping, Sequence

from epex.projections.columns import label_of
from epex.projections.filters import Filters, narrowed
from epex.projections.lineage import Lineage
from epex.projections.places import Places
from epex.projections.reading import VIEWS, Reading, merged, title_columns
from epex.projections.table import Row

LISTED: Mapping[str, tuple[str, ...]] = {
    "network": ("illustrative", "languages"),
    "organisation": ("short_name", "country", "kind", "settings", "languages", "left_on"),
    "person": ("organisation", "roles", "status"),
    "year": ("number", "purpose"),
    "visit": (
        *("year", "status", "purpose", "host", "visiting_organisations", "host_people", "visitors"),
        *("starts_on", "ends_on", "started_on", "completed_on", "setting", "level"),
    ),
    "reflection": (
        *("about", "source", "side", "person", "organisation", "language", "detected_language", "version"),
        "status",
    ),
    "meeting": ("kind", "held_on", "attended"),
    "challenge": ("language", "organisation", "setting", "shared_by"),
    "element": ("core", "language", "organisation", "setting", "label", "status", "evidence_level", "merged_into"),
    "theme": ("status", "split_from", "split_into", "merged_into", "absorbed"),
    "transfer": ("element", "source", "receiving", "level", "status", "decision", "evaluated", "value_cycle"),
}
# Columns that hold ids; each is shown with the title, and empty when the reader may not see what it names.
REFERENCES: Mapping[str, tuple[str, ...]] = {
    "person": ("organisation",),
    "visit": ("host", "visiting_organisations", "host_people", "visitors"),
    "reflection": ("about", "person", "organisation"),
    "meeting": ("attended",),
    "challenge": ("organisation", "shared_by"),
    "element": ("organisation", "merged_into", "absorbed"),
    "theme": ("split_from", "split_into", "merged_into", "absorbed", "challenges"),
    "transfer": ("element", "source", "receiving"),
}
ALWAYS = ("id", "position", "recorded_at", "occurred_on", "access")


def listing(reading: Reading, subject: str, filters: Filters) -> list[Row]:
    """List what the reader may see of a subject within the filters."""
    reading.need(VIEWS[subject])
    table = reading.table(subject)
    columns = dict.fromkeys((*ALWAYS, *title_columns(table), *LISTED[subject]))
    rows = [dated(subject, row) for row in reading.rows(table, columns=tuple(columns))]
    if filters.theme:
        behind = set[str]().union(*(Lineage(reading).behind(theme) for theme in filters.theme))
        rows = [row for row in rows if _within(subject, row, behind)]
    places = Places(reading).of(row["id"] for row in rows) if filters.by_place else {}
    page = filters.page(narrowed(rows, filters, places))
    titles = reading.titles_of(subject, page)
    return [shown(row, titles[row["id"]]) for row in with_titles(reading, subject, page)]


def with_titles(reading: Reading, subject: str, rows: Sequence[Row]) -> list[Row]:
    """Add the titles of what rows refer to; what the reader may not see is left out."""
    names = [name for name in REFERENCES.get(subject, ()) if rows and name in rows[0]]
    titles = reading.titles({identity for row in rows for name in names for identity in _ids(row[name])})
    return [{**row, **{key: value for name in names for key, value in _named(row, name, titles)}} for row in rows]


def shown(row: Row, title: str) -> Row:
    """Give a row its title and its label, and leave out what is nobody's business."""
    return merged(row, title=title, visibility=label_of(row["access"]))


def dated(subject: str, row: Row) -> Row:
    """Date a visit or a meeting by the day it took place."""
    if subject == "visit":
        return {**row, "occurred_on": row["started_on"] or row["starts_on"] or row["occurred_on"]}
    return {**row, "occurred_on": row["held_on"]} if subject == "meeting" else row


def _within(subject: str, row: Row, behind: set[str]) -> bool:
    return row["id"] in behind or (subject == "transfer" and row["element"] in behind)


def _ids(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _named(row: Row, name: str, titles: Mapping[str, str]) -> list[tuple[str, object]]:
    value = row[name]
    if isinstance(value, str):
        return [(name, value if value in titles else ""), (f"{name}_title", titles.get(value, ""))]
    seen = [identity for identity in value if identity in titles]
    return [(name, seen), (f"{name}_titles", [titles[identity] for identity in seen])]
