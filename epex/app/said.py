"""What somebody has already said about a visit: that it exists, whoever may read what it says."""

from epex.app.base import KnowledgeBase
from epex.core.reader import OVERSEER, Reader
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row, Table


def said_by(base: KnowledgeBase, person: str, about: str) -> dict[int, str]:
    """Name a person's reflections on a visit or meeting, by follow-up; what was withdrawn leaves room for another."""
    return {
        row["follow_up"]: row["id"] for row in reflections(base) if (row["person"], row["about"]) == (person, about)
    }


def reflections(base: KnowledgeBase) -> list[Row]:
    """List every reflection that stands, without a word of it."""
    rows = overseen(base, "reflections", REFLECTIONS_TABLE, ("id", "about", "person", "follow_up", "status"))
    return [row for row in rows if not row["status"]]


def overseen(base: KnowledgeBase, view: str, table: Table, columns: tuple[str, ...]) -> list[Row]:
    """List what is there: that is asked for everybody, whoever may read what it says."""
    reading = Reading(base.today, Reader(roles=frozenset({OVERSEER})))
    reading.need(view)
    return reading.rows(table, columns=columns)
