"""What was noted on the way, and what is about or of something: the parts that several pages share."""

from typing import Any

from epex.projections.reading import VIEWS, Reading
from epex.projections.table import Row, Table

REFERRING = ("person", "receiving")
NAMED = {"reflection": ("side", "language", "person"), "transfer": ("receiving", "status", "evaluated")}


def steps(reading: Reading, table: Table, subject: str, identity: str) -> list[Row]:
    """List what was noted on something, in its order, with the people who noted it by name."""
    rows = sorted(reading.among(table, [identity], key=subject), key=lambda row: int(row["position"]))
    people = reading.names(row["author"] for row in rows)
    return [{**_filled(row, subject), "actor": row["author"], "actor_name": people[row["author"]]} for row in rows]


def related(reading: Reading, subject: str, table: Table, column: str, identity: str) -> list[Row]:
    """List what is about something, or of it."""
    reading.need(VIEWS[subject])
    rows = reading.among(table, [identity], key=column)
    titles = reading.titles_of(subject, rows)
    named = NAMED[subject]
    whose = reading.titles(row[name] for row in rows for name in REFERRING if name in named)
    return [
        {
            "id": row["id"],
            "title": titles[row["id"]],
            **{name: row[name] for name in named},
            **{f"{name}_title": whose.get(row[name], "") for name in REFERRING if name in named},
        }
        for row in rows
    ]


def _filled(row: Row, subject: str) -> Row:
    hidden = (subject, "access", "author")
    return {name: value for name, value in row.items() if name not in hidden and _says(value)}


def _says(value: Any) -> bool:
    return value not in ("", [], {})
