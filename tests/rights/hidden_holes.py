"""Holes to plant, one at a time: each opens one of the filters that keep what is hidden from a reader."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sqlalchemy as sa

from epex.core.reader import Reader
from epex.projections.board import PRESENCES_TABLE
from epex.projections.matching import Matching
from epex.projections.quotes import QUOTES_TABLE
from epex.projections.reading import Reading
from epex.projections.section_rows import AUDIENCES_TABLE
from epex.projections.shades import SHADES, whole
from epex.projections.statistics import Statistics
from epex.projections.table import Row, Rows, Table
from epex.search.hits import Hits
from epex.search.search import Search
from tests.rights.world import DORA, EDDA, EVA, WIM

Patch = pytest.MonkeyPatch
SEES_ALL = Reader("person-all", None, frozenset({"data_protection_officer"}), frozenset({"evaluation"}))


def every_row(reading: Reading, table: Table) -> list[Row]:
    """List all rows of a table, whoever reads."""
    rows = reading.views.read(sa.select(reading.views.table(table)))
    return [whole(row) if SHADES in row else row for row in rows]


def query(patch: Patch) -> None:
    """Let every query of the views find everything."""
    patch.setattr(Reading, "opens", lambda *_: sa.true())


def titles(patch: Patch) -> None:
    """Name what is hidden."""
    named = Reading.titles
    patch.setattr(Reading, "titles", lambda self, ids: named(Reading(self.views, SEES_ALL, self.language), ids))


def evaluation(patch: Patch) -> None:
    """Let the data protection officer read what is confided to the evaluation."""
    patch.setattr("epex.projections.reading.EVALUATION", "nothing")


def visits_of_others(patch: Patch) -> None:
    """Let everybody take part in every visit."""
    patch.setattr("epex.projections.readers._visits", lambda views, there, *_: _all_of(views, there.c.visit))


def _all_of(views: Any, column: Any) -> list[str]:
    return [row["visit"] for row in views.read(sa.select(column))]


def presences(patch: Patch) -> None:
    """Tell everybody who has reflected."""
    patch.setattr("epex.projections.standing.presences", lambda reading: _caught_up(reading, "board", PRESENCES_TABLE))


def _caught_up(reading: Reading, name: str, table: Table) -> list[Row]:
    reading.need(name)
    return every_row(reading, table)


def shades(patch: Patch) -> None:
    """Show what steps changed that are hidden."""
    patch.setattr("epex.projections.reading.shaded", lambda row, _may_read: whole(row))


def steps_for_all(patch: Patch) -> None:
    """Let the views take hidden steps for open ones."""

    def told(rows: Rows, _fact: Any, key: Any, **changed: Any) -> None:
        rows.change(key, **changed)

    patch.setattr("epex.projections.folds.visits.tell", told)


def words_for_all(patch: Patch) -> None:
    """Let the views take hidden words for open ones."""
    patch.setattr("epex.projections.elements.is_as_open", lambda *_: True)


def circles(patch: Patch) -> None:
    """Let the audit log tell of every reflection."""

    def network(_fact: Any, event: Any, _organisation: str) -> Mapping[str, str]:
        return {"access": "network", "author": event.author}

    patch.setattr("epex.projections.timeline.readers", network)


def exported(patch: Patch) -> None:
    """Export every event."""

    def readable(_reading: Reading, after: int, upto: int) -> set[int]:
        return set(range(after + 1, upto + 1))

    patch.setattr("epex.projections.sight.readable", readable)


def documents(patch: Patch) -> None:
    """Let a search find everything."""
    made = Search.__init__

    def for_all(self: Search, views: Any, _reader: Reader, *rest: Any, **more: Any) -> None:
        made(self, views, SEES_ALL, *rest, **more)

    patch.setattr(Search, "__init__", for_all)


def everybody(statistics: Statistics) -> list[int]:
    """Number every audience, whoever belongs to it."""
    return [row["audience"] for row in statistics._all(AUDIENCES_TABLE, "audience")]


def scores(patch: Patch) -> None:
    """Rank by what is hidden too."""
    totals = Statistics.totals
    patch.setattr(Statistics, "totals", lambda self, _audiences: totals(self, everybody(self)))


def rarities(patch: Patch) -> None:
    """Weigh what the best sections say by what is hidden too."""
    stems = Statistics.stems
    patch.setattr(Statistics, "stems", lambda self, terms, _audiences: stems(self, terms, everybody(self)))


def suggestions(patch: Patch) -> None:
    """Suggest words that stand in hidden texts."""
    known = Statistics.vocabulary
    patch.setattr(Statistics, "vocabulary", lambda self, _audiences: known(self, everybody(self)))
    patch.setattr(Hits, "words", lambda _self, wanted, _documents, _language: Counter([wanted]))


def matching(patch: Patch) -> None:
    """Rank pairs by hidden offers, needs and visits."""
    patch.setattr(Matching, "_rows", lambda self, subject: every_row(self._reading, self._reading.table(subject)))


def plain_text(patch: Patch) -> None:
    """Screen an edition for the words of every quote that was proposed."""
    patch.setattr("epex.app.publishing.assembling.opened", lambda reading: _all_ids(reading, QUOTES_TABLE))


def _all_ids(reading: Reading, table: Table) -> frozenset[str]:
    return frozenset(row["id"] for row in every_row(reading, table))


def all_words(patch: Patch) -> None:
    """Tell everybody whose words an anonymous quote holds by what its author says of all their words."""
    patch.setattr("epex.app.publishing.assembling.is_author_known", lambda *_: True)


# What is planted, the command that must tell it, and who asks.
HOLES: dict[str, tuple[Callable[[Patch], None], str, str]] = {
    "query": (query, "theme list", WIM),
    "audit": (query, "audit log", WIM),
    "resolving": (query, "theme show", WIM),
    "evaluation": (evaluation, "interview list", DORA),
    "visits-of-others": (visits_of_others, "visit show", WIM),
    "presences": (presences, "visit board", WIM),
    "shades": (shades, "theme show", EVA),
    "steps": (steps_for_all, "visit list", WIM),
    "words": (words_for_all, "element show", EVA),
    "circles": (circles, "audit log", WIM),
    "export": (exported, "export", WIM),
    "documents": (documents, "search", WIM),
    "scores": (scores, "search", WIM),
    "rarities": (rarities, "search", WIM),
    "suggestions": (suggestions, "search", WIM),
    "matching": (matching, "match propose", WIM),
    "plain-text": (plain_text, "publication check", WIM),
    "all-words": (all_words, "publication check", EDDA),
}
