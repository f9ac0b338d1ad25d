"""Write databases out into their files, and know what stands in the rows of the views."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from epex.app.erasing.forms import Bounds, Finder
from epex.core.decision import Refused
from epex.projections.cells import Cells, copies, rows
from epex.projections.store import Store

BRIEFLY = 5
TOGETHER = 200


@dataclass(slots=True)
class Standing:
    """How often the views hold what is looked for, and in which tables it belongs to nobody who may say it."""

    size: int = 0
    hits: int = 0
    strange: dict[str, int] = field(default_factory=dict)


def settle(path: Path) -> None:
    """Write what waits in the journal of a database into its file, and leave the journal empty.

    Raises Refused when somebody still reads an older state.
    """
    try:
        with closing(sqlite3.connect(path, timeout=BRIEFLY)) as connection:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise _in_use(path) from error
    if busy:
        raise _in_use(path)


def standing(store: Store, finder: Finder, streams: Collection[str]) -> Standing:
    """Count what the rows of the views hold; only rows of the streams may say it."""
    found = Standing()
    for some in _portions(rows(store)):
        hits = _count(some, finder, found)
        if hits:
            for table, cells in some:
                if streams.isdisjoint(cells) and any(map(finder.finds, cells)):  # type: ignore[attr-defined]
                    found.strange[table] = found.strange.get(table, 0) + 1
    if not store.is_shared:
        for some in _portions(copies(store)):
            _count(some, finder, found)
    return found


def _count(some: Iterable[tuple[str, Cells]], finder: Finder, found: Standing) -> int:
    raw = "\n".join("".join(cells) for _, cells in some).encode(errors="replace")
    hits = finder.count(raw, Bounds.ANYWHERE)
    found.size += len(raw)
    found.hits += hits
    return hits


def _portions(found: Iterator[tuple[str, Cells]]) -> Iterator[list[tuple[str, Cells]]]:
    while some := list(islice(found, TOGETHER)):
        yield some


def _in_use(path: Path) -> Refused:
    return Refused(f"Something still reads {path}, so not all of it is written out; stop it, then run this again.")
