"""Backups: all that was acknowledged, verified, and never a key."""

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import read_config, write_config
from epex.app.keeping.backup import back_up
from epex.app.keeping.migrate import migrate_log
from epex.app.keeping.restore import restore
from epex.app.opening import open_database
from epex.core.decision import Refused
from epex.core.log.copying import closing_for_good, is_closed
from tests.app.keeping.conftest import propose, untold

WRITER = """
import sys
import time
from pathlib import Path
from epex.app.base import KnowledgeBase
from epex.core import theme
from epex.core.decision import new_id
base = KnowledgeBase.open(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    act = base.begin()
    stream = new_id("theme")
    act.record(theme.propose(stream, {"en": stream}, by=act.by))
    print(stream, flush=True)
    time.sleep(0.01)
"""


def streams(saved: Path, place: Path) -> set[str]:
    with ZipFile(saved) as archive:
        archive.extract("events.db", place)
    with sqlite3.connect(place / "events.db") as connection:
        return {stream for (stream,) in connection.execute("SELECT stream_id FROM events")}


def test_backup_says_what_it_holds(small: KnowledgeBase, tmp_path: Path) -> None:
    propose(small, "A third")

    manifest = back_up(small.config, tmp_path / "saved.zip", tell=untold)

    verdict = small.verify()
    said = {name: manifest[name] for name in ("kind", "base_id", "network", "size", "root", "head", "faults")}
    assert said == {
        "kind": "backup",
        "base_id": small.config.base_id,
        "network": "North",
        "size": 6,
        "root": verdict["root"],
        "head": 6,
        "faults": [],
    }


def test_backup_holds_log_settings_checkpoints_and_register_only(small: KnowledgeBase, tmp_path: Path) -> None:
    small.queries().listing("theme")
    small.search().rebuild()

    manifest = back_up(small.config, tmp_path / "saved.zip", tell=untold)

    (checkpoint,) = small.config.checkpoints_folder.iterdir()
    assert list(manifest["members"]) == ["events.db", "epex.toml", f"checkpoints/{checkpoint.name}", "destroyed.txt"]
    with ZipFile(tmp_path / "saved.zip") as archive:
        assert sorted(archive.namelist()) == sorted([*manifest["members"], "manifest.json"])


def test_backup_holds_no_key(small: KnowledgeBase, tmp_path: Path) -> None:
    back_up(small.config, tmp_path / "saved.zip", tell=untold)

    with ZipFile(tmp_path / "saved.zip") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    secrets = [path.read_bytes() for path in small.config.keys_folder.iterdir() if path.suffix in (".key", ".secret")]
    with small.log.vault.store.connected() as connection:
        secrets += [wrapped for (wrapped,) in connection.execute("SELECT wrapped FROM keys")]
    assert [secret for secret in secrets if secret in held] == []
    assert len(secrets) > 6


def test_backup_holds_no_address_of_a_server(small: KnowledgeBase, tmp_path: Path) -> None:
    write_config(replace(small.config, views="postgresql://epex:secret@host/base"))

    back_up(read_config(small.config.folder), tmp_path / "saved.zip", tell=untold)

    with ZipFile(tmp_path / "saved.zip") as archive:
        assert b"secret@host" not in archive.read("epex.toml")


def test_backup_of_a_damaged_log_names_the_positions(small: KnowledgeBase, tmp_path: Path) -> None:
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.execute("UPDATE events SET actor = 'person-x' WHERE position IN (2, 4)")

    with pytest.raises(Refused, match="Nothing was saved, for the log is damaged at positions 2, 4"):
        back_up(small.config, tmp_path / "saved.zip", tell=untold)

    assert not (tmp_path / "saved.zip").exists()
    manifest = back_up(small.config, tmp_path / "saved.zip", tell=untold, damaged=True)
    assert [fault["position"] for fault in manifest["faults"] if "changed" in fault["what"]] == [2, 4]


def test_backup_of_a_log_that_is_not_the_signed_one_is_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    propose(small, "Lost later")
    small.notary.sign()
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.executescript("DELETE FROM events WHERE position = 6; DELETE FROM leaves WHERE position = 6")

    with pytest.raises(Refused, match="1 event is missing, which the checkpoint"):
        back_up(small.config, tmp_path / "saved.zip", tell=untold)


