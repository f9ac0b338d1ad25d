"""Backups of keys: they open, they come back, and they never bring back who was erased."""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import Config, read_config
from epex.app.founding import init
from epex.app.keeping.backup import back_up
from epex.app.keeping.key_backup import back_up_keys, last_backup
from epex.app.keeping.key_restore import restore_keys
from epex.app.keeping.restore import restore
from epex.app.keeping.rotation import count, rotate
from epex.core.decision import Refused
from tests.app.keeping.conftest import labels, propose, untold
from tests.app.test_founding import FOUNDING

pytestmark = pytest.mark.slow

SUBJECTS = ("organisation", "person", "visit", "reflection", "challenge", "element", "theme", "transfer")


def save_keys(base: KnowledgeBase, path: Path) -> Path:
    back_up_keys(base.config, path, tell=untold)
    return path


def restored(base: KnowledgeBase, folder: Path) -> Config:
    back_up(base.config, folder.with_suffix(".zip"), tell=untold)
    restore(folder.with_suffix(".zip"), folder, tell=untold)
    return read_config(folder)


def everything(base: KnowledgeBase) -> list[object]:
    return [base.queries().listing(subject) for subject in SUBJECTS]


def wrapped(config: Config) -> dict[str, bytes | None]:
    with sqlite3.connect(config.keys_folder / "keys.db") as connection:
        return dict(connection.execute("SELECT subject, wrapped FROM keys"))


def test_a_backup_of_keys_counts_what_opened(small: KnowledgeBase, tmp_path: Path) -> None:
    manifest = back_up_keys(small.config, tmp_path / "keys.zip", tell=untold)

    assert manifest["keys"] == len(wrapped(small.config)) == 5
    assert sorted(manifest["members"]) == [
        *("base.key", "destroyed.txt", "evaluation.key", "import.secret", "index.secret", "keys.db", "signing.key"),
    ]
    assert last_backup(small.config) is not None


def test_a_backup_of_keys_that_do_not_open_is_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    with sqlite3.connect(small.config.keys_folder / "keys.db") as connection:
        connection.execute("UPDATE keys SET wrapped = zeroblob(60) WHERE subject LIKE 'theme-%'")

    with pytest.raises(Refused, match="does not open"):
        save_keys(small, tmp_path / "keys.zip")

    assert (list(tmp_path.glob("*.zip")), last_backup(small.config)) == ([], None)


def test_a_backup_of_keys_needs_the_signing_key(small: KnowledgeBase, tmp_path: Path) -> None:
    (small.config.keys_folder / "signing.key").unlink()

    with pytest.raises(Refused, match=r"signing.key is missing; bring it back"):
        save_keys(small, tmp_path / "keys.zip")


def test_a_backup_of_keys_leaves_out_secrets_of_work_under_way(small: KnowledgeBase, tmp_path: Path) -> None:
    small.log.vault.keep("erasing", b"Orla Quirke")
    save_keys(small, tmp_path / "keys.zip")

    config = restored(small, tmp_path / "restored")
    restore_keys(tmp_path / "keys.zip", config, tell=untold)

    assert KnowledgeBase.open(config.folder).log.vault.kept("erasing") is None


def test_restored_base_with_its_keys_answers_as_before(base: KnowledgeBase, tmp_path: Path) -> None:
    before, held = everything(base), sum(count(base.log.vault.store, name) for name in ("base", "evaluation"))
    keys = save_keys(base, tmp_path / "keys.zip")
    config = restored(base, tmp_path / "restored")

    answer = restore_keys(keys, config, tell=untold)

    again = KnowledgeBase.open(config.folder)
    assert everything(again) == before
    assert {**answer, "made_at": ""} == {
        "keys": held,
        "destroyed": len(base.log.vault.tombstones()),
        "may_sign": False,
        "made_at": "",
    }
    assert again.search().search("trust")["total"] == base.search().search("trust")["total"]
    assert [path.name for path in config.keys_folder.glob(".*")] == []


def test_an_old_backup_of_keys_never_revives_an_erased_key(small: KnowledgeBase, tmp_path: Path) -> None:
    (gone, _) = propose(small, "Gone", "Kept")
    older = save_keys(small, tmp_path / "older.zip")
    small.log.vault.destroy(gone)
    small.notary.sign()
    config = restored(small, tmp_path / "restored")

    answers = [restore_keys(older, one, tell=untold) for one in (config, small.config)]

    assert [answer["destroyed"] for answer in answers] == [1, 1]
    for one in (config, small.config):
        again = KnowledgeBase.open(one.folder)
        assert wrapped(one)[gone] is None
        assert labels(again) == ["Kept", "Tea", "Trust", "[erased]"]


