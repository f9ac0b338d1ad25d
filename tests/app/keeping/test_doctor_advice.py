"""What the doctor advises: what is so in one plain sentence, and a way that does not lead back to where it began."""

import errno
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config, write_config
from epex.app.keeping.causes import told_cause
from epex.app.keeping.doctor import examine
from epex.app.keeping.key_backup import back_up_keys
from epex.app.keeping.key_restore import restore_keys
from epex.app.keeping.migrate import migrate_log
from epex.core.decision import Refused, new_id
from epex.core.organisation import Organisation
from epex.core.person import PersonErasureRequested, register, request_erasure
from tests.app.keeping.conftest import labels, propose, untold
from tests.app.keeping.test_doctor import found, in_keys, in_log, states

pytestmark = pytest.mark.slow

MOVE = "move it away first, then run 'epex keys restore FILE'"
WRONG = {
    "keys.db": ("no database of keys that can be read", "x" * 5000),
    "base.key": ("not the wrapping key that belongs to", "A" * 43),
    "destroyed.txt": ("no register of destroyed keys that can be read", "nothing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_to_be_moved_away_and_that_helps(small: KnowledgeBase, tmp_path: Path, name: str) -> None:
    back_up_keys(small.config, tmp_path / "keys.zip", tell=untold)
    (why, text), path = WRONG[name], small.config.keys_folder / name
    path.write_text(text)

    check = found(small.config, "opening")
    path.rename(tmp_path / name)
    restore_keys(tmp_path / "keys.zip", small.config, tell=untold)

    assert (check["state"], check["instead"][: len(MOVE)]) == ("fault", MOVE)
    assert check["what"].startswith(f"{path} is {why}")
    assert examine(small.config, tell=untold)["ok"]


def test_a_register_that_was_moved_away_is_written_again(small: KnowledgeBase) -> None:
    small.log.vault.destroy("theme-gone")
    small.notary.sign()
    path = small.config.keys_folder / "destroyed.txt"
    before = path.read_text()
    path.unlink()

    repaired = found(small.config, "register")

    assert (repaired["repaired"], path.read_text()) == (True, before)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("CREATE INDEX i ON events (actor)", "index i"),
        ("CREATE TABLE notes (said)", "table notes"),
        ("CREATE TRIGGER t AFTER INSERT ON leaves BEGIN SELECT 1; END", "trigger t"),
    ],
)
def test_what_is_foreign_in_the_log_is_named(small: KnowledgeBase, script: str, told: str) -> None:
    in_log(small, f"ANALYZE; {script}")

    check = found(small.config, "tables")

    assert (check["state"], check["what"]) == (
        "fault" if "trigger" in told else "warning",
        f"the log's file holds what is not its own: {told}; backups leave it out",
    )


def test_statistics_of_sqlite_are_nothing_foreign(small: KnowledgeBase) -> None:
    in_log(small, "ANALYZE")

    assert found(small.config, "tables")["state"] == "ok"


def test_no_checkpoint_is_to_be_moved_away_while_the_log_is_damaged(small: KnowledgeBase) -> None:
    in_log(small, "DELETE FROM events WHERE position = 1")

    answer = {check["name"]: check for check in examine(small.config, tell=untold)["checks"]}

    assert answer["ledger"]["state"] == answer["checkpoints"]["state"] == "fault"
    assert (
        answer["checkpoints"]["instead"] == "leave them where they are: they show what the log was; mend the log first"
    )
    assert not [check for check in answer.values() if "move it away" in check["instead"]]


def test_another_base_id_in_the_settings_is_said_and_no_checkpoint_moved(small: KnowledgeBase) -> None:
    write_config(replace(small.config, base_id="another"))

    check = found(read_config(small.config.folder), "checkpoints")

    assert (check["state"], check["what"]) == (
        "fault",
        "the log does not announce the base that epex.toml names: it is another log",
    )
    assert check["instead"] == "set [base] id in epex.toml as it was; leave the checkpoints where they are"


def test_checkpoints_that_are_gone_are_written_again(small: KnowledgeBase) -> None:
    propose(small, "Third")
    small.notary.sign()
    before = {path.name: path.read_text() for path in small.config.checkpoints_folder.iterdir()}
    shutil.rmtree(small.config.checkpoints_folder)

    kept = found(small.config, "signed heads", repairs=False)
    repaired = found(small.config, "signed heads")

    assert (kept["state"], kept["what"]) == ("fault", "2 checkpoints that this base signed are gone from their folder")
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert {path.name: path.read_text() for path in small.config.checkpoints_folder.iterdir()} == before
    assert found(small.config, "signed heads")["state"] == "ok"


def test_an_older_log_is_found_by_the_heads_that_were_signed(small: KnowledgeBase) -> None:
    propose(small, "Lost")
    small.notary.sign()
    in_log(small, "DELETE FROM events WHERE position = 6; DELETE FROM leaves WHERE position = 6")
    shutil.rmtree(small.config.checkpoints_folder)

    check = found(small.config, "ledger")

    assert (check["state"], "1 event is missing" in check["what"]) == ("fault", True)