def test_backup_of_an_unreadable_log_is_one_sentence(small: KnowledgeBase, tmp_path: Path) -> None:
    small.log.engine.dispose()
    log = Path(small.config.address(small.config.log))
    log.write_bytes(b"SQLite format 3\0" + bytes(4000))

    with pytest.raises(Refused, match=r"cannot be|does not answer"):
        back_up(small.config, tmp_path / "saved.zip", tell=untold)


FOREIGN = {
    "statistics": "ANALYZE",
    "index": 'CREATE INDEX "i ""x""" ON events (actor)',
    "table": "CREATE TABLE notes (said); INSERT INTO notes VALUES ('Orla Quirke')",
    "trigger": "CREATE TRIGGER t AFTER INSERT ON leaves BEGIN SELECT 1; END",
    "view": "CREATE VIEW v AS SELECT 1",
    "search": "CREATE VIRTUAL TABLE found USING fts5(said); INSERT INTO found VALUES ('Orla Quirke')",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_backup_that_says_it_is_good_can_be_restored(small: KnowledgeBase, tmp_path: Path, kind: str) -> None:
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.executescript(FOREIGN[kind])

    manifest = back_up(small.config, tmp_path / "saved.zip", tell=untold)

    answer = restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)
    assert (answer["size"], answer["root"], answer["faults"]) == (5, manifest["root"], [])
    assert manifest["not_restorable"] == ""
    assert b"Orla Quirke" not in (tmp_path / "restored" / "log" / "events.db").read_bytes()


def test_backup_of_a_log_that_a_move_left_closed_takes_events_again(small: KnowledgeBase, tmp_path: Path) -> None:
    with closing_for_good(small.log.engine):
        pass
    back_up(small.config, tmp_path / "saved.zip", tell=untold)

    restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)

    assert not is_closed(open_database(read_config(tmp_path / "restored")))


def test_backup_with_a_register_that_could_not_be_restored_is_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    (small.config.keys_folder / "destroyed.txt").write_text("nothing")

    with pytest.raises(Refused, match=r"register of destroyed keys .* is damaged"):
        back_up(small.config, tmp_path / "saved.zip", tell=untold)

    assert not (tmp_path / "saved.zip").exists()
    manifest = back_up(small.config, tmp_path / "saved.zip", tell=untold, damaged=True)
    assert (manifest["size"], "is damaged" in manifest["not_restorable"]) == (5, True)
    with pytest.raises(Refused, match="is damaged"):
        restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)


def test_backup_needs_no_keys(small: KnowledgeBase, tmp_path: Path) -> None:
    shutil.rmtree(small.config.keys_folder)

    assert back_up(small.config, tmp_path / "saved.zip", tell=untold)["size"] == 5


@pytest.mark.slow
def test_backups_while_somebody_writes_hold_all_that_was_acknowledged(small: KnowledgeBase, tmp_path: Path) -> None:
    told = (tmp_path / "told").open("w+")
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(small.config.folder)], stdout=told)
    try:
        lost, sizes = [], set()
        for number in range(20):
            while len(acknowledged := _whole_lines(tmp_path / "told")) <= number * 3 + 1:
                assert writer.poll() is None
            saved = tmp_path / f"saved-{number}.zip"
            sizes.add(back_up(small.config, saved, tell=untold)["size"])
            lost += sorted(set(acknowledged[1:]) - streams(saved, tmp_path / str(number)))
    finally:
        writer.kill()
        writer.wait()
        told.close()

    assert lost == []
    assert len(sizes) == 20


def _whole_lines(path: Path) -> list[str]:
    return path.read_text().rpartition("\n")[0].splitlines()


def test_backup_of_a_log_on_a_server_is_the_same_log(small: KnowledgeBase, tmp_path: Path, postgres_url: str) -> None:
    before = back_up(small.config, tmp_path / "before.zip", tell=untold)
    migrate_log(small.config, postgres_url, tell=untold)
    config = read_config(small.config.folder)

    after = back_up(config, tmp_path / "after.zip", tell=untold)

    assert [after[name] for name in ("size", "root", "head")] == [before[name] for name in ("size", "root", "head")]
    assert streams(tmp_path / "after.zip", tmp_path / "a") == streams(tmp_path / "before.zip", tmp_path / "b")