@pytest.mark.parametrize("kind", ["register", "backup", "backup of keys"])
def test_a_newer_register_destroys_what_an_old_backup_brings(small: KnowledgeBase, tmp_path: Path, kind: str) -> None:
    (gone, _) = propose(small, "Gone", "Kept")
    config, older = restored(small, tmp_path / "restored"), save_keys(small, tmp_path / "older.zip")
    small.log.vault.destroy(gone)
    small.notary.sign()
    newer = tmp_path / "newer.zip"
    if kind == "register":
        newer = small.config.keys_folder / "destroyed.txt"
    elif kind == "backup":
        back_up(small.config, newer, tell=untold)
    else:
        save_keys(small, newer)
    shutil.copytree(small.config.checkpoints_folder, config.checkpoints_folder, dirs_exist_ok=True)

    answer = restore_keys(older, config, tell=untold, register=newer)

    again = KnowledgeBase.open(config.folder)
    assert (answer["destroyed"], again.log.vault.tombstones()) == (1, small.log.vault.tombstones())
    assert labels(again) == ["Kept", "Tea", "Trust", "[erased]"]


def test_a_register_of_another_base_is_refused_with_the_keys(small: KnowledgeBase, tmp_path: Path) -> None:
    init(tmp_path / "other", FOUNDING)
    other = KnowledgeBase.open(tmp_path / "other")
    other.notary.sign()
    keys, before = save_keys(small, tmp_path / "keys.zip"), wrapped(small.config)

    with pytest.raises(Refused, match="was not signed by this base"):
        restore_keys(keys, small.config, tell=untold, register=other.config.keys_folder / "destroyed.txt")

    assert wrapped(small.config) == before


