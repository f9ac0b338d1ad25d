"""Which index a base is searched by, and the search over it."""

from typing import TYPE_CHECKING

from epex.app.config import FTS5, POSTGRES, SERVER, WHOOSH, Config
from epex.app.keys import index_secret
from epex.core.decision import Refused
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.backend import Backend
from epex.search.following import FollowingIndex
from epex.search.fts5 import Fts5Index
from epex.search.in_views import IndexInViews
from epex.search.postgres import PostgresIndex
from epex.search.search import Search

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase


INDEXES = (WHOOSH, FTS5, POSTGRES)


def open_search(base: "KnowledgeBase", backend: str = "") -> Search:
    """Open the search of a base as its reader sees it, by the index that its settings name or by another one.

    Raises Refused when there is no such index, or it does not fit where the views are.
    """
    statistics = _statistics(base)
    index = _backend(base, statistics, backend or base.config.backend)
    language = base.config.language
    return Search(
        base.views, base.reader, index, statistics, base.find, language=language, added=base.extensions.search_fields
    )


def require_index(config: Config, name: str) -> None:
    """Refuse an index that there is not, or that cannot lie where the views are."""
    if name not in INDEXES:
        raise Refused(f"'{name}' is no index; run 'epex index switch' with one of: {', '.join(INDEXES)}.")
    if name not in (WHOOSH, fitting(config)):
        here, there = ("a file", "on a server") if name == POSTGRES else ("on a server", "a file")
        raise Refused(
            f"The index '{name}' lies in views that are {there}, and these are {here}; run 'epex index switch"
            f" {fitting(config)}'."
        )


def fitting(config: Config) -> str:
    """Name the index that can lie in the views, where they are."""
    return POSTGRES if SERVER in config.views else FTS5


def index_in_views(base: "KnowledgeBase") -> IndexInViews:
    """Give the index that lies in the views of today, or would."""
    return _in_views(base, _statistics(base))


def _statistics(base: "KnowledgeBase") -> Statistics:
    return Statistics(base.views, NetworkAnalysis(base.config.languages))


def _backend(base: "KnowledgeBase", statistics: Statistics, name: str) -> Backend:
    # What was known on a day is indexed in memory, with its views, and goes with the process.
    if base.upto is not None:
        return Fts5Index(base.views, statistics)
    require_index(base.config, name)
    if name != WHOOSH:
        return _in_views(base, statistics)
    secret = index_secret(base.config.keys_folder)
    return FollowingIndex(base.config.index_folder, secret, statistics, base.gone())


def _in_views(base: "KnowledgeBase", statistics: Statistics) -> IndexInViews:
    kind = PostgresIndex if fitting(base.config) == POSTGRES else Fts5Index
    return kind(base.views, statistics)
