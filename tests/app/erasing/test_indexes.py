"""Erase where words are counted and indexed: in the views' database and in the folder of the index."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.core.decision import Refused
from tests.app.erasing.bases import (
    EARLIER,
    GONE,
    NAME,
    NAMING,
    RARE,
    SENTENCE,
    WRITTEN,
    again,
    erase,
    name_in_element,
    withdraw,
)
from tests.app.erasing.plaintext import residues

BACKENDS = ["whoosh", "sqlite-fts5"]
# Grams of four letters that no other word of the base has.
GRAMS = ("marm", "mala", "ibun")
COUNTED = {"view_sections", "view_section_stems", "view_section_grams"}
FULL_TEXT = {"section_index", "section_index_content", "section_index_data", "section_index_places"}


@pytest.fixture(params=BACKENDS)
def searched(request: pytest.FixtureRequest, small: KnowledgeBase) -> KnowledgeBase:
    """Give a base that is searched by one index or another, and by no other."""
    return searched_by(small, request.param)


@pytest.fixture(params=[False, True], ids=["alone", "beside another"])
def beside(request: pytest.FixtureRequest, searched: KnowledgeBase) -> Iterator[None]:
    """Let somebody else have the views open, so that they cannot be thrown away, or nobody."""
    with closing(sqlite3.connect(views_of(searched))) as other:
        if request.param:
            other.execute("SELECT count(*) FROM sqlite_master").fetchall()
        yield


def searched_by(base: KnowledgeBase, backend: str) -> KnowledgeBase:
    """Let a base be searched by an index, and search it once."""
    write_config(replace(base.config, backend=backend))
    if backend != "whoosh":
        shutil.rmtree(base.config.index_folder)
    found = again(base)
    search(found)
    return again(found)


def search(base: KnowledgeBase) -> int:
    """Search for a word, and count the hits."""
    search = base.search()
    total: int = search.search("marmalade")["total"]
    search.close()
    return total


def views_of(base: KnowledgeBase) -> Path:
    """Find the file of the views."""
    return base.config.folder / "views" / "views.db"


def holding(base: KnowledgeBase, texts: tuple[str, ...]) -> set[str]:
    """Name the tables that have one of some texts in their rows, those that SQLite keeps for an index as well."""
    with closing(sqlite3.connect(views_of(base))) as views:
        names = [name for (name,) in views.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name for name in names if any(_has(row, texts) for row in views.execute(f"SELECT * FROM {name}"))}


def _has(row: tuple[object, ...], texts: tuple[str, ...]) -> bool:
    cells = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row).lower()
    return any(text.encode() in cells for text in texts)


def left(base: KnowledgeBase) -> list[str]:
    """List what a second scanner still finds: the rare words with their stems and grams, and whole texts."""
    whole = residues(base.config.folder, [NAME, EARLIER, SENTENCE], stems=False)
    return [*residues(base.config.folder, RARE), *whole, *sorted(holding(base, GRAMS))]


def test_words_stand_wherever_they_are_counted_and_indexed_before(searched: KnowledgeBase) -> None:
    expected = COUNTED | (FULL_TEXT if searched.config.backend == "sqlite-fts5" else set())

    assert holding(searched, ("marmalad", *GRAMS)) & (COUNTED | FULL_TEXT) == expected


@pytest.mark.slow
@pytest.mark.usefixtures("beside")
def test_no_byte_is_left_of_what_was_counted_and_indexed(searched: KnowledgeBase) -> None:
    erase(searched)

    assert left(searched) == []
    assert search(again(searched)) == 0
    assert left(searched) == []


@pytest.mark.slow
@pytest.mark.usefixtures("beside")
def test_no_byte_is_left_of_a_reflection_that_was_withdrawn(searched: KnowledgeBase) -> None:
    base = again(searched, GONE)

    withdraw(base, WRITTEN)

    assert residues(base.config.folder, ["marmalade", "tribunal"]) == []
    assert holding(base, GRAMS) == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "We spoke of Zephyrine, and to the Quillenbrook.",
        "Two were there (Zephyrine): Quillenbrook was the other.",
    ],
)
def test_words_that_stand_side_by_side_only_where_they_are_counted_are_nobodys(
    searched: KnowledgeBase, words: str
) -> None:
    name_in_element(searched, words)
    search(searched)

    assert erase(again(searched))["tasks"] == []


@pytest.mark.slow
@pytest.mark.usefixtures("beside")
def test_a_mention_is_listed_wherever_it_is_counted_too(searched: KnowledgeBase) -> None:
    position = name_in_element(searched, f"It was {NAME}, and we all heard {NAME}.")
    search(searched)

    assert erase(again(searched))["tasks"] == [{"id": NAMING, "positions": [position]}]


def plant(base: KnowledgeBase, statement: str) -> Callable[[str], None]:
    """Change the views just before they are looked at."""

    def change(step: str) -> None:
        if step == "Looking at every byte":
            with closing(sqlite3.connect(views_of(base))) as views, views:
                views.execute(statement, {"words": NAME.lower()})

    return change


@pytest.mark.slow
def test_what_was_counted_from_other_documents_is_found(small: KnowledgeBase) -> None:
    counted = "UPDATE view_sections SET words = :words WHERE number = (SELECT min(number) FROM view_sections)"
    other = "UPDATE view_positions SET build = 'another' WHERE name = 'statistics'"

    def change(step: str) -> None:
        plant(small, counted)(step)
        plant(small, other)(step)

    with pytest.raises(Refused, match="still stands in: 1 rows of the view view_sections"):
        erase(small, change)


@pytest.mark.slow
def test_an_index_that_nobody_follows_any_more_is_deleted(small: KnowledgeBase) -> None:
    write_config(replace(small.config, backend="sqlite-fts5"))
    base = again(small)
    before = residues(base.config.index_folder, RARE)

    erase(base)

    assert (before != [], [*base.config.index_folder.iterdir()], left(base)) == (True, [], [])
