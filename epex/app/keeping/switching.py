"""Switch the index: the base searches by the old one until the new one is there and named."""

from time import perf_counter
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.config import WHOOSH, name_index
from epex.app.keeping.disposing import clear_index
from epex.app.searching import index_in_views, open_search, require_index


def switch_index(base: KnowledgeBase, name: str) -> dict[str, Any]:
    """Build another index, name it in epex.toml, and throw away the one before; return what was done.

    What was broken off goes on with the same command. Raises Refused when there is no such index, it does not fit where
    the views are, or epex.toml cannot be changed safely.
    """
    require_index(base.config, name)
    begun, before = perf_counter(), base.config.backend
    search = open_search(base, name)
    documents = search.catch_up().documents
    search.close()
    if before != name:
        base.config = name_index(base.config, name)
    if name == WHOOSH:
        index_in_views(base).discard()
    else:
        clear_index(base.config)
    return {"backend": name, "before": before, "documents": documents, "seconds": round(perf_counter() - begun, 3)}
