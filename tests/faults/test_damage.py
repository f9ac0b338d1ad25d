"""Damaged views and indexes heal without being asked: a fresh process answers as if nothing had happened."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from epex.projections.runner import Views
from tests.faults.answers import hits, lists

pytestmark = pytest.mark.slow
PAGE = 4096
PAGES = 6
FLIPS = 10
Damage = Callable[[Path], object]


def drawing(seed: int) -> Random:
    """Draw the same damage every time."""
    return Random(seed)  # noqa: S311 - a repeatable test needs no secrets


def rewritten(change: Callable[[bytes], bytes]) -> Damage:
    """Change the bytes of a file."""
    return lambda path: path.write_bytes(change(path.read_bytes()))


def with_sql(*statements: str) -> Damage:
    """Change a database behind the program's back."""

    def act(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return act


def replaced_by_foreign(path: Path) -> None:
    """Put somebody else's database in the place."""
    path.unlink()
    with_sql("CREATE TABLE theirs (secret TEXT)")(path)


def page_spoilt(seed: int) -> Damage:
    """Overwrite one page with noise."""

    def change(raw: bytes) -> bytes:
        drawn = drawing(seed)
        start = drawn.randrange(1, len(raw) // PAGE) * PAGE
        return raw[:start] + drawn.randbytes(PAGE) + raw[start + PAGE :]

    return rewritten(change)


def bit_flipped(seed: int) -> Damage:
    """Flip one bit of one file below a folder."""

    def act(folder: Path) -> None:
        drawn = drawing(seed)
        path = drawn.choice(sorted(file for file in folder.rglob("*") if file.is_file() and file.stat().st_size))
        raw = bytearray(path.read_bytes())
        raw[drawn.randrange(len(raw))] ^= 1 << drawn.randrange(8)
        path.write_bytes(raw)

    return act


def cut_short(folder: Path) -> None:
    """Cut the largest file below a folder in half."""
    path = max((file for file in folder.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    os.truncate(path, path.stat().st_size // 2)


def unmended(_views: Views, error: Exception) -> None:
    """Leave damaged views as they are: a fault."""
    raise error


VIEWS: dict[str, Damage] = {
    "folder gone": lambda path: shutil.rmtree(path.parent),
    "file gone": Path.unlink,
    "empty": rewritten(lambda _raw: b""),
    "noise": rewritten(lambda raw: drawing(0).randbytes(len(raw))),
    "half": rewritten(lambda raw: raw[: len(raw) // 2]),
    "torn": rewritten(lambda raw: raw[: -PAGE // 2]),
    "no header": rewritten(lambda raw: bytes(100) + raw[100:]),
    "foreign": replaced_by_foreign,
    "table gone": with_sql("DROP TABLE view_themes"),
    "positions gone": with_sql("DROP TABLE view_positions"),
    "column renamed": with_sql("ALTER TABLE view_themes RENAME COLUMN status TO state"),
    "noise in the journal": lambda path: path.with_name(f"{path.name}-wal").write_bytes(bytes(range(256)) * 20),
    **{f"page {seed}": page_spoilt(seed) for seed in range(PAGES)},
}
INDEXES: dict[str, Damage] = {
    "folder gone": shutil.rmtree,
    "manifest gone": lambda folder: (folder / "manifest").unlink(),
    "manifest is noise": lambda folder: (folder / "manifest").write_bytes(drawing(0).randbytes(300)),
    "manifest empty": lambda folder: (folder / "manifest").write_bytes(b""),
    "half": cut_short,
    **{f"bit {seed}": bit_flipped(seed) for seed in range(FLIPS)},
}


@pytest.fixture(scope="module")
def sound(whole_demo: Path) -> dict[str, Any]:
    """Ask the sound base once."""
    return {"lists": lists(whole_demo), "hits": hits(whole_demo)}


@pytest.mark.parametrize("damage", VIEWS.values(), ids=VIEWS)
def test_views_heal(demo: Path, sound: dict[str, Any], damage: Damage) -> None:
    damage(demo / "views" / "views.db")

    assert lists(demo) == sound["lists"]
    assert hits(demo) == sound["hits"]


@pytest.mark.parametrize("damage", INDEXES.values(), ids=INDEXES)
def test_index_heals(demo: Path, sound: dict[str, Any], damage: Damage) -> None:
    damage(demo / "index")

    assert hits(demo) == sound["hits"]


def test_views_harness_finds_views_that_do_not_heal(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Views, "_mend", unmended)
    with_sql("DROP TABLE view_themes")(demo / "views" / "views.db")

    with pytest.raises(sa.exc.OperationalError):
        lists(demo)


def test_index_harness_finds_an_index_that_is_trusted(
    demo: Path, sound: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("epex.search.index.Snapshot.frequencies", lambda _self, _stem: iter(()))

    assert hits(demo) != sound["hits"]


def test_views_heal_when_a_list_is_no_json(demo: Path, sound: dict[str, Any]) -> None:
    with_sql("UPDATE view_visits SET host_people = 'not json'")(demo / "views" / "views.db")

    assert lists(demo) == sound["lists"]
