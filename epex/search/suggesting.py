"""What a few letters may be the beginning of: titles and names of things that the reader may see."""

from typing import Any

from epex.core.letters import fold
from epex.core.reader import Reader
from epex.projections.past import TAKEN
from epex.projections.reading import VIEWS, Reading, title_columns
from epex.projections.runner import Views
from epex.search.folding import words

SUBJECTS = ("theme", "element", "challenge", "visit", "organisation", "person", "story", "publication")
MOST = 10


def suggestions(views: Views, reader: Reader, language: str, beginning: str, limit: int = MOST) -> list[dict[str, Any]]:
    """List things by what they are called, those first whose title begins so, then those with such a word in it."""
    wanted = [fold(word) for word in words(beginning)]
    if not wanted:
        return []
    reading = Reading(views, reader, language)
    reading.need(*(VIEWS[subject] for subject in SUBJECTS))
    found = [
        (place, subject, identity, title)
        for subject in SUBJECTS
        for identity, title in _titles(reading, subject)
        if title not in TAKEN and (place := _place(title, wanted)) is not None
    ]
    first: dict[str, dict[str, Any]] = {}
    for _, subject, identity, title in sorted(found, key=lambda each: (each[0], each[3].casefold(), each[2])):
        first.setdefault(identity, {"kind": subject, "id": identity, "title": title})
    return list(first.values())[:limit]


def _titles(reading: Reading, subject: str) -> list[tuple[str, str]]:
    """Give what things are called, those of several languages in each of them."""
    table = reading.table(subject)
    rows = reading.rows(table, columns=title_columns(table))
    if "titles" in table.columns:
        return [(row["id"], title) for row in rows for title in row["titles"].values()]
    return list(reading.titles_of(subject, rows).items())


def _place(title: str, wanted: list[str]) -> int | None:
    """Tell at which word of a title some words stand in a row, the last of them perhaps only begun."""
    spoken = [fold(word) for word in words(title)]
    *whole, begun = wanted
    for start in range(len(spoken) - len(whole)):
        there = spoken[start : start + len(whole)]
        if there == whole and spoken[start + len(whole)].startswith(begun):
            return start
    return None
