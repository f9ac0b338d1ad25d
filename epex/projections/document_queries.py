"""Read what can be searched: everything for the index, and for a reader only what this reader may see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from epex.core.reader import Reader
from epex.projections.document_links import Links
from epex.projections.document_rows import COUNTRIES_TABLE, DOCUMENTS_TABLE, LINKS_TABLE, MEETINGS_TABLE
from epex.projections.documents import DOCUMENTS
from epex.projections.positions import POSITIONS
from epex.projections.reading import Reading, looking_back, opening, subject_of
from epex.projections.runner import Views
from epex.projections.shades import SHADES
from epex.projections.table import Row, Table

PAGE = 1000
KINDS = ("element", "reflection", "visit", "challenge", "theme")
WORDS = ("titles", "texts")


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the documents reach: the position of the newest words, and how many documents there are."""

    position: int
    documents: int


class Documents:
    """The documents of a base, for one reader; the view is caught up by whoever opens it."""

    def __init__(self, views: Views, reader: Reader, language: str = "en") -> None:
        """Read as somebody, in a language where there is a choice."""
        self._views = views
        self._reading = Reading(views, reader, language)
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

    def permitted(self) -> Mapping[str, Row]:
        """List what the reader may see, by id, without its words; the same list until the view moves on."""
        stand = self._views.read(sa.select(POSITIONS).where(POSITIONS.c.name == DOCUMENTS.name))
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

    def _permitted(self) -> dict[str, Row]:
        columns = [name for name in DOCUMENTS_TABLE.columns if name not in WORDS]
        seen = {row["id"]: row for row in self._all(DOCUMENTS_TABLE, columns)}
        links = Links(self._all(LINKS_TABLE), seen, lambda each: each not in seen and subject_of(each) in KINDS)
        country_of = {row["organisation"]: row["country"] for row in self._all(COUNTRIES_TABLE)}
        return {identity: _card(row, links, country_of) for identity, row in seen.items()}

    def _all(self, table: Table, columns: Iterable[str] = ()) -> list[Row]:
        """List what the reader may see of a table."""
        there = self._views.table(table)
        chosen = [there.c[name] for name in columns or table.columns]
        query = sa.select(*chosen).where(self._reading.may_read(there))
        found = self._views.read(query.order_by(*(there.c[name] for name in table.key)))
        return self._reading.as_seen(found) if SHADES in table.columns else found


def _card(row: Row, links: Links, country_of: Mapping[str, str]) -> dict[str, Any]:
    """Complete what is known of a document by what it touches, among the organisations that the reader may see."""
    touched = links.touched(row["id"])
    organisations = touched.organisations & country_of.keys()
    own = next((each for each in row["organisations"][:1] if each in organisations), "")
    return {
        **row,
        "organisation": own,
        "country": country_of.get(own, ""),
        "setting": row["setting"] or _only(touched.settings, ""),
        "year": row["year"] or _only(touched.years, None),
        "organisations": organisations,
        "countries": {country_of[each] for each in organisations},
        "settings": touched.settings,
        "years": touched.years,
        "themes": touched.themes,
    }


def _only(values: set[Any], otherwise: Any) -> Any:
    """Give the one value that there is."""
    return next(iter(values)) if len(values) == 1 else otherwise
