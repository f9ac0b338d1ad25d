"""Read what can be searched: everything for the index, and for a reader only what this reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from epex.core.reader import Reader
from epex.projections.documents import COUNTRIES_TABLE, DOCUMENTS, DOCUMENTS_TABLE, LINKS_TABLE
from epex.projections.positions import POSITIONS
from epex.projections.runner import Views
from epex.projections.table import Row

PAGE = 1000
WORDS = ("titles", "texts")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the documents reach: the position of the newest words, and how many documents there are."""

    position: int
    documents: int


class Documents:
    """The documents of a base, for one reader; the view is caught up by whoever opens it."""

    def __init__(self, views: Views, reader: Reader) -> None:
        """Read as somebody."""
        self._views = views
        self._reader = reader
        self._seen: tuple[list[Row], dict[str, Row]] | None = None

    def extent(self) -> Extent:
        """Tell how far the documents reach."""
        there = self._views.table(DOCUMENTS_TABLE)
        query = sa.select(sa.func.max(there.c.position).label("position"), sa.func.count().label("documents"))
        (row,) = self._views.read(query.select_from(there))
        return Extent(row["position"] or 0, row["documents"])

    def changed(self, after: int = 0) -> Iterator[Row]:
        """Give the documents whose words changed after a position, in that order; for the index, which shows none."""
        there = self._views.table(DOCUMENTS_TABLE)
        place = (there.c.position, there.c.id)
        query = sa.select(*(there.c[name] for name in ("position", "id", "language", *WORDS))).order_by(*place)
        last: tuple[int, str] = (after + 1, "")
        while page := self._views.read(query.where(sa.tuple_(*place) > last).limit(PAGE)):
            yield from page
            last = (page[-1]["position"], page[-1]["id"])

    def permitted(self) -> dict[str, Row]:
        """List what the reader may see, by id, without its words; the same list until the view moves on."""
        stand = self._stand()
        if self._seen is None or self._seen[0] != stand:
            self._seen = (stand, self._permitted())
        return self._seen[1]

    def words(self, ids: Iterable[str]) -> dict[str, Row]:
        """Give titles and texts of documents that the reader may see."""
        there = self._views.table(DOCUMENTS_TABLE)
        columns = [there.c[name] for name in ("id", "language", "access", "author", *WORDS)]
        rows = self._views.read(sa.select(*columns).where(there.c.id.in_(list(ids))))
        return {row["id"]: row for row in rows if self._reader.may_read(row["access"], row["author"])}

    def _stand(self) -> list[Row]:
        return self._views.read(sa.select(POSITIONS).where(POSITIONS.c.name == DOCUMENTS.name))

    def _permitted(self) -> dict[str, Row]:
        there, countries = (self._views.table(DOCUMENTS_TABLE), self._views.table(COUNTRIES_TABLE))
        columns = [column for column in there.c if column.name not in WORDS]
        joined = there.outerjoin(countries, there.c.organisation == countries.c.organisation)
        rows = self._views.read(sa.select(*columns, countries.c.country).select_from(joined))
        seen = {row["id"]: row for row in rows if self._reader.may_read(row["access"], row["author"])}
        themes = self._themes(seen.keys())
        return {
            identity: _card(row, seen.get(row["about"]), themes.get(identity, ())) for identity, row in seen.items()
        }

    def _themes(self, seen: Iterable[str]) -> dict[str, set[str]]:
        known = frozenset(seen)
        themes: dict[str, set[str]] = defaultdict(set)
        for link in self._views.read(sa.select(self._views.table(LINKS_TABLE))):
            if link["theme"] in known and self._reader.may_read(link["access"], link["author"]):
                themes[link["document"]].add(link["theme"])
        return {document: _closure(direct, themes) for document, direct in themes.items()}


def _card(row: Row, about: Row | None, themes: Iterable[str]) -> dict[str, Any]:
    """Complete what is known of a document: a reflection has its visit's year and setting."""
    inherited = {name: row[name] or about[name] for name in ("year", "setting")} if about else {}
    return {**row, "country": row["country"] or "", **inherited, "themes": tuple(themes)}


def _closure(direct: set[str], themes: dict[str, set[str]]) -> set[str]:
    """Add the themes that go on after a merge."""
    found, waiting = set(direct), list(direct)
    while waiting:
        further = themes.get(waiting.pop(), set()) - found
        found |= further
        waiting += further
    return found