WRONG = {
    "keys.db": ("no database", "x" * 5000),
    "base.key": ("not the wrapping key", "A" * 43),
    "destroyed.txt": ("no register of destroyed keys", "nothing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_moved_away_first_and_comes_back(
    small: KnowledgeBase, tmp_path: Path, name: str
) -> None:
    (gone,) = propose(small, "Gone")
    small.log.vault.destroy(gone)
    small.notary.sign()
    keys, (why, text), path = save_keys(small, tmp_path / "keys.zip"), WRONG[name], small.config.keys_folder / name
    path.write_text(text)

    with pytest.raises(Refused, match=f"{name} is {why}.*; move it away first, then run this again"):
        restore_keys(keys, small.config, tell=untold)
    path.rename(tmp_path / name)
    restore_keys(keys, small.config, tell=untold)

    again = KnowledgeBase.open(small.config.folder)
    assert labels(again) == ["Tea", "Trust", "[erased]"]
    assert again.notary.register.read() is not None


def test_keys_that_the_backup_cannot_open_are_named(small: KnowledgeBase, tmp_path: Path) -> None:
    older = save_keys(small, tmp_path / "older.zip")
    rotate(small.config, "base")
    (small.config.keys_folder / "base.key").unlink()

    with pytest.raises(Refused, match=r"keys\.db is wrapped under another key than the backup's; .* newer backup"):
        restore_keys(older, small.config, tell=untold)


def test_a_restored_base_signs_after_it_was_shown_what_is_kept(small: KnowledgeBase, tmp_path: Path) -> None:
    keys, config = save_keys(small, tmp_path / "keys.zip"), restored(small, tmp_path / "restored")
    restore_keys(keys, config, tell=untold)
    again = KnowledgeBase.open(config.folder)
    with pytest.raises(Refused, match="this base was restored"):
        again.notary.sign()

    again.notary.go_on(None)

    assert again.notary.sign().checkpoint.size == 5


def test_a_tombstone_in_the_backup_destroys_what_is_here(small: KnowledgeBase, tmp_path: Path) -> None:
    (gone,) = propose(small, "Gone")
    shutil.copytree(small.config.folder, tmp_path / "older")
    small.log.vault.destroy(gone)
    newer = save_keys(small, tmp_path / "newer.zip")

    restore_keys(newer, read_config(tmp_path / "older"), tell=untold)

    older = KnowledgeBase.open(tmp_path / "older")
    assert labels(older) == ["Tea", "Trust", "[erased]"]
    assert older.log.vault.tombstones() == small.log.vault.tombstones()
    assert older.notary.register.read() is not None


def test_keys_come_back_under_the_wrapping_key_that_is_here(small: KnowledgeBase, tmp_path: Path) -> None:
    older = save_keys(small, tmp_path / "older.zip")
    rotate(small.config, "base")
    with sqlite3.connect(small.config.keys_folder / "keys.db") as connection:
        connection.execute("DELETE FROM keys WHERE subject LIKE 'theme-%'")

    answer = restore_keys(older, small.config, tell=untold)

    assert {**answer, "made_at": ""} == {"keys": 2, "destroyed": 0, "may_sign": True, "made_at": ""}
    assert labels(KnowledgeBase.open(small.config.folder)) == ["Tea", "Trust"]


def test_a_key_file_that_was_lost_comes_back(small: KnowledgeBase, tmp_path: Path) -> None:
    keys = save_keys(small, tmp_path / "keys.zip")
    for name in ("base.key", "signing.key", "import.secret"):
        (small.config.keys_folder / name).unlink()

    restore_keys(keys, small.config, tell=untold)

    assert labels(KnowledgeBase.open(small.config.folder)) == ["Tea", "Trust"]


def test_keys_of_another_base_are_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    init(tmp_path / "other", FOUNDING)
    foreign = save_keys(KnowledgeBase.open(tmp_path / "other"), tmp_path / "foreign.zip")
    before = wrapped(small.config)

    with pytest.raises(Refused, match="holds no keys of this base"):
        restore_keys(foreign, small.config, tell=untold)
    # Not even when they say that they are this one's.
    lying = replace(read_config(tmp_path / "other"), base_id=small.config.base_id)
    back_up_keys(lying, tmp_path / "lying.zip", tell=untold)
    with pytest.raises(Refused, match="holds the signing key of another base"):
        restore_keys(tmp_path / "lying.zip", small.config, tell=untold)

    assert wrapped(small.config) == before


def test_keys_that_contradict_those_here_are_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    keys = save_keys(small, tmp_path / "keys.zip")
    theme = next(subject for subject in wrapped(small.config) if subject.startswith("theme-"))
    with sqlite3.connect(small.config.keys_folder / "keys.db") as connection:
        connection.execute("DELETE FROM keys WHERE subject = ?", (theme,))
    KnowledgeBase.open(small.config.folder).log.vault.ensure({theme: "base"})
    before = wrapped(small.config)

    with pytest.raises(Refused, match=f"has another key for {theme} than is here"):
        restore_keys(keys, small.config, tell=untold)

    assert wrapped(small.config) == before


def test_keys_that_signed_another_log_are_refused(small: KnowledgeBase, tmp_path: Path) -> None:
    shutil.copytree(small.config.folder, tmp_path / "fork")
    fork = KnowledgeBase.open(tmp_path / "fork")
    for base, label in ((fork, "Here"), (small, "There")):
        propose(base, label)
        base.notary.sign()
    keys = save_keys(fork, tmp_path / "keys.zip")

    with pytest.raises(Refused, match="The backup knows another log of 6 events"):
        restore_keys(keys, small.config, tell=untold)


def test_keys_in_the_environment_are_in_no_backup(
    small: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EPEX_BASE_KEY", (small.config.keys_folder / "base.key").read_text())
    for name in ("base.key", "evaluation.key"):
        (small.config.keys_folder / name).unlink()
    config = replace(small.config, wrapping="environment")

    manifest = back_up_keys(config, tmp_path / "keys.zip", tell=untold)

    assert not {"base.key", "evaluation.key"} & set(manifest["members"])
    back_up(small.config, tmp_path / "saved.zip", tell=untold)
    restore(tmp_path / "saved.zip", tmp_path / "restored", tell=untold)
    again = replace(read_config(tmp_path / "restored"), wrapping="environment")
    assert restore_keys(tmp_path / "keys.zip", again, tell=untold)["keys"] == manifest["keys"]
    monkeypatch.setenv("EPEX_BASE_KEY", "A" * 43)
    with pytest.raises(Refused, match="does not open"):
        restore_keys(tmp_path / "keys.zip", again, tell=untold)


def test_restoring_keys_that_is_cut_off_goes_on(
    small: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = save_keys(small, tmp_path / "keys.zip")
    config = restored(small, tmp_path / "restored")
    monkeypatch.setattr("epex.app.keeping.key_restore._place_files", _cut_off)
    with pytest.raises(KeyboardInterrupt):
        restore_keys(keys, config, tell=untold)
    monkeypatch.undo()

    with pytest.raises(Refused, match=r"base\.key is missing"):
        KnowledgeBase.open(config.folder)
    restore_keys(keys, config, tell=untold)

    assert labels(KnowledgeBase.open(config.folder)) == ["Tea", "Trust"]


def test_what_a_killed_run_left_of_the_keys_goes_with_the_next(small: KnowledgeBase, tmp_path: Path) -> None:
    passing = [small.config.keys_folder / f".passing-{name}" for name in ("old", "new")]
    for folder in passing:
        folder.mkdir()
        (folder / "keys.db").write_bytes(b"copy")
    os.utime(passing[0], (0, 0))

    save_keys(small, tmp_path / "keys.zip")

    assert [folder.exists() for folder in passing] == [False, True]


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt
