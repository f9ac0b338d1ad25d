"""Ways to damage views and indexes: some that are known to hurt, and as many drawn ones as are asked for."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

Damage = Callable[[Path, Random], object]
Change = Callable[[bytes, Random], bytes]
PAGE = 4096
STRETCH = 8 * PAGE
VIEWS_FILE, INDEX = Path("views/views.db"), Path("index")


def rewritten(change: Change) -> Damage:
    """Change the bytes of a file, or of one below a folder."""

    def act(path: Path, drawn: Random) -> None:
        file = path if path.is_file() else drawn.choice(_filled(path))
        file.write_bytes(change(file.read_bytes(), drawn))

    return act


def with_sql(*statements: str) -> Damage:
    """Change a database behind the program's back."""

    def act(path: Path, _drawn: Random) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return act


def replaced_by_foreign(path: Path, drawn: Random) -> None:
    """Put somebody else's database in the place."""
    path.unlink()
    with_sql("CREATE TABLE theirs (secret TEXT)")(path, drawn)


def cut_short(folder: Path, _drawn: Random) -> None:
    """Cut the largest file below a folder in half."""
    path = max(_filled(folder), key=lambda file: file.stat().st_size)
    os.truncate(path, path.stat().st_size // 2)


def page_spoilt(raw: bytes, drawn: Random) -> bytes:
    """Overwrite one page with noise."""
    start = drawn.randrange(1, len(raw) // PAGE) * PAGE
    return raw[:start] + drawn.randbytes(PAGE) + raw[start + PAGE :]


def stretch_spoilt(raw: bytes, drawn: Random) -> bytes:
    """Overwrite a stretch with zeros."""
    start = drawn.randrange(len(raw))
    length = min(drawn.randrange(1, STRETCH), len(raw) - start)
    return raw[:start] + bytes(length) + raw[start + length :]


def bit_flipped(raw: bytes, drawn: Random) -> bytes:
    """Flip one bit."""
    changed = bytearray(raw)
    changed[drawn.randrange(len(raw))] ^= 1 << drawn.randrange(8)
    return bytes(changed)


def cut_somewhere(raw: bytes, drawn: Random) -> bytes:
    """Lose the end."""
    return raw[: drawn.randrange(len(raw))]


def page_emptied(raw: bytes, drawn: Random) -> bytes:
    """Overwrite one page with zeros, as a write that never came leaves it."""
    start = drawn.randrange(1, len(raw) // PAGE) * PAGE
    return raw[:start] + bytes(PAGE) + raw[start + PAGE :]


VIEWS: dict[str, Damage] = {
    "folder gone": lambda path, _: shutil.rmtree(path.parent),
    "file gone": lambda path, _: path.unlink(),
    "empty": rewritten(lambda _raw, _: b""),
    "noise": rewritten(lambda raw, drawn: drawn.randbytes(len(raw))),
    "half": rewritten(lambda raw, _: raw[: len(raw) // 2]),
    "torn": rewritten(lambda raw, _: raw[: -PAGE // 2]),
    "no header": rewritten(lambda raw, _: bytes(100) + raw[100:]),
    "foreign": replaced_by_foreign,
    "table gone": with_sql("DROP TABLE view_themes"),
    "positions gone": with_sql("DROP TABLE view_positions"),
    "column renamed": with_sql("ALTER TABLE view_themes RENAME COLUMN status TO state"),
    "list is no JSON": with_sql("UPDATE view_visits SET host_people = 'not json'"),
    "noise in the journal": lambda path, drawn: path.with_name(f"{path.name}-wal").write_bytes(drawn.randbytes(5120)),
}
INDEXES: dict[str, Damage] = {
    "folder gone": lambda folder, _: shutil.rmtree(folder),
    "manifest gone": lambda folder, _: (folder / "manifest").unlink(),
    "manifest is noise": lambda folder, drawn: (folder / "manifest").write_bytes(drawn.randbytes(300)),
    "manifest empty": lambda folder, _: (folder / "manifest").write_bytes(b""),
    "half": cut_short,
}
# SQLite finds what breaks its pages; a bit in a text of a view it cannot find, and views have no hashes.
DRAWN_VIEWS = (page_spoilt, cut_somewhere, page_emptied)
DRAWN_INDEXES = (bit_flipped, cut_somewhere, stretch_spoilt)


def damage_of(number: int) -> tuple[Path, Damage]:
    """Give the place and the kind of one damage: views and indexes in turn, the known kinds first."""
    turn, is_index = divmod(number, 2)
    if is_index:
        return INDEX, _of(turn, INDEXES.values(), DRAWN_INDEXES)
    return VIEWS_FILE, _of(turn, VIEWS.values(), DRAWN_VIEWS)


def _of(turn: int, known: Iterable[Damage], drawn: Sequence[Change]) -> Damage:
    kinds = list(known)
    return kinds[turn] if turn < len(kinds) else rewritten(drawn[turn % len(drawn)])


def _filled(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.stat().st_size)
