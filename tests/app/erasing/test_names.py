"""A person can always be erased, whatever their name is, and the certificate says what was looked for."""

import errno
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.erasing.certificate import as_text
from epex.app.keeping.branch import branch
from epex.app.keeping.key_backup import back_up_keys
from epex.core import person
from epex.core.decision import Refused
from tests.app.erasing.bases import (
    COLLEAGUE,
    GONE,
    GROUND,
    HOME,
    NAMING,
    again,
    erase,
    name_in_element,
    types,
)
from tests.app.erasing.plaintext import residues

pytestmark = pytest.mark.slow

CERTAIN = "Nothing was looked for: there is no text of two letters or more. That the keys are destroyed is certain."

SOMEBODY = "person-0b9a6d5c-1111-4222-8333-777788887777"


def full() -> Exception:
    """Fill a database to its brim, and give what SQLite says then."""
    with closing(sqlite3.connect(":memory:")) as small:
        small.execute("CREATE TABLE texts (text TEXT)")
        small.execute("PRAGMA max_page_count = 2")
        try:
            small.execute("INSERT INTO texts VALUES (?)", ("x" * 100_000,))
        except sqlite3.OperationalError as error:
            return error
    raise AssertionError


def renamed(base: KnowledgeBase, name: str, contact: str = "") -> KnowledgeBase:
    """Give the colleague, who wrote nothing that anybody quotes, another name."""
    act = base.begin()
    act.record(person.revise(act.load(COLLEAGUE), name=name, contact=contact or None, by=act.by))
    base.queries().listing("person")
    return base


@pytest.mark.parametrize(
    "name",
    [
        "Wu",
        "Ty",
        "Le",
        "DE",
        "Base",
        "Person",
        "Event",
        "Network",
        "table",
        "Reflection",
        "Practitioner",
        "Organisation",
        "Positions",
        "Private Key",
        "Data Protection Officer",
        "Erased",
        "Index",
        "SQLite",
        "Keys",
        "Lock",
        "Signing",
        "Destroyed",
        "Events",
        "Checkpoints",
        "Manifest",
        "en",
        "Ed",
    ],
)
def test_nobodys_name_is_in_the_way_of_an_erasure(small: KnowledgeBase, name: str) -> None:
    erase(renamed(small, name), who=COLLEAGUE)

    assert types(small, COLLEAGUE)[-1] == "person.erased"


def test_nobodys_contact_is_in_the_way_of_an_erasure(small: KnowledgeBase) -> None:
    base = renamed(small, "Tove Nygaard-Holt", "Room 5, 17; 2026, a/b, @tovenh, t.example/tovenh, 12 34 56")

    row = erase(base, who=COLLEAGUE)

    # Two names; a handle, an address and a number that reach somebody; sentences of what they wrote.
    assert row["looked_for"] == 6
    assert residues(small.config.folder, ["tovenh"]) == []


@pytest.mark.parametrize("word", ["Hope", "Familiengruppe"])
def test_a_name_that_is_an_ordinary_word_is_a_task_where_others_use_it(small: KnowledgeBase, word: str) -> None:
    position = name_in_element(renamed(small, word), f"There is {word} in it.")

    row = erase(small, who=COLLEAGUE)

    assert row["tasks"] == [{"id": NAMING, "positions": [position]}]


@pytest.mark.parametrize("name", ["Y", "Ø."])
def test_a_name_with_too_few_letters_is_said_to_be_looked_for_nowhere(small: KnowledgeBase, name: str) -> None:
    act = small.begin()
    act.record(person.register(SOMEBODY, name, act.load(HOME), by=act.by))
    heard: list[str] = []

    row = erase(small, heard.append, SOMEBODY)

    assert (row["looked_for"], list(as_text(row))[-1]) == (0, CERTAIN)
    assert "Leaving out 1 text of fewer than two letters, which no look can find" in heard


@pytest.mark.parametrize("name", ["K. L.", "Y", "Wu"])
def test_a_ground_that_repeats_the_shortest_name_is_refused(small: KnowledgeBase, name: str) -> None:
    renamed(small, name)

    with pytest.raises(Refused, match="repeat what is to go"):
        erase(small, who=COLLEAGUE, ground=f"Asked for by {name} in a letter")


def test_initials_are_found_as_they_are_written(small: KnowledgeBase) -> None:
    renamed(small, "K. L.")
    path = small.config.folder / "notes.txt"
    path.write_text("with K. L. in May", "utf-8")

    with pytest.raises(Refused, match=r"it still stands in: notes\.txt\."):
        erase(small, who=COLLEAGUE)


@pytest.mark.parametrize("name", ["Wu", "Mira Holmgaard"])
def test_what_readable_files_say_is_found_whatever_the_name(small: KnowledgeBase, name: str) -> None:
    renamed(small, name)
    for file in ("epex.toml", "list.csv"):
        path = small.config.folder / file
        path.write_text(f"{path.read_text('utf-8') if path.exists() else ''}# with {name}, \n", "utf-8")

    with pytest.raises(Refused, match=r"it still stands in: epex\.toml; list\.csv\."):
        erase(small, who=COLLEAGUE)


def test_a_copy_of_the_keys_stops_the_erasure_until_it_is_deleted(small: KnowledgeBase) -> None:
    copy = small.config.folder / "copy of keys"
    copy.write_bytes((small.config.keys_folder / "keys.db").read_bytes())

    for _ in range(2):
        with pytest.raises(Refused, match=r"copy of keys \(it still holds a key of what is to go; delete it\)"):
            erase(again(small))
    copy.unlink()

    assert erase(again(small))["id"] == GONE


def test_a_backup_of_the_keys_below_the_base_stops_the_erasure(small: KnowledgeBase) -> None:
    back_up_keys(small.config, small.config.folder / "saved.zip", tell=lambda _: None)

    with pytest.raises(Refused, match=r"saved\.zip!keys\.db \(it still holds a key"):
        erase(small)


def test_a_branch_below_the_base_stops_the_erasure(small: KnowledgeBase) -> None:
    folder = small.config.folder / "branches" / "south"
    branch(small, folder, tell=lambda _: None)

    with pytest.raises(Refused, match=r"branches/south/keys/keys\.db \(it still holds a key"):
        erase(small)


def test_another_ground_is_said_to_count_for_nothing(small: KnowledgeBase) -> None:
    row, heard = erase(small), list[str]()

    assert erase(again(small), heard.append, ground="Another") == row
    assert heard[0] == f"It was asked for before, and what was said then stands ({GROUND}); going on"


def test_whoever_reads_by_the_settings_is_to_be_replaced_there(small: KnowledgeBase) -> None:
    write_config(replace(small.config, acting_as=GONE))
    heard: list[str] = []
    officer = small.config.acting_as

    erase(KnowledgeBase.open(small.config.folder, officer), heard.append)

    warning = "This is who reads here by [reader] in epex.toml; set somebody else there before anything else"
    assert warning in heard


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), full()],
    ids=["a file", "a database"],
)
def test_without_room_it_says_so_and_goes_on_later(small: KnowledgeBase, error: Exception) -> None:
    def tell(step: str) -> None:
        if step == "Building the views anew":
            raise error

    with pytest.raises(Refused, match="There is no room to write; make some on the disk, then run the same command"):
        erase(small, tell)

    assert erase(again(small))["id"] == GONE
