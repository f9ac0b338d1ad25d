"""The searches that whoever reads has saved: what each asks, and what is new in it since this person last saw it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from epex.core import search
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.search import Look, Options
from epex.projections.reading import Reading
from epex.projections.searches import LOOKS_TABLE, PRIVATE, SEARCHES_TABLE
from epex.projections.table import Row

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.search.search import Search

ONCE = ("since", "until", "sort")
FLAGS = ("fuzzy", "no_thesaurus")
SHOWN = ("id", "title", "query", "language", "options", "seen_on", "position", "recorded_at")


class SavedSearches:
    """One's own saved searches; what others have saved is not there, whoever reads."""

    def __init__(self, base: "KnowledgeBase") -> None:
        """Read as whoever reads the base."""
        self._base = base

    @cached_property
    def _search(self) -> "Search":
        return self._base.search()

    def every(self) -> list[Row]:
        """List the searches in the order in which they were saved."""
        reading = Reading(self._base.views, self._base.reader)
        reading.need("searches")
        there = reading.views.table(SEARCHES_TABLE)
        rows = reading.rows(SEARCHES_TABLE, there.c.person == self._base.person, there.c.status == "saved")
        return [{**{name: row[name] for name in SHOWN}, "saved_on": row["occurred_on"]} for row in rows]

    def find(self, which: str) -> Row:
        """Find one by its name, its id or a beginning of that.

        Raises Refused when there is none, or there are several.
        """
        rows, wanted = self.every(), search.line(which)
        called = [row for row in rows if row["title"] == wanted]
        alike = [row for row in rows if row["title"].casefold() == wanted.casefold()]
        begun = [row for row in rows if wanted.startswith("search-") and row["id"].startswith(wanted)]
        found = called or alike or begun
        if not found:
            raise Refused(f"There is no search '{which}' that you may read; 'epex searches list' shows yours.")
        if len(found) > 1:
            ids = ", ".join(row["id"] for row in found)
            raise Refused(f"'{which}' means several searches: {ids}; give more of the id.")
        return found[0]

    def counted(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Add to searches how many documents are new in each."""
        for row in rows:
            yield {**row, "new": self._asked(row, limit=0)["new"]}

    def ask(self, which: str, **shown: Any) -> Row:
        """Answer a search again, what is new first; when all of that is shown, it was seen.

        Raises Refused when there is no such search.
        """
        row, look = self.find(which), self._search.look()
        found = self._asked(row, **shown)
        shows = shown.get("offset", 0) == 0 and sum(hit["new"] for hit in found["hits"]) == found["new"]
        if shows and found["new"] and self._base.as_of is None:
            act = self._base.begin(Command(visibility=PRIVATE))
            act.record(search.see(act.load(row["id"]), look, by=act.by))
        told = {"id": row["id"], "name": row["title"], "seen_on": row["seen_on"], "seen": shows}
        return {**found, "saved": told}

    def _asked(self, row: Row, **shown: Any) -> dict[str, Any]:
        given = {**_shown(row["options"]), **shown}
        return self._search.search(row["query"], query_language=row["language"], seen=self._look(row["id"]), **given)

    def _look(self, identity: str) -> Look:
        there = self._base.views.table(LOOKS_TABLE)
        (row,) = self._base.views.read(there.select().where(there.c.search == identity))
        return Look(row["upto"], tuple(row["circles"]))


def options_of(given: Mapping[str, Any]) -> Options:
    """Write options as they are kept: each with its values, and what was not given left out."""
    several = {name: value if isinstance(value, list | tuple) else (value,) for name, value in given.items() if value}
    return {name: tuple("yes" if value is True else str(value) for value in values) for name, values in several.items()}


def _shown(options: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Read options as the search takes them."""
    kept = {name: values for name, values in options.items() if name not in FLAGS}
    told = {name: values[0] if name in ONCE else values for name, values in kept.items()}
    return {**told, "fuzzy": "fuzzy" in options, "thesaurus": "no_thesaurus" not in options}