def test_a_restored_base_is_told_what_it_must_see_first(small: KnowledgeBase) -> None:
    in_keys(small, "INSERT INTO restored DEFAULT VALUES")

    check = found(small.config, "signed heads")

    assert (check["state"], check["instead"]) == (
        "warning",
        "run 'epex audit checkpoint --kept FILE', or with --none-kept when nobody has one",
    )


def test_another_network_in_the_settings_is_said(small: KnowledgeBase) -> None:
    write_config(replace(small.config, network_id="network-other"))

    check = found(read_config(small.config.folder), "network")

    assert (check["state"], check["instead"]) == ("fault", f'set [network] id = "{small.config.network_id}" there')
    assert check["what"] == "epex.toml names the network network-other, and the log is of another"


def test_a_reader_who_is_not_here_is_no_fault_of_the_index(small: KnowledgeBase) -> None:
    small.search().rebuild()
    config = replace(small.config, acting_as="person-gone")
    write_config(config)

    answer = states(config)

    assert (answer["index"], answer["reader"]) == ("ok", "fault")
    assert found(config, "reader")["what"] == "[reader] in epex.toml names person-gone, who is not here or was erased"


def test_erasures_that_are_not_finished_are_named_with_the_command(small: KnowledgeBase) -> None:
    act = small.begin()
    gone = new_id("person")
    act.record(register(gone, "Orla Quirke", Organisation(act.by.organisation or ""), by=act.by))
    act = small.begin()
    act.record(request_erasure(act.load(gone), PersonErasureRequested(ground="Asked for it"), by=act.by))
    asked = found(small.config, "erasures")
    small.log.vault.keep("erasing reflection-x", b"words")
    both = found(small.config, "erasures")

    assert (asked["state"], asked["what"]) == ("fault", f"not finished: the erasure of {gone}")
    assert asked["instead"] == f"run 'epex person erase {gone} --ground TEXT' again"
    assert both["what"] == f"not finished: the erasure of {gone}, the withdrawal of reflection-x"
    assert both["instead"].endswith("and 'epex reflection withdraw reflection-x' again")


def test_keys_that_are_gone_are_named_in_words(small: KnowledgeBase) -> None:
    shutil.rmtree(small.config.keys_folder)

    check = found(small.config, "permissions")

    assert (check["state"], check["what"], check["instead"]) == (
        "fault",
        f"{small.config.keys_folder} is missing",
        "bring the keys back with 'epex keys restore FILE'",
    )


def test_a_payload_of_the_wrong_kind_is_told_in_words(small: KnowledgeBase) -> None:
    in_log(
        small, "UPDATE events SET payload = 'text' WHERE position = 4; UPDATE events SET payload = 7 WHERE position = 5"
    )

    answer = examine(small.config, tell=untold)

    said = " ".join(check["what"] + check["instead"] for check in answer["checks"])
    assert (answer["ok"], "TypeError" in said, "AttributeError" in said) == (False, False, False)
    assert "the column payload holds a value of the wrong type" in said


def _full() -> sqlite3.Error:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count = 1")
    try:
        connection.execute("CREATE TABLE filling (a)")
    except sqlite3.Error as error:
        return error
    raise AssertionError


def _refused_for(cause: Exception) -> Exception:
    refused = Refused("The keys cannot be written (x); nothing was recorded.")
    refused.__cause__ = cause
    return refused


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (_full(), "the disk is full"),
        (_refused_for(_full()), "the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/base/keys"), "/base/keys is missing"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/base/log"),
            "/base/log may not be read or changed by you",
        ),
        (TypeError("expected bytes"), "something that it reads is not of the kind that epex writes"),
        (sqlite3.OperationalError("locked"), "its database does not answer (locked)"),
        (Refused("It is so; do this."), "it is so"),
    ],
)
def test_a_failure_is_told_in_one_sentence(tmp_path: Path, error: Exception, what: str) -> None:
    finding = told_cause(error, [tmp_path])

    assert (finding.state, finding.what.lower(), bool(finding.instead)) == ("fault", what.lower(), True)


@pytest.mark.parametrize("loss", ["DROP TABLE view_positions", "DELETE FROM view_positions", "DROP TABLE view_themes"])
def test_views_that_are_missing_on_a_server_are_made(small: KnowledgeBase, postgres_url: str, loss: str) -> None:
    migrate_log(small.config, postgres_url, tell=untold)
    config = replace(read_config(small.config.folder), views=postgres_url)
    write_config(config)
    base = KnowledgeBase.open(config.folder)
    base.today.create()
    assert labels(base) == ["Tea", "Trust"]
    with base.today.store.engine.begin() as connection:
        connection.exec_driver_sql(loss)

    kept = found(config, "views", repairs=False)
    repaired = found(config, "views")

    assert (kept["state"], kept["repaired"]) == ("fault", False)
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert labels(KnowledgeBase.open(config.folder)) == ["Tea", "Trust"]
    assert found(config, "views")["state"] == "ok"


def test_advice_can_be_pasted_where_a_folder_has_two_words(small: KnowledgeBase, tmp_path: Path) -> None:
    shutil.copytree(small.config.folder, tmp_path / "two words")
    config = read_config(tmp_path / "two words")
    (config.keys_folder / "base.key").chmod(0o644)

    check = found(config, "permissions", repairs=False)

    assert check["instead"] == f"run chmod -R go-rwx '{config.keys_folder}'"
