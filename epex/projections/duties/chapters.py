"""What waits for those who make a book: drafts to write, to review and to approve, and errata that are due."""

from collections.abc import Iterator

from epex.projections.chapters import CHAPTERS_TABLE
from epex.projections.duties.duty import Duty
from epex.projections.publications import PUBLICATIONS_TABLE
from epex.projections.publishing import errata_due
from epex.projections.reading import Reading
from epex.projections.table import Row

REVIEWING = frozenset({"editor", "reviewer"})


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a chapter waits whatever the day
    """Name the next step of each chapter, and the frozen editions from which something was withdrawn."""
    reading.need("publications", "chapters")
    editing = "editor" in reading.reader.roles
    open_ones = {row["id"] for row in reading.rows(PUBLICATIONS_TABLE) if row["status"] == "open"}
    for chapter in reading.rows(CHAPTERS_TABLE):
        step = _next(reading, chapter, editing=editing) if chapter["publication"] in open_ones else None
        if step:
            heading, command = step
            yield Duty(heading=heading, id=chapter["id"], title=chapter["title"], command=f"{command} {chapter['id']}")
    for publication in reading.rows(PUBLICATIONS_TABLE):
        edits = editing or reading.reader.person in publication["editors"]
        if edits and errata_due(reading, publication):
            command = f"publication show {publication['id']}"
            yield Duty(heading="Errata due", id=publication["id"], title=publication["title"], command=command)


def _next(reading: Reading, chapter: Row, *, editing: bool) -> tuple[str, str] | None:
    person = reading.reader.person
    match chapter["status"]:
        case "outlined" if person in chapter["writers"] or (editing and not chapter["writers"]):
            return "Chapters to draft", "chapter draft"
        case "drafted" if person != chapter["drafter"] and reading.reader.roles & REVIEWING:
            return "Chapters to review", "chapter review"
        case "reviewed" if editing and person != chapter["drafter"]:
            return "Chapters to approve", "chapter approve"
        case _:
            return None
