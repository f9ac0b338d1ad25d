"""Views and index: made anew from the log, for they are damaged or what they were made from has changed."""

from epex.app.base import KnowledgeBase
from epex.app.config import SERVER, Config
from epex.core.log.log import EventLog
from epex.projections.database import discard


def renew(config: Config, log: EventLog) -> None:
    """Build the views anew, and the index if there was one, so that no erased text stays in them."""
    base = KnowledgeBase(config, log)
    renew_views(config, base)
    if is_indexed(config):
        renew_index(base)
    base.today.close()


def is_indexed(config: Config) -> bool:
    """Tell whether there is anything of an index, whole or not."""
    return any(config.index_folder.glob("*"))


def renew_views(config: Config, base: KnowledgeBase) -> None:
    """Throw the views away, and build them anew."""
    if SERVER not in config.views:
        base.today.close()
        discard(config.address(config.views))
        # A view that is opened again makes its file.
        del base.today
    base.today.rebuild()


def renew_index(base: KnowledgeBase) -> None:
    """Build the index anew."""
    search = base.search()
    search.rebuild()
    search.close()


def outdated(base: KnowledgeBase) -> list[str]:
    """List the views that are missing, or of another version."""
    there = {row["name"]: row["version"] for row in base.today.status()}
    return [name for name in base.today.names if there.get(name) != base.today.projection(name).version]
