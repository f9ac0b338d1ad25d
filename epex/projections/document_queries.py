"""Read what can be searched, of it only what a reader may see."""

from collections.abc import Iterable
from operator import itemgetter

import sqlalchemy as sa

from epex.core.reader import Reader
from epex.projections.cards import Cards, LanguageOf
from epex.projections.document_rows import COUNTRIES_TABLE, DOCUMENTS_TABLE, LINKS_TABLE, MEETINGS_TABLE
from epex.projections.documents import DOCUMENTS
from epex.projections.reading import Reading, looking_back, opening
from epex.projections.runner import Views
from epex.projections.shades import SHADES
from epex.projections.table import Row, Table

WORDS = ("titles", "texts")


class Documents:
    """The documents of a base, for one reader; the view is caught up by whoever opens it."""

    def __init__(
        self, views: Views, reader: Reader, language: str = "en", language_of: LanguageOf = itemgetter("language")
    ) -> None:
        """Read as somebody, in a language where there is a choice; and say how to tell a document's own."""
        self._views = views
        self._reading = Reading(views, reader, language)
        self._language_of = language_of
        self._seen: tuple[list[Row], Cards] | None = None

    def newest(self) -> int:
        """Tell at which position the newest words are that the reader may see."""
        there = self._views.table(DOCUMENTS_TABLE)
        newest = sa.select(sa.func.max(there.c.position).label("position"))
        (row,) = self._views.read(newest.where(self._reading.may_read(there)))
        return row["position"] or 0

    def permitted(self) -> Cards:
        """List what the reader may see, by id, without its words; the same list until the view moves on."""
        stand = self._reading.stand(DOCUMENTS.name)
        if self._seen is None or self._seen[0] != stand:
            self._seen = (stand, self._permitted())
        return self._seen[1]

    def words(self, ids: Iterable[str]) -> dict[str, Row]:
        """Give the title and the texts of documents that the reader may see."""
        columns = ("id", "language", "about", "side", "follow_up", *WORDS)
        rows = self._reading.among(DOCUMENTS_TABLE, list(ids), columns)
        about = self._titles({row["about"] for row in rows if row["about"] and not any(row["titles"].values())})
        return {row["id"]: {**row, "title": self._title(row, about.get(row["about"], ""))} for row in rows}

    def _titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Give the titles of the visits and meetings that reflections look back on."""
        wanted = list(ids)
        visits = self._reading.among(DOCUMENTS_TABLE, wanted, ("id", "titles"))
        return {row["id"]: self._reading.words(row["titles"]) for row in visits} | {
            row["id"]: row["title"] for row in self._all(MEETINGS_TABLE) if row["id"] in wanted
        }

    def _title(self, row: Row, about: str) -> str:
        """Name a document as lists name it."""
        if any(row["titles"].values()):
            return self._reading.words(row["titles"])
        first = next((words for _, _, words in row["texts"]), "")
        return looking_back(row, about) or opening(first) or self._reading.words({})

    def _permitted(self) -> Cards:
        columns = [name for name in DOCUMENTS_TABLE.columns if name not in WORDS]
        seen = self._coded(DOCUMENTS_TABLE, columns)
        links = self._coded(LINKS_TABLE, [name for name in LINKS_TABLE.columns if name != "keys"])
        country_of = {row["organisation"]: row["country"] for row in self._all(COUNTRIES_TABLE)}
        return Cards(seen, links, country_of, self._reading.reader.may_read, self._language_of)

    def _coded(self, table: Table, columns: Iterable[str]) -> list[Row]:
        """List the rows of a table that the reader may read, lists and dicts still as text."""
        there = self._views.table(table)
        chosen = (
            sa.type_coerce(there.c[name], sa.Text).label(name) if name in table.json_columns else there.c[name]
            for name in columns
        )
        return self._views.read(sa.select(*chosen).where(self._reading.may_read(there)))

    def _all(self, table: Table, columns: Iterable[str] = ()) -> list[Row]:
        """List what the reader may see of a table."""
        there = self._views.table(table)
        chosen = [there.c[name] for name in columns or table.columns]
        query = sa.select(*chosen).where(self._reading.may_read(there))
        found = self._views.read(query.order_by(*(there.c[name] for name in table.key)))
        return self._reading.as_seen(found) if SHADES in table.columns else found
