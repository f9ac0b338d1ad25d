"""What may be found: texts of others that are listed, wherever the base keeps them."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.founding import Founding, init
from epex.core import organisation, person
from epex.core.decision import Refused
from epex.core.organisation import Organisation
from tests.app.erasing.bases import COLLEAGUE, GONE, HOME, NAMING, again, erase, name_in_element
from tests.app.erasing.plaintext import residues

pytestmark = pytest.mark.slow

ONE_WORD = "Quillenbrookia"


def with_person(folder: Path, name: str, network: str = "North") -> KnowledgeBase:
    """Found a base with somebody of a certain name."""
    init(folder, Founding(network=network, person="Anna Berg", organisation="Lighthouse", country="XK"))
    base = KnowledgeBase.open(folder)
    by = base.begin().by
    base.begin().record(organisation.join(HOME, "Harbour House", country="NO", kind="ngo", by=by))
    base.begin().record(person.register(GONE, name, Organisation(HOME), by=by))
    return base


def test_a_name_of_one_word_stands_in_the_index_when_others_use_it(tmp_path: Path) -> None:
    base = with_person(tmp_path / "base", ONE_WORD)
    position = name_in_element(base, f"We learned it from {ONE_WORD}, twice.")
    base.search().search("learned")

    row = erase(base)

    assert row["tasks"] == [{"id": NAMING, "positions": [position]}]
    assert "index" in {place.partition("/")[0] for place in residues(base.config.folder, [ONE_WORD.lower()])}


def test_a_name_of_one_word_that_nobody_uses_is_nowhere(tmp_path: Path) -> None:
    base = with_person(tmp_path / "base", ONE_WORD)
    name_in_element(base, "We learned it from somebody.")

    erase(base)

    assert residues(base.config.folder, [ONE_WORD]) == []


def test_words_in_the_index_that_no_text_has_are_found(tmp_path: Path) -> None:
    base = with_person(tmp_path / "base", ONE_WORD)
    base.search().search("learned")

    def plant(step: str) -> None:
        if step == "Looking at every byte":
            (base.config.index_folder / "stray").write_text(ONE_WORD, "utf-8")

    with pytest.raises(Refused, match="it still stands in: index/stray"):
        erase(base, plant)


def test_the_name_of_the_network_is_a_mention(tmp_path: Path) -> None:
    base = with_person(tmp_path / "base", "Ida Quillenbrook", network="Friends of Ida Quillenbrook")

    row = erase(base)

    assert [task["id"] for task in row["tasks"]] == [base.config.network_id]


def test_other_words_in_the_settings_are_none(tmp_path: Path) -> None:
    base = with_person(tmp_path / "base", "Ida Quillenbrook", network="Friends of Ida Quillenbrook")
    path = base.config.folder / "epex.toml"
    path.write_text(f"{path.read_text('utf-8')}# ask Ida Quillenbrook\n", "utf-8")

    with pytest.raises(Refused, match=r"it still stands in: epex\.toml"):
        erase(base)


@pytest.mark.parametrize(
    ("file", "statement"),
    [
        ("log/events.db", "UPDATE events SET recorded_by = 'for Zephyrine Quillenbrook' WHERE position = 2"),
        ("keys/keys.db", "INSERT INTO wrappings VALUES ('for Zephyrine Quillenbrook', 'x')"),
    ],
)
def test_words_in_a_database_that_were_never_sealed_are_found(small: KnowledgeBase, file: str, statement: str) -> None:
    def plant(step: str) -> None:
        if step == "Looking at every byte":
            with closing(sqlite3.connect(small.config.folder / file)) as connection, connection:
                for (trigger,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                ).fetchall():
                    connection.execute(f"DROP TRIGGER {trigger}")
                connection.execute(statement)

    with pytest.raises(Refused, match=f"it still stands in: {file}"):
        erase(small, plant)


def test_what_lies_outside_the_folder_is_looked_at_too(small: KnowledgeBase, tmp_path: Path) -> None:
    folder, away = small.config.folder, tmp_path / "away"
    away.mkdir()
    for name in ("keys", "index"):
        shutil.move(folder / name, away / name)
    write_config(
        replace(small.config, keys=str(away / "keys"), index=str(away / "index"), views=str(away / "reading.db"))
    )
    shutil.rmtree(folder / "views")
    (away / "reading.db.bak").write_text("of Zephyrine Quillenbrook", "utf-8")
    (away / "another.txt").write_text("of Zephyrine Quillenbrook, and nobody's business", "utf-8")
    name_in_element(KnowledgeBase.open(folder), "It was Zephyrine Quillenbrook.")

    with pytest.raises(Refused, match=r"it still stands in: /.*/away/reading\.db\.bak\. "):
        erase(base := KnowledgeBase.open(folder))

    (away / "reading.db.bak").unlink()
    (away / "another.txt").unlink()
    assert [task["id"] for task in erase(again(base))["tasks"]] == [NAMING]
    assert {place.partition(":")[0] for place in residues(away, ["Zephyrine Quillenbrook"], stems=False)} == {
        "reading.db"
    }


def test_somebody_of_the_same_name_is_a_mention(small: KnowledgeBase) -> None:
    act = small.begin()
    act.record(person.revise(act.load(COLLEAGUE), name="Zephyrine Quillenbrook", by=act.by))

    assert [task["id"] for task in erase(small)["tasks"]] == [COLLEAGUE]
