"""A base is searched by the index that its settings name, and one that cannot be read is made anew."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.projections.positions import Stand


@pytest.fixture
def followed(base: KnowledgeBase) -> KnowledgeBase:
    """Give a base that is searched by an index within the database of its views."""
    write_config(replace(base.config, backend="sqlite-fts5"))
    return KnowledgeBase.open(base.config.folder)


def hits(base: KnowledgeBase) -> list[Any]:
    """Search, and list what is found and how well."""
    return [(hit["id"], hit["score"]) for hit in base.search().search("trust")["hits"]]


def test_a_secret_of_the_index_that_is_missing_is_made_anew_with_the_index(base: KnowledgeBase) -> None:
    secret = base.config.keys_folder / "index.secret"
    before, known = hits(base), secret.read_bytes()

    secret.unlink()
    again = KnowledgeBase.open(base.config.folder)

    assert (hits(again), hits(base)) == (before, before)
    assert (secret.stat().st_mode & 0o777, len(secret.read_bytes()), secret.read_bytes() != known) == (0o600, 43, True)


@pytest.mark.slow
def test_either_index_finds_the_same(base: KnowledgeBase, followed: KnowledgeBase) -> None:
    found = hits(base)

    assert (base.search().status()["backend"], followed.search().status()["backend"]) == ("whoosh", "sqlite-fts5")
    assert (found != [], hits(followed)) == (True, found)


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE section_index_data SET block = x'0011' WHERE id > 10",
        "DELETE FROM section_index_data",
        "DROP TABLE section_index_places",
        "DROP TABLE section_index",
    ],
)
def test_a_damaged_index_in_the_views_is_made_anew(followed: KnowledgeBase, statement: str) -> None:
    found = hits(followed)
    with closing(sqlite3.connect(followed.config.folder / "views" / "views.db")) as views, views:
        views.execute(statement)

    again = hits(KnowledgeBase.open(followed.config.folder))

    assert (found != [], again) == (True, found)


@pytest.mark.slow
def test_who_searches_while_counts_are_taken_away_counts_anew(
    followed: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = hits(followed)
    search = followed.search()
    search.rebuild()
    views, page = followed.today, search._statistics._page
    with views.store.changing() as connection:
        search._statistics._empty(connection, search._statistics._stands(connection)[1])
    taken = [views._drop_statistics]

    def counting(tell: Callable[[int], None]) -> tuple[int, Stand | None]:
        if taken:
            taken.pop()()
        return page(tell)

    monkeypatch.setattr(search._statistics, "_page", counting)

    assert [(hit["id"], hit["score"]) for hit in search.search("trust")["hits"]] == found
