"""Open a base for a while, and leave no file of it open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from epex.app.base import KnowledgeBase


@contextmanager
def opened(folder: Path) -> Iterator[KnowledgeBase]:
    """Open a base as a fresh process would."""
    base = KnowledgeBase.open(folder)
    try:
        yield base
    finally:
        if "today" in vars(base):
            base.today.close()
        base.log.engine.dispose()
