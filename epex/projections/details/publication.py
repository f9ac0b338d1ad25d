"""The page of a publication: its chapters, its errata, what was withdrawn since, and where such words stand as text."""

from epex.projections.chapters import CHAPTERS_TABLE
from epex.projections.publishing import errata, errata_due, gone_from, plain_text_in
from epex.projections.reading import Reading
from epex.projections.table import Row

STATED = ("number", "status", "version")


def details(reading: Reading, row: Row) -> Row:
    """List the chapters in the order of the book, and what readers are to be told."""
    reading.need("chapters")
    chapters = reading.among(CHAPTERS_TABLE, [row["id"]], key="publication")
    titles = reading.titles((*(chapter["id"] for chapter in chapters), *row["quotes"], *row["viewpoints"]))
    printed = {name: [each for each in row[name] if each in titles] for name in ("quotes", "viewpoints")}
    gone = gone_from(reading, row)
    return {
        **printed,
        **{f"{name}_titles": [titles[each] for each in ids] for name, ids in printed.items()},
        "chapters": [
            {"id": chapter["id"], "title": titles[chapter["id"]], **{name: chapter[name] for name in STATED}}
            for chapter in in_order(chapters)
        ],
        "errata": [{"number": one["number"], "text": one["text"]} for one in errata(reading, row)],
        "withdrawn_since": gone,
        "erratum_due_for": errata_due(reading, row),
        "plain_text": plain_text_in(reading, row["id"]),
    }


def in_order(chapters: list[Row]) -> list[Row]:
    """Sort chapters by their numbers; those without one come last, as they were outlined."""
    return sorted(chapters, key=lambda row: (not row["number"], row["number"], row["position"]))
