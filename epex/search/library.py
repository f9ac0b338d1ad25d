"""What one reader may see, as a search needs it: documents, their sections, how often terms stand there, concepts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from epex.core.reader import Reader
from epex.projections.cards import Cards
from epex.projections.document_queries import Documents
from epex.projections.field import SearchField
from epex.projections.positions import Stand
from epex.projections.reading import Reading
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.projections.table import Row
from epex.projections.thesaurus import THESAURUS
from epex.search.counts import Counts
from epex.search.facets import Facets
from epex.search.folding import words
from epex.search.foreign import Said, said
from epex.search.languages import code_of
from epex.search.scope import Scope, scope_of
from epex.search.suggesting import named, suggestions
from epex.search.thesaurus import Thesaurus

Added = Callable[[], Iterable[SearchField]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was gathered for views and statistics that stand still."""

    stand: Stand | None
    cards: Cards
    facets: Facets
    scope: Scope
    counts: Counts


class Library:
    """The documents of one base for one reader, gathered again when something changed."""

    def __init__(
        self, views: Views, reader: Reader, statistics: Statistics, language: str, added: Added = tuple
    ) -> None:
        """Read as somebody, in a language where there is a choice; `added` gives the fields that plugins add."""
        self._views = views
        self._reader = reader
        self._statistics = statistics
        self._language = code_of(language)
        self._added = added
        self._shelf: Shelf | None = None
        self._concepts: tuple[list[Row], Thesaurus] | None = None

    @cached_property
    def documents(self) -> Documents:
        """Give what reads the documents."""
        return Documents(self._views, self._reader, self._language, self._language_of)

    def shelf(self) -> Shelf:
        """Gather what the reader may see, if it is not there yet."""
        known = self._shelf
        if known is None or not self.is_current(known):
            cards, stand = self.documents.permitted(), self._statistics.stand()
            scope = scope_of(self._statistics, self._reader)
            known = self._shelf = Shelf(stand, cards, Facets(cards), scope, Counts(self._statistics, scope.audiences))
        return known

    def is_current(self, shelf: Shelf) -> bool:
        """Tell whether a shelf holds what there is now, and all of it."""
        return shelf.cards is self.documents.permitted() and self._statistics.is_whole(shelf.stand)

    def is_numbered(self, shelf: Shelf) -> bool:
        """Tell whether sections still have the numbers by which a shelf knows them, if it knows any."""
        there = self._statistics.stand()
        return bool(there and shelf.stand and shelf.stand.position and there.build == shelf.stand.build)

    def thesaurus(self) -> Thesaurus:
        """Read the concepts as they are now, if they are not there yet."""
        self._views.catch_up((THESAURUS.name,))
        stand = Reading(self._views, self._reader).stand(THESAURUS.name)
        if self._concepts is None or self._concepts[0] != stand:
            self._concepts = (stand, Thesaurus.read(self._views, self._reader, self._language))
        return self._concepts[1]

    @cached_property
    def added(self) -> Mapping[str, SearchField]:
        """Give the fields that plugins add, by name."""
        return {each.name: each for each in self._added()}

    def said(self, named: Collection[str] = ()) -> Said:
        """Read what rows of plugins say for the fields that are named, and for those that are counted."""
        return said(Reading(self._views, self._reader), list(self.added.values()), named)

    def suggestions(self, beginning: str, limit: int) -> list[dict[str, Any]]:
        """List what is called so, or begins so."""
        return suggestions(self._views, self._reader, self._language, beginning, limit)

    def names(self, subject: str, spoken: str, *, whole: bool = False) -> list[str]:
        """List how things of a subject are called that have some words in their name, the last perhaps begun."""
        return named(self._views, self._reader, self._language, subject, spoken, whole=whole)

    def meanings(self, spoken: str) -> list[str]:
        """List the English labels of the concepts that some words name as a whole, in whichever language."""
        row = words(spoken)
        related = self.thesaurus().related(row)
        return [each.text for each in related if each.language == "en" and (each.start, each.end) == (0, len(row))]

    def _language_of(self, row: Row) -> str:
        """Name the language that a document states, else the one that its words are in."""
        return code_of(row["language"]) or (self._shelf.scope.languages.get(row["id"], "") if self._shelf else "")
