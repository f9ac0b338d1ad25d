"""Views and index: made anew from the log, for they are damaged or what they were made from has changed."""

import shutil

from epex.app.base import KnowledgeBase
from epex.app.config import SERVER, WHOOSH, Config
from epex.core.log.log import EventLog
from epex.projections.database import discard


def renew(config: Config, log: EventLog) -> None:
    """Build the views anew, and the index if there was one, so that no erased text stays in them."""
    base = KnowledgeBase(config, log)
    if SERVER in config.views:
        base.today.renew()
    else:
        renew_views(config, base)
    if is_indexed(config):
        renew_index(base)
    base.today.close()


def is_indexed(config: Config) -> bool:
    """Tell whether there is anything of an index in its folder, whole or not."""
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
    """Build the index anew in its folder; where it is kept in the views it goes with them, and what lies there goes."""
    if base.config.backend != WHOOSH:
        clear_index(base.config)
        return
    search = base.search()
    search.rebuild()
    search.close()


def clear_index(config: Config) -> None:
    """Take away what lies in the folder of the index."""
    for path in config.index_folder.glob("*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def outdated(base: KnowledgeBase) -> list[str]:
    """List the views that are missing, or of another version."""
    there = {row["name"]: row["version"] for row in base.today.status()}
    return [name for name in base.today.names if there.get(name) != base.today.projection(name).version]
