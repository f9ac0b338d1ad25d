"""What is known of documents beside their words, for one reader, each completed when it is asked for."""

from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from typing import Any

import msgspec

from epex.projections.document_links import Links
from epex.projections.reading import subject_of
from epex.projections.shades import SHADES, shaded
from epex.projections.table import Row

KINDS = ("element", "reflection", "visit", "challenge", "theme")
CODED = ("organisations", SHADES)
EMPTY = "[]"
MayRead = Callable[[str, str], bool]
LanguageOf = Callable[[Row], str]


class Cards(Mapping[str, Row]):
    """The documents that a reader may see, by id."""

    def __init__(
        self,
        documents: Iterable[Row],
        links: Iterable[Row],
        country_of: Mapping[str, str],
        may_read: MayRead,
        language_of: LanguageOf,
    ) -> None:
        """Take rows of documents and of links between them, with their lists still as text."""
        self._seen = Seen({row["id"]: row for row in documents}, may_read)
        known = (link for link in links if link[SHADES] == EMPTY or _read(link, (SHADES,), may_read))
        self._links = Links(known, self._seen, lambda each: each not in self._seen and subject_of(each) in KINDS)
        self._country_of = country_of
        self._language_of = language_of
        self._known: dict[str, Row] = {}

    def __getitem__(self, identity: str) -> Row:
        """Complete what is known of a document by what it touches."""
        if identity not in self._known:
            self._known[identity] = self._card(self._seen[identity])
        return self._known[identity]

    def __contains__(self, identity: object) -> bool:
        """Tell whether the reader may see a document."""
        return identity in self._seen

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._seen)

    def keys(self) -> KeysView[str]:
        """Give the ids as a set, which those of many documents are compared with at once."""
        return self._seen.keys()

    def __len__(self) -> int:
        """Count the documents."""
        return len(self._seen)

    def _card(self, row: Row) -> Row:
        """Name organisations only if the reader may see them."""
        touched = self._links.touched(row["id"])
        organisations = touched.organisations & self._country_of.keys()
        own = next((each for each in row["organisations"][:1] if each in organisations), "")
        return {
            **row,
            "language": self._language_of(row),
            "organisation": own,
            "country": self._country_of.get(own, ""),
            "setting": row["setting"] or _only(touched.settings, ""),
            "year": row["year"] or _only(touched.years, None),
            "organisations": organisations,
            "countries": {self._country_of[each] for each in organisations},
            "settings": touched.settings,
            "years": touched.years,
            "themes": touched.themes,
        }


class Seen(Mapping[str, Row]):
    """Rows as the reader sees them, each read when it is asked for."""

    def __init__(self, rows: Mapping[str, Row], may_read: MayRead) -> None:
        """Take rows with their lists still as text."""
        self._rows = rows
        self._may_read = may_read
        self._read: dict[str, Row] = {}

    def __getitem__(self, identity: str) -> Row:
        """Read a row."""
        if identity not in self._read:
            self._read[identity] = _read(self._rows[identity], CODED, self._may_read) or {}
        return self._read[identity]

    def __contains__(self, identity: object) -> bool:
        """Tell whether there is a row, without reading it."""
        return identity in self._rows

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._rows)

    def keys(self) -> KeysView[str]:
        """Give the ids as a set."""
        return self._rows.keys()

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._rows)


def _read(row: Row, coded: Iterable[str], may_read: MayRead) -> Row | None:
    """Read the lists of a row, and show it as somebody sees it; None when it is gone for this reader."""
    lists = {name: [] if row[name] == EMPTY else msgspec.json.decode(row[name]) for name in coded}
    return shaded({**row, **lists}, may_read)


def _only(values: set[Any], otherwise: Any) -> Any:
    """Give the one value that there is."""
    return next(iter(values)) if len(values) == 1 else otherwise
