"""Restoring: whole and verified, or not at all; and whoever was erased stays erased."""

import json
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.app.auditing.verifying import verify_base
from epex.app.base import KnowledgeBase
from epex.app.config import read_config, write_config
from epex.app.founding import init
from epex.app.keeping.backup import back_up
from epex.app.keeping.key_backup import back_up_keys
from epex.app.keeping.restore import restore
from epex.app.opening import open_database
from epex.core.decision import Refused
from epex.core.log.register import parse_register
from tests.app.keeping.conftest import propose, untold
from tests.app.test_founding import FOUNDING

Members = dict[str, bytes]


@pytest.fixture
def saved(small: KnowledgeBase, tmp_path: Path) -> Path:
    back_up(small.config, tmp_path / "saved.zip", tell=untold)
    return tmp_path / "saved.zip"


def forge(saved: Path, change: Callable[[Members], None], *, rehash: bool = True) -> Path:
    """Change members of a backup, with the hashes that go with them."""
    with ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members)
    if rehash:
        manifest["members"] = {
            name: {"sha256": sha256(raw).hexdigest(), "bytes": len(raw)} for name, raw in members.items()
        }
    forged = saved.with_name("forged.zip")
    with ZipFile(forged, "w") as archive:
        for name, raw in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            archive.writestr(name, raw)
    return forged


def in_log(folder: Path, script: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        (folder / "forging.db").write_bytes(members["events.db"])
        connection = sqlite3.connect(folder / "forging.db")
        connection.executescript(script)
        connection.close()
        members["events.db"] = (folder / "forging.db").read_bytes()

    return change


def test_restored_base_is_the_one_that_was_saved(small: KnowledgeBase, saved: Path, tmp_path: Path) -> None:
    answer = restore(saved, tmp_path / "restored", tell=untold)

    config = read_config(tmp_path / "restored")
    here, there = small.verify(), verify_base(config, open_database(config))
    assert config == replace(small.config, folder=tmp_path / "restored")
    assert here == there
    assert {name: answer[name] for name in ("size", "root", "faults", "erased_keys")} == {
        "size": 5,
        "root": here["root"],
        "faults": [],
        "erased_keys": 0,
    }


def test_restored_base_is_private(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "restored", tell=untold)

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "restored").rglob("*")}
    assert modes == {0o600, 0o700}
    assert sorted(path.name for path in (tmp_path / "restored").iterdir()) == [
        "checkpoints",
        "epex.toml",
        "keys",
        "log",
    ]


def test_restored_base_keeps_nothing_elsewhere(small: KnowledgeBase, tmp_path: Path) -> None:
    write_config(replace(small.config, views="postgresql://host/views", index="/var/index"))
    back_up(read_config(small.config.folder), tmp_path / "saved.zip", tell=untold)

    restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)

    assert read_config(tmp_path / "restored") == small.config.at(tmp_path / "restored")


def test_restored_base_without_keys_says_so(saved: Path, tmp_path: Path) -> None:
    restore(saved, tmp_path / "restored", tell=untold)

    with pytest.raises(Refused, match=r"base\.key is missing; bring it back .* with 'epex keys restore FILE'"):
        KnowledgeBase.open(tmp_path / "restored")


def test_restore_takes_an_empty_folder(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "restored").mkdir()

    assert restore(saved, tmp_path / "restored", tell=untold)["size"] == 5


