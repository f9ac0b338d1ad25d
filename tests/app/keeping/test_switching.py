"""Switch the index: the base searches at every moment, and nothing of the index before is left."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from epex.app import searching
from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.keeping import switching
from epex.app.keeping.switching import switch_index
from epex.core.decision import Refused
from epex.projections.statistics import Statistics
from tests.app.keeping.conftest import propose


@pytest.fixture
def served(small: KnowledgeBase, postgres_url: str) -> Iterator[KnowledgeBase]:
    """Give a base whose views are kept on a server."""
    write_config(replace(small.config, views=postgres_url))
    base = again(small)
    base.today.create()
    yield base
    base.today.close()


def again(base: KnowledgeBase) -> KnowledgeBase:
    """Open a base as another process would."""
    return KnowledgeBase.open(base.config.folder)


def hits(base: KnowledgeBase) -> list[Any]:
    """Search, and list what is found and how well."""
    search = again(base).search()
    found = [(hit["title"], hit["score"]) for hit in search.search("trust tea")["hits"]]
    search.close()
    return found


def status(base: KnowledgeBase) -> tuple[str, str]:
    """Tell which index there is, and how it is."""
    told = again(base).search().status()
    return told["backend"], told["state"]


def tables(base: KnowledgeBase) -> list[str]:
    """List the tables of an index in the file of the views."""
    with closing(sqlite3.connect(base.config.folder / "views" / "views.db")) as views:
        query = "SELECT name FROM sqlite_master WHERE name LIKE 'section_index%'"
        return [name for (name,) in views.execute(query)]


def in_folder(base: KnowledgeBase) -> list[str]:
    """List what lies in the folder of the index."""
    return [path.name for path in base.config.index_folder.glob("*")]


def test_the_index_in_the_views_takes_the_place_of_the_one_in_the_folder(small: KnowledgeBase) -> None:
    before, text = hits(small), (small.config.folder / "epex.toml").read_text()

    done = switch_index(small, "sqlite-fts5")

    assert done == {"backend": "sqlite-fts5", "before": "whoosh", "documents": 2, "seconds": done["seconds"]}
    assert (status(small), len(before), hits(small)) == (("sqlite-fts5", "current"), 2, before)
    assert (in_folder(small), len(tables(small))) == ([], 6)
    assert (small.config.folder / "epex.toml").read_text() == text.replace('"whoosh"', '"sqlite-fts5"')


def test_the_index_in_the_folder_takes_the_place_of_the_one_in_the_views(small: KnowledgeBase) -> None:
    before = hits(small)
    switch_index(small, "sqlite-fts5")

    done = switch_index(again(small), "whoosh")

    assert (done["before"], status(small), hits(small)) == ("sqlite-fts5", ("whoosh", "current"), before)
    assert (len(in_folder(small)), tables(small)) == (3, [])


def test_switching_to_what_is_there_changes_nothing(small: KnowledgeBase) -> None:
    switch_index(small, "sqlite-fts5")
    text = (small.config.folder / "epex.toml").read_text()

    done = switch_index(again(small), "sqlite-fts5")

    assert (done["before"], done["documents"]) == ("sqlite-fts5", 2)
    assert ((small.config.folder / "epex.toml").read_text(), status(small)) == (text, ("sqlite-fts5", "current"))


def test_an_index_that_was_built_before_takes_over_what_came_since(small: KnowledgeBase) -> None:
    hits(small)
    write_config(replace(small.config, backend="sqlite-fts5"))
    propose(small, "Trust again")
    hits(small)

    done = switch_index(again(small), "whoosh")

    assert (done["documents"], len(hits(small))) == (3, 3)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("whoosh", "name_index"),
        ("whoosh", "index_in_views"),
        ("sqlite-fts5", "name_index"),
        ("sqlite-fts5", "clear_index"),
    ],
)
def test_whoever_is_ended_while_switching_goes_on_searching(
    small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str, step: str
) -> None:
    before = hits(small)
    if name == "whoosh":
        switch_index(small, "sqlite-fts5")

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(switching, step, ended)
    with pytest.raises(KeyboardInterrupt):
        switch_index(again(small), name)
    monkeypatch.undo()
    found = hits(small)
    switch_index(again(small), name)

    assert (found, hits(small), status(small)) == (before, before, (name, "current"))
    assert (in_folder(small) != [], tables(small) != []) == (name == "whoosh", name == "sqlite-fts5")


@pytest.mark.parametrize("name", ["whoosh", "sqlite-fts5"])
def test_whoever_is_ended_while_building_goes_on_searching(
    small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = hits(small)
    if name == "whoosh":
        switch_index(small, "sqlite-fts5")
    other = status(small)[0]

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Statistics, "changed", ended)
    with pytest.raises(KeyboardInterrupt):
        switch_index(again(small), name)
    monkeypatch.undo()
    stood = (status(small)[0], hits(small))
    switch_index(again(small), name)

    assert (stood, status(small), hits(small)) == ((other, before), (name, "current"), before)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("lucene", "'lucene' is no index; run 'epex index switch' with one of: whoosh, sqlite-fts5, postgres."),
        (
            "postgres",
            (
                "The index 'postgres' lies in views that are on a server, and these are a file;"
                " run 'epex index switch sqlite-fts5'."
            ),
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(small: KnowledgeBase, name: str, sentence: str) -> None:
    before, files = hits(small), in_folder(small)

    with pytest.raises(Refused) as refused:
        switch_index(small, name)

    assert (str(refused.value), hits(small), in_folder(small)) == (sentence, before, files)


@pytest.mark.parametrize("name", ["lucene", "postgres"])
def test_settings_that_name_what_does_not_fit_are_refused_and_can_be_switched(small: KnowledgeBase, name: str) -> None:
    before = hits(small)
    write_config(replace(small.config, backend=name))

    with pytest.raises(Refused, match="run 'epex index switch"):
        again(small).search()
    switch_index(again(small), "sqlite-fts5")

    assert (status(small), hits(small)) == (("sqlite-fts5", "current"), before)


def test_as_of_a_day_any_index_will_do(small: KnowledgeBase) -> None:
    write_config(replace(small.config, backend="lucene"))

    past = KnowledgeBase.open(small.config.folder, as_of=small.log.today())

    assert past.search().search("trust")["total"] == 1


def test_settings_that_cannot_be_changed_leave_the_index_as_it_is(small: KnowledgeBase) -> None:
    before, path = hits(small), small.config.folder / "epex.toml"
    path.write_text(path.read_text().replace("[index]", "[ index ]"))

    with pytest.raises(Refused, match=r'set backend = "sqlite-fts5" there by hand'):
        switch_index(again(small), "sqlite-fts5")

    assert (status(small), hits(small)) == (("whoosh", "current"), before)


def test_an_index_on_a_server_takes_the_place_of_the_one_in_the_folder(served: KnowledgeBase) -> None:
    before = hits(served)

    done = switch_index(served, "postgres")

    assert (done["documents"], status(served), in_folder(served)) == (2, ("postgres", "current"), [])
    assert (len(before), hits(served)) == (2, before)


def test_the_index_in_the_folder_takes_the_place_of_the_one_on_a_server(served: KnowledgeBase) -> None:
    switch_index(served, "postgres")
    before = hits(served)

    switch_index(again(served), "whoosh")

    assert (status(served), hits(served)) == (("whoosh", "current"), before)
    assert searching.index_in_views(again(served)).is_there() is False


def test_the_index_of_a_file_does_not_fit_on_a_server(served: KnowledgeBase) -> None:
    with pytest.raises(Refused) as refused:
        switch_index(served, "sqlite-fts5")

    assert str(refused.value) == (
        "The index 'sqlite-fts5' lies in views that are a file, and these are on a server; run 'epex index switch"
        " postgres'."
    )
