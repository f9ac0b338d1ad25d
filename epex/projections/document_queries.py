"""Read what can be searched: everything for the index, and for a reader only what this reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from epex.core.reader import Reader
from epex.projections.documents import COUNTRIES_TABLE, DOCUMENTS_TABLE, LINKS_TABLE
from epex.projections.runner import Views
from epex.projections.table import Row, Table

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

    def extent(self) -> Extent:
        """Tell how far the documents reach."""
        there = self._views.table(DOCUMENTS_TABLE)
        query = sa.select(sa.func.max(there.c.position).label("position"), sa.func.count().label("documents"))
        (row,) = self._views.read(query.select_from(there))
        return Extent(row["position"] or 0, row["documents"])

    def changed(self, after: int = 0) -> Iterator[Row]:
        """Give the documents whose words changed after a position, in that order; for the index, which shows nothing."""
        there = self._views.table(DOCUMENTS_TABLE)
        place = sa.tuple_(there.c.position, there.c.id)
        query = sa.select(*(there.c[name] for name in ("position", "id", "language", *WORDS))).order_by(place)
        last: tuple[int, str] = (after + 1, "")
        while page := self._views.read(query.where(place > last).limit(PAGE)):
            yield from page
            last = (page[-1]["position"], page[-1]["id"])

    def permitted(self) -> dict[str, Row]:
        """List what the reader may see, by id and without its words; a reflection is of its visit's year and setting."""
        there, countries = (self._views.table(DOCUMENTS_TABLE), self._views.table(COUNTRIES_TABLE))
        columns = [column for column in there.c if column.name not in WORDS]
        joined = there.outerjoin(countries, there.c.organisation == countries.c.organisation)
        rows = self._views.read(sa.select(*columns, countries.c.country).select_from(joined))
        seen = {row["id"]: row for row in rows if self._reader.may_read(row["access"], row["author"])}
        themes = self._themes(seen.keys())
        return {identity: _card(row, seen.get(row["about"]), themes[identity]) for identity, row in seen.items()}

    def words(self, ids: Iterable[str]) -> dict[str, Row]:
        """Give titles and texts of documents that the reader may see."""
        there = self._views.table(DOCUMENTS_TABLE)
        columns = [there.c[name] for name in ("id", "language", "access", "author", *WORDS)]
        rows = self._views.read(sa.select(*columns).where(there.c.id.in_(list(ids))))
        return {row["id"]: row for row in rows if self._reader.may_read(row["access"], row["author"])}

    def _themes(self, seen: Iterable[str]) -> dict[str, list[str]]:
        known = frozenset(seen)
        themes: dict[str, list[str]] = defaultdict(list)
        for link in self._all(LINKS_TABLE):
            if link["theme"] in known and self._reader.may_read(link["access"], link["author"]):
                themes[link["document"]].append(link["theme"])
        return themes

    def _all(self, table: Table) -> list[Row]:
        return self._views.read(sa.select(self._views.table(table)))


def _card(row: Row, about: Row | None, themes: list[str]) -> dict[str, Any]:
    """Complete what is known of a document; one without a title of its own goes by what it is about."""
    inherited = {name: row[name] or about[name] for name in ("year", "setting")} if about else {}
    return {**row, "country": row["country"] or "", **inherited, "themes": sorted(themes)}
