"""Erase where the views and the log lie on a server: rows are looked at, and dead ones are vacuumed away."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.keeping.migrate import migrate_log
from epex.app.keeping.switching import switch_index
from epex.core.decision import Refused
from tests.app.erasing.bases import COLLEAGUE, GONE, NAME, NAMING, RARE, again, erase, name_in_element, types
from tests.app.erasing.plaintext import residues
from tests.app.erasing.test_erasure import FACTS


@pytest.fixture
def shared(small: KnowledgeBase, postgres_url: str) -> Iterator[KnowledgeBase]:
    """Move the log and the views of the small base to a server, and read there."""
    migrate_log(small.config, postgres_url, tell=lambda _: None)
    config = KnowledgeBase.open(small.config.folder).config
    write_config(replace(config, views=postgres_url))
    for path in (config.folder / "views").iterdir():
        path.unlink()
    base = KnowledgeBase.open(config.folder)
    base.today.create()
    base.today.catch_up()
    base.search().search("marmalade")
    yield base
    base.today.close()
    base.log.engine.dispose()


@pytest.fixture(params=["whoosh", "postgres"])
def searched(request: pytest.FixtureRequest, shared: KnowledgeBase) -> KnowledgeBase:
    """Search the base by one index or another, and by no other."""
    switch_index(shared, request.param)
    return again(shared)


def run(base: KnowledgeBase, statement: str) -> list[str]:
    """Run a statement on the server outside of any transaction."""
    with base.today.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        result = connection.execute(sa.text(statement))
        return [str(row[0]) for row in result] if result.returns_rows else []


def server_folder(base: KnowledgeBase) -> Path:
    """Find the files of the database, when the server is on this machine."""
    (data,) = run(base, "SHOW data_directory")
    (number,) = run(base, "SELECT oid FROM pg_database WHERE datname = current_database()")
    folder = Path(data) / "base" / number
    if not folder.is_dir():
        pytest.skip("The server's files are on another machine.")
    run(base, "CHECKPOINT")
    return folder


def test_nothing_is_left_in_the_rows_or_files_of_the_server(searched: KnowledgeBase) -> None:
    before = residues(server_folder(searched), RARE)
    indexed = searched.search().search("marmalade")["total"]

    row = erase(searched)

    assert ({place.partition(": ")[2] for place in before} >= {"utf-8", "stem"}, indexed) == (True, 1)
    assert residues(server_folder(searched), RARE) == []
    assert residues(searched.config.folder, RARE) == []
    assert (row["tasks"], types(searched), row["bytes"] > 10_000) == ([], FACTS, True)
    assert again(searched).search().search("marmalade")["total"] == 0
    assert residues(server_folder(searched), RARE) == []


def test_mentions_are_listed_and_other_rows_are_found(shared: KnowledgeBase) -> None:
    position = name_in_element(shared, f"It was {NAME}.")

    def plant(step: str) -> None:
        if step == "Looking at every byte":
            run(shared, f"UPDATE view_people SET contact = 'with {NAME}' WHERE id = '{COLLEAGUE}'")

    with pytest.raises(Refused, match="still stands in: 1 rows of the view view_people"):
        erase(shared, plant)
    assert erase(again(shared))["tasks"] == [{"id": NAMING, "positions": [position]}]


def test_words_in_an_event_that_were_never_sealed_are_found(shared: KnowledgeBase) -> None:
    def plant(step: str) -> None:
        if step == "Looking at every byte":
            run(shared, f"UPDATE events SET recorded_by = 'for {NAME}' WHERE position = 2")

    with pytest.raises(Refused, match="still stands in: log on the server"):
        erase(shared, plant)
    assert types(shared, GONE) == FACTS[:-1]
