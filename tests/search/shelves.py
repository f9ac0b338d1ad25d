"""What one reader of a network has on the shelf, and an index to ask."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from epex.core.reader import Reader, grants_for
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.fts5 import Fts5Index
from epex.search.library import Library, Shelf
from epex.search.ranking import Postings
from tests.search.networks import ANNA, MEMBER, Network

AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
ENGLISH = ("en",)
T = TypeVar("T")


def library(
    network: Network, reader: Reader = MEMBER, language: str = "en", languages: Sequence[str] = ENGLISH
) -> Library:
    """Open the library of somebody."""
    return Library(network.views, reader, _statistics(network, languages), language)


def asked(
    network: Network,
    question: Callable[[Postings, Shelf], T],
    reader: Reader = MEMBER,
    languages: Sequence[str] = ENGLISH,
) -> T:
    """Ask the index with what a reader has on the shelf."""
    statistics = _statistics(network, languages)
    shelves = Library(network.views, reader, statistics, "en")
    return Fts5Index(network.views, statistics).ask(lambda postings: question(postings, shelves.shelf()))


def _statistics(network: Network, languages: Sequence[str]) -> Statistics:
    statistics = Statistics(network.views, NetworkAnalysis(tuple(languages)))
    statistics.catch_up()
    return statistics
