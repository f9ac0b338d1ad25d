"""Write databases out into their files, and know what stands in the rows of the views."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from epex.app.config import Config
from epex.app.erasing.forms import CELL, Bounds, Finder
from epex.app.erasing.mentions import words
from epex.app.keys import DATABASE
from epex.core.decision import Refused
from epex.projections.cells import Cells, counted, rows
from epex.projections.database import is_shared
from epex.projections.positions import POSITIONS
from epex.projections.store import Store

Some = TypeVar("Some")
BRIEFLY = 5
TOGETHER = 200
# A virtual table gives what its own tables hold once more.
STORED = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
STREAM = re.compile(r"[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The views are made from the log alone: what is written like this there is a word of the program, or an id.
# Hashes, signatures and keys; ids; what the program itself writes into its files.
OWN = re.compile(
    r"^epex/[0-9a-f-]{36}.*$|^destroyed-keys\b|^-----.*-----$|[A-Za-z0-9+/_-]{40,}={0,2}"
    r"|\b[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/\w+)?",
    re.MULTILINE,
)
# By what a view was made: versions, languages, tables.
MADE = re.compile(r"-?[a-z0-9]+(?:[_.-][A-Za-z0-9]+)*,?")
CODE = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*|[A-Z]{2}")


@dataclass(slots=True)
class Standing:
    """In which tables of the views it belongs to nobody who may say it, and whose ordinary words say it as well."""

    size: int = 0
    strange: dict[str, int] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


def write_out(config: Config) -> None:
    """Write the databases of a base out into their files; in the views', no row may stand in a second place as well.

    Raises Refused when somebody still reads an older state.
    """
    for place in (config.log, config.views):
        if not is_shared(place):
            settle(Path(config.address(place)), packs=place == config.views)
    settle(config.keys_folder / DATABASE)


def settle(path: Path, *, packs: bool = False) -> None:
    """Write what waits in the journal of a database into its file, and leave the journal empty.

    `packs` takes away what is left where rows were before they moved, which nothing overwrites. Raises Refused when
    somebody still reads an older state.
    """
    try:
        with closing(sqlite3.connect(path, timeout=BRIEFLY)) as connection:
            if packs:
                connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise _in_use(path) from error
    if busy:
        raise _in_use(path)


def standing(store: Store, finder: Finder, streams: frozenset[str]) -> Standing:
    """Look at the rows of the views: rows of the streams may say it, and a single word may be anybody's.

    What was counted from them is left out: words stand side by side there that do so in no text.
    """
    found, names = Standing(), finder.several()
    for some in _portions(rows(store, counted(store))):
        raw = "\n".join("".join(cells) for _, cells in some).encode(errors="replace")
        found.size += len(raw)
        if finder.count(raw, Bounds.ANYWHERE):
            for table, cells in some:
                if streams.isdisjoint(cells) and finder.finds(said := "\n".join(free(_own_name_apart(table, cells)))):
                    _note(found, table, None if names.finds(said) else _stream(cells))
    return found


def held(path: Path, finder: Finder) -> int:
    """Count how often a database holds the texts where something is kept: in its rows, its indexes and its schema."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        found = (row for query in _queries(connection) for row in connection.execute(query))
        said = (b"".join(filter(_is_bytes, row)) for row in found)
        # Nearly nothing is found, and to look at many rows at once is much faster.
        having = (some for some in _portions(said) if finder.count(b"\n".join(some), Bounds.ANYWHERE))
        return sum(finder.count(row, Bounds.ANYWHERE) for some in having for row in some)


def says(path: Path, finder: Finder, streams: frozenset[str]) -> bool:
    """Tell whether a row that belongs to nobody who may say it says one of the texts where it is not sealed."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        queries = (f"SELECT * FROM {_quoted(name.encode())}" for (name,) in tables)  # noqa: S608 - names from the schema
        found = (row for query in queries for row in connection.execute(query))
        return any(is_said(tuple(map(text_of, row)), finder, streams) for row in found)


def is_said(cells: Cells, finder: Finder, streams: frozenset[str]) -> bool:
    """Tell whether one of the texts stands in the cells of a row of the log or of the keys, beside what is its own."""
    return streams.isdisjoint(cells) and finder.finds(OWN.sub(" ", "\n".join(free(cells))))


def text_of(cell: object) -> str:
    """Give a cell as text, a payload without what is sealed in it; other bytes are hashes and keys."""
    if isinstance(cell, bytes):
        return CELL.sub(b'"":""', cell).decode(errors="replace") if cell.startswith(b"{") else ""
    return cell if isinstance(cell, str) else ""


def _queries(connection: sqlite3.Connection) -> Iterator[str]:
    yield "SELECT type, name, tbl_name, sql FROM sqlite_master"
    for (name,) in connection.execute(STORED).fetchall():
        table = _quoted(name)
        yield f"SELECT * FROM {table}"  # noqa: S608 - a name from the schema
        for index in connection.execute(f"PRAGMA index_list({table})").fetchall():
            columns = [row[2] for row in connection.execute(f"PRAGMA index_info({_quoted(index[1])})")]
            yield f"SELECT {', '.join(map(_quoted, filter(None, columns)))} FROM {table}"  # noqa: S608 - as above


def _quoted(name: bytes) -> str:
    return '"' + name.decode().replace('"', '""') + '"'


def _is_bytes(cell: Any) -> bool:
    return isinstance(cell, bytes)


def _note(found: Standing, table: str, stream: str | None) -> None:
    if stream is None:
        found.strange[table] = found.strange.get(table, 0) + 1
    elif stream not in found.others:
        found.others.append(stream)


def _stream(cells: Cells) -> str | None:
    return next((cell for cell in cells if STREAM.fullmatch(cell)), None)


def free(cells: Cells) -> Iterator[str]:
    """Give the texts of cells, without ids and the words that stand for a choice."""
    for cell in cells:
        yield from (text for text in words(_parsed(cell)) if not CODE.fullmatch(text))


def _own_name_apart(table: str, cells: Cells) -> Cells:
    """Leave out by which names a view, its tables and what made it tell how far it has come."""
    if table != POSITIONS.name:
        return cells
    return tuple(cell for cell in cells[1:] if not all(map(MADE.fullmatch, cell.split())))


def _parsed(cell: str) -> Any:
    try:
        return json.loads(cell) if cell.startswith(("[", "{")) else cell
    except ValueError:
        return cell


def _portions(found: Iterator[Some]) -> Iterator[list[Some]]:
    while some := list(islice(found, TOGETHER)):
        yield some


def _in_use(path: Path) -> Refused:
    return Refused(f"Something still reads {path}, so not all of it is written out; stop it, then run this again.")