def test_restore_never_writes_over_anything(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").touch()

    for taken in (tmp_path / "used", tmp_path / "used" / "file"):
        with pytest.raises(Refused, match="is not empty; name a new folder"):
            restore(saved, taken, tell=untold)


def without(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        del members[name]

    return change


def put(name: str, raw: bytes) -> Callable[[Members], None]:
    return lambda members: members.update({name: raw})


TRIGGER = "CREATE TRIGGER t BEFORE INSERT ON events BEGIN SELECT 1; END"
FORGED: dict[str, tuple[Callable[[Members], None] | str, bool, str]] = {
    "hash": (put("events.db", b"x"), False, "does not hold|is not as it was written"),
    "no log": (without("events.db"), True, "holds no log, or no settings"),
    "no settings": (without("epex.toml"), True, "holds no log, or no settings"),
    "no database": (put("events.db", b"x" * 5000), True, "holds a log that cannot be read"),
    "torn settings": (put("epex.toml", b"[base"), True, "cannot be read"),
    "settings of another": (
        put("epex.toml", b'[base]\nid = "b"\n[network]\nid = "n"\nname = "N"\n'),
        True,
        "is put together from the backups of two bases",
    ),
    "register": (put("destroyed.txt", b"epex/x destroyed keys\n0\n"), True, "register of destroyed keys .* is damaged"),
    "checkpoint": (put("checkpoints/000000000001-00000000.txt", b"x"), True, "is no signed checkpoint"),
    "trigger": (TRIGGER, True, "holds a database with more in it than a log"),
    "view": ("CREATE VIEW v AS SELECT 1", True, "holds a database with more in it than a log"),
    "index": ("CREATE INDEX i ON events (actor)", True, "holds a database with more in it than a log"),
    "table": ("CREATE TABLE other (a)", True, "holds a database with more in it than a log"),
    "edited": ("UPDATE events SET actor = 'x' WHERE position = 2", True, "the log is damaged at position 2"),
    "cut off": (
        "DELETE FROM events WHERE position = 5; DELETE FROM leaves WHERE position = 5",
        True,
        "the log is damaged at position 4: after it 1 event is missing",
    ),
}


@pytest.mark.parametrize("kind", FORGED)
def test_restore_refuses_what_was_tampered_with(saved: Path, tmp_path: Path, kind: str) -> None:
    change, rehash, why = FORGED[kind]
    forged = forge(saved, in_log(tmp_path, change) if isinstance(change, str) else change, rehash=rehash)

    with pytest.raises(Refused, match=why):
        restore(forged, tmp_path / "restored", tell=untold)

    assert not (tmp_path / "restored").exists()
    assert list(tmp_path.glob(".restored*")) == []


def test_restore_takes_the_statistics_of_sqlite(saved: Path, tmp_path: Path) -> None:
    analysed = forge(saved, in_log(tmp_path, "ANALYZE"))

    assert restore(analysed, tmp_path / "restored", tell=untold)["size"] == 5


def test_restore_refuses_a_head_that_is_not_the_logs(saved: Path, tmp_path: Path) -> None:
    # A log without checkpoints is cut off, and all hashes fit; only the manifest knows.
    def change(members: Members) -> None:
        for name in [name for name in members if name.startswith("checkpoints/")]:
            del members[name]
        in_log(tmp_path, "DELETE FROM events WHERE position = 5; DELETE FROM leaves WHERE position = 5")(members)

    with pytest.raises(Refused, match="says that its log is another one than it holds"):
        restore(forge(saved, change), tmp_path / "restored", tell=untold)


def test_restore_refuses_a_register_of_another_base(saved: Path, tmp_path: Path) -> None:
    init(tmp_path / "other", FOUNDING)
    other = KnowledgeBase.open(tmp_path / "other")
    other.notary.sign()
    foreign = (other.config.keys_folder / "destroyed.txt").read_bytes()

    with pytest.raises(Refused, match="was not signed by this base"):
        restore(forge(saved, put("destroyed.txt", foreign)), tmp_path / "restored", tell=untold)
    with pytest.raises(Refused, match="was not signed by this base"):
        restore(saved, tmp_path / "restored", tell=untold, register=other.config.keys_folder / "destroyed.txt")


def test_restore_refuses_a_register_older_than_the_checkpoint(small: KnowledgeBase, tmp_path: Path) -> None:
    older = (small.config.keys_folder / "destroyed.txt").read_bytes()
    small.log.vault.destroy("theme-gone")
    propose(small, "Later")
    small.notary.sign()
    back_up(small.config, tmp_path / "saved.zip", tell=untold)

    with pytest.raises(Refused, match=r"older than the checkpoint over 6 events, .* add a newer one with --register"):
        restore(forge(tmp_path / "saved.zip", put("destroyed.txt", older)), tmp_path / "restored", tell=untold)


@pytest.mark.parametrize("source", ["register", "backup", "keys"])
def test_restore_applies_a_newer_register(small: KnowledgeBase, saved: Path, tmp_path: Path, source: str) -> None:
    small.log.vault.destroy("theme-gone", "theme-gone/name")
    small.notary.sign()
    if source == "backup":
        back_up(small.config, tmp_path / "newer.zip", tell=untold)
    elif source == "keys":
        back_up_keys(small.config, tmp_path / "newer.zip", tell=untold)
    else:
        (tmp_path / "newer.zip").write_bytes((small.config.keys_folder / "destroyed.txt").read_bytes())

    answer = restore(saved, tmp_path / "restored", tell=untold, register=tmp_path / "newer.zip")

    note = (tmp_path / "restored" / "keys" / "destroyed.txt").read_text()
    assert answer["erased_keys"] == 2
    assert parse_register(note.partition("\n\n")[0] + "\n") == small.log.vault.tombstones()


def test_restore_refuses_a_register_that_is_none(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("nothing")
    with ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("other.txt", "nothing")

    for name, why in {
        "none.txt": "is damaged",
        "none.zip": "holds no register",
        "missing": "holds no register",
    }.items():
        with pytest.raises(Refused, match=why):
            restore(saved, tmp_path / "restored", tell=untold, register=tmp_path / name)


def test_a_damaged_log_that_was_saved_as_such_comes_back_with_its_faults(small: KnowledgeBase, tmp_path: Path) -> None:
    with sqlite3.connect(small.config.address(small.config.log)) as connection:
        connection.execute("UPDATE events SET actor = 'person-x' WHERE position = 4")
    back_up(small.config, tmp_path / "saved.zip", tell=untold, damaged=True)

    answer = restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)

    assert [fault["position"] for fault in answer["faults"]] == [4]
