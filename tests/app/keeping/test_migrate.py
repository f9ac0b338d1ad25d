"""Migrating: what is missing is made once, and a log moves to a server whole or not at all."""

import sqlite3
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.keeping.migrate import migrate, migrate_log
from epex.core.decision import Refused
from epex.core.log import schema
from epex.core.log.copying import closing_for_good, copy_rows
from epex.core.log.database import connect
from tests.app.keeping.conftest import labels, propose, untold

NOTHING: dict[str, object] = {"log": [], "keys": [], "rotations_finished": [], "move_undone": False}


@pytest.mark.slow
def test_migrate_makes_what_an_older_base_lacks_once(small: KnowledgeBase) -> None:
    labels(small)
    with sqlite3.connect(small.config.keys_folder / "keys.db") as connection:
        connection.executescript("DROP TABLE pending; DROP TABLE wrappings")
    with sqlite3.connect(small.config.address(small.config.views)) as connection:
        connection.execute("UPDATE view_positions SET version = 0 WHERE name = 'themes'")
        (older,) = connection.execute("SELECT group_concat(name) FROM view_positions").fetchone()

    first, second = migrate(small.config), migrate(small.config)

    outdated = [name for name in small.today.names if name == "themes" or name not in older.split(",")]
    assert first == {**NOTHING, "keys": ["pending", "wrappings"], "views": outdated}
    assert second == {**NOTHING, "views": []}
    assert labels(KnowledgeBase.open(small.config.folder)) == ["Tea", "Trust"]


def test_migrate_never_makes_a_log_where_one_was_lost(small: KnowledgeBase) -> None:
    small.log.engine.dispose()
    log = Path(small.config.address(small.config.log))
    log.unlink()

    with pytest.raises(Refused, match="is missing; bring it back from a backup"):
        migrate(small.config)
    log.touch()
    with pytest.raises(Refused, match="holds no log"):
        migrate(small.config)


def test_migrate_opens_a_log_that_a_move_left_closed(small: KnowledgeBase) -> None:
    with closing_for_good(small.log.engine):
        pass
    with pytest.raises(Refused, match="this log was moved to a server"):
        propose(small, "Too late")

    assert migrate(small.config)["move_undone"] is True

    propose(small, "In time")
    assert labels(small) == ["In time", "Tea", "Trust"]


def test_a_log_moves_to_a_server_with_its_positions_and_leaves(small: KnowledgeBase, postgres_url: str) -> None:
    before = small.verify()
    leaves = small.log.rows.leaves()
    epoch = small.log.facts()

    answer = migrate_log(small.config, postgres_url, tell=untold)

    moved = KnowledgeBase.open(small.config.folder)
    assert (answer["copied"], answer["size"], answer["root"]) == (5, 5, before["root"])
    assert moved.config.log == postgres_url
    assert (moved.verify(), moved.log.rows.leaves(), moved.log.facts()) == (before, leaves, epoch)
    propose(moved, "On the server")
    assert (moved.log.head(), labels(moved)) == (6, ["On the server", "Tea", "Trust"])
    assert moved.notary.sign().checkpoint.size == 6


def test_the_old_file_takes_no_more_events(small: KnowledgeBase, postgres_url: str) -> None:
    migrate_log(small.config, postgres_url, tell=untold)

    with pytest.raises(Refused, match="this log was moved to a server"):
        propose(small, "From a process that did not hear of it")

    assert small.log.head() == KnowledgeBase.open(small.config.folder).log.head() == 5


def test_a_move_that_was_cut_off_goes_on(small: KnowledgeBase, postgres_url: str) -> None:
    target = connect(postgres_url)
    schema.create(target)
    copy_rows(small.log.engine, target)
    propose(small, "Meanwhile")

    answer = migrate_log(small.config, postgres_url, tell=untold)

    assert (answer["copied"], answer["size"]) == (1, 6)
    assert labels(KnowledgeBase.open(small.config.folder)) == ["Meanwhile", "Tea", "Trust"]


def test_a_move_onto_another_log_is_refused(small: KnowledgeBase, demo_folder: Path, postgres_url: str) -> None:
    target = connect(postgres_url)
    schema.create(target)
    copy_rows(KnowledgeBase.open(demo_folder).log.engine, target)

    with pytest.raises(Refused, match="That database holds another log; name an empty one"):
        migrate_log(small.config, postgres_url, tell=untold)

    propose(small, "Still here")
    assert read_config(small.config.folder).log == "log/events.db"


def test_a_damaged_log_does_not_move(small: KnowledgeBase, postgres_url: str) -> None:
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.execute("UPDATE events SET actor = 'person-x' WHERE position = 5")

    with pytest.raises(Refused, match="Nothing was moved, for the log is damaged at position 5"):
        migrate_log(small.config, postgres_url, tell=untold)


def test_settings_that_cannot_be_changed_leave_the_log_open(small: KnowledgeBase, postgres_url: str) -> None:
    path = small.config.folder / "epex.toml"
    path.write_text(path.read_text().replace('[log]\naddress = "log/events.db"', 'log.address = "log/events.db"'))
    text = path.read_text()
    path.write_text('log.address = "log/events.db"\n' + text.replace('log.address = "log/events.db"\n', ""))

    with pytest.raises(Refused, match="there by hand"):
        migrate_log(read_config(small.config.folder), postgres_url, tell=untold)

    propose(small, "Still here")
    assert labels(small) == ["Still here", "Tea", "Trust"]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("elsewhere.db", "is no address of a server"),
        ("mysql://host/base", "is no address of a server"),
        ("postgresql://127.0.0.1:1/none", "does not answer"),
    ],
)
def test_an_address_that_is_none_is_refused(small: KnowledgeBase, address: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        migrate_log(small.config, address, tell=untold)

    propose(small, "Still here")


def test_a_log_on_a_server_is_not_moved_again(small: KnowledgeBase, postgres_url: str) -> None:
    migrate_log(small.config, postgres_url, tell=untold)

    with pytest.raises(Refused, match="on a server already"):
        migrate_log(read_config(small.config.folder), postgres_url, tell=untold)
