"""A table of each subject, as CSV: what a list and a page show to one reader, in columns that an import takes back."""

import csv
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.exporting.wordings import wordings
from epex.app.importing.columns import joined
from epex.app.importing.kind import ID, Kind
from epex.app.importing.kinds import kind_of_subject
from epex.app.importing.rows import EXPORTED, guarded
from epex.core.decision import Refused
from epex.core.watching import Progress
from epex.projections.hiding import ids_in, without_hidden
from epex.projections.listing import REFERENCES, shown, with_titles
from epex.projections.reading import VIEWS, Reading
from epex.projections.table import Row, kind_of

SUBJECTS = tuple(subject for subject in VIEWS if subject != "network")
BESIDE = ("id", "access", "author", "titles", "shades")
# Their pages say nothing of their own columns that their rows do not.
PLAIN = ("organisation", "person", "challenge", "reflection")
PORTION = 500
LAST = ("visibility", EXPORTED)


def require_subject(subject: str) -> str:
    """Accept a subject; raises Refused when there is none of that name."""
    if subject not in SUBJECTS:
        raise Refused(f"'{subject}' is not a subject; write one of: {', '.join(SUBJECTS)}.")
    return subject


class Tables:
    """The tables of one reader."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Read as whoever reads the base."""
        self._base = base
        self._queries = base.queries()
        self._reading = Reading(base.views, base.reader)

    def columns(self, subject: str) -> list[str]:
        """Name the columns: what an import takes, the view's other ones, titles of what is named, and the label."""
        kind = kind_of_subject(subject)
        own = [name for name in kind.fields if name != ID.name] if kind else ["title"]
        used = {*own, *BESIDE, *LAST, *(kind.shown.values() if kind else ())}
        table = self._reading.table(subject).columns
        # What an import takes is spread over columns; a bundle of words would say it twice.
        other = [name for name, of in table.items() if name not in used and not (kind and kind_of(of)[0] is dict)]
        named = [
            f"{name}_title{'s' if kind_of(table[name])[0] is list else ''}" for name in _references(subject, table)
        ]
        return [ID.name, *own, *other, *named, *LAST]

    def lines(self, subject: str, progress: Progress | None = None) -> Iterator[str]:
        """Give the header, then a line for each thing that the reader may see."""
        columns, kind = self.columns(subject), kind_of_subject(subject)
        yield _line(columns)
        for row in self._rows(subject, kind, progress):
            yield _line([guarded(_cell(row.get(name))) for name in columns])

    def _rows(self, subject: str, kind: Kind | None, progress: Progress | None) -> Iterator[Row]:
        listed = [row["id"] for row in self._queries.listing(subject)]
        for start in range(0, len(listed), PORTION):
            found = []
            for row in self._told(subject, kind, listed[start : start + PORTION]):
                found.append(row)
                if progress:
                    progress(start + len(found), len(listed))
            there = self._reading.titles({identity for row in found for identity in ids_in(row)})
            yield from ({name: without_hidden(value, there) for name, value in row.items()} for row in found)

    def _told(self, subject: str, kind: Kind | None, ids: Sequence[str]) -> Iterator[Row]:
        raws = {row["id"]: row for row in self._reading.among(self._reading.table(subject), ids)}
        pages = self._pages(subject, [raws[identity] for identity in ids])
        for identity, page in zip(ids, pages, strict=True):
            raw = raws[identity]
            found = {**self._seen(raw), **page, "occurred_on": raw["occurred_on"], EXPORTED: self._source}
            if kind:
                told = kind.exported(found, raw)
                found = {**found, **told, **{column: told.get(field) for column, field in kind.shown.items()}}
            yield found

    def _pages(self, subject: str, raws: Sequence[Row]) -> Iterator[Row]:
        if subject not in PLAIN:
            return (self._queries.show(raw["id"]) for raw in raws)
        titles = self._reading.titles_of(subject, raws)
        pages = (shown(row, titles[row["id"]]) for row in with_titles(self._reading, subject, raws))
        if subject != "reflection":
            return pages
        return (page | wordings(self._base, self._reading, raw) for page, raw in zip(pages, raws, strict=True))

    @property
    def _source(self) -> str:
        return f"urn:epex:{self._base.config.base_id}"

    def _seen(self, raw: Row) -> Row:
        return {name: value for name, value in raw.items() if name not in BESIDE or name == ID.name}


def _references(subject: str, table: Mapping[str, Any]) -> Sequence[str]:
    return [name for name in REFERENCES.get(subject, ()) if name in table]


def _line(cells: Collection[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case list() | tuple() | dict() if not value:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return joined(value)
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
