"""What waits for those who make a book: drafts to write, review and approve, editions to close, errata that are due."""

from collections.abc import Iterator

from epex.projections.chapters import CHAPTERS_TABLE, STEPS_TABLE
from epex.projections.duties.duty import Duty
from epex.projections.publications import PUBLICATIONS_TABLE
from epex.projections.publishing import errata_due
from epex.projections.reading import Reading
from epex.projections.table import Row

REVIEWING = frozenset({"editor", "reviewer"})


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - a chapter waits whatever the day
    """Name the next step of each chapter and of each edition."""
    reading.need("publications", "chapters")
    editing = "editor" in reading.reader.roles
    open_ones = {row["id"] for row in reading.rows(PUBLICATIONS_TABLE) if row["status"] == "open"}
    chapters = [row for row in reading.rows(CHAPTERS_TABLE) if row["publication"] in open_ones]
    returned = _returned(reading, chapters)
    for chapter in chapters:
        step = _next(reading, chapter, editing=editing, returned=chapter["id"] in returned)
        if step:
            heading, command = step
            yield Duty(heading=heading, id=chapter["id"], title=chapter["title"], command=f"{command} {chapter['id']}")
    for publication in reading.rows(PUBLICATIONS_TABLE):
        edits = editing or reading.reader.person in publication["editors"]
        stages = {row["status"] for row in chapters if row["publication"] == publication["id"]}
        step = _closing(reading, publication, approved=stages == {"approved"}) if edits else None
        if step:
            heading, command = step
            identity = publication["id"]
            yield Duty(heading=heading, id=identity, title=publication["title"], command=f"{command} {identity}")


def _closing(reading: Reading, publication: Row, *, approved: bool) -> tuple[str, str] | None:
    if errata_due(reading, publication):
        return "Errata due", "publication show"
    match publication["status"]:
        case "open" if approved:
            return "Editions to freeze", "publication check"
        case "frozen":
            return "Editions to publish", "publication publish"
        case _:
            return None


def _returned(reading: Reading, chapters: list[Row]) -> set[str]:
    """Find the drafts that a review sent back, with nothing new since."""
    drafted = [chapter["id"] for chapter in chapters if chapter["status"] == "drafted"]
    steps = sorted(reading.among(STEPS_TABLE, drafted, key="chapter"), key=lambda step: int(step["position"]))
    newest = {step["chapter"]: step["verdict"] for step in steps}
    return {chapter for chapter, verdict in newest.items() if verdict == "revise"}


def _next(reading: Reading, chapter: Row, *, editing: bool, returned: bool) -> tuple[str, str] | None:
    person = reading.reader.person
    match chapter["status"]:
        case "outlined" if person in chapter["writers"] or (editing and not chapter["writers"]):
            return "Chapters to draft", "chapter draft"
        case "drafted" if returned:
            return ("Chapters to draft anew", "chapter draft") if person == chapter["drafter"] else None
        case "drafted" if person != chapter["drafter"] and reading.reader.roles & REVIEWING:
            return "Chapters to review", "chapter review"
        case "reviewed" if editing and person != chapter["drafter"]:
            return "Chapters to approve", "chapter approve"
        case _:
            return None
