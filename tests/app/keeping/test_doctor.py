"""The doctor: sound bases are sound, and each planted fault is found, named, and healed where it can be."""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import Config, read_config, write_config
from epex.app.keeping import place_checks, view_checks
from epex.app.keeping.doctor import OF_LOG, OF_PLACE, WITH_KEYS, examine
from epex.app.keeping.key_backup import back_up_keys
from epex.app.keeping.migrate import migrate_log
from epex.core import network
from epex.core.log.copying import closing_for_good
from tests.app.keeping.conftest import labels, propose, untold
from tests.plugins.conftest import Install, install, install_reporting

__all__ = ["install", "install_reporting"]
Reporting = Callable[[str], None]

# The first key backup is made by a person.
HEALTHY = dict.fromkeys((*OF_PLACE, "log", *OF_LOG, "opening", *WITH_KEYS), "ok") | {"keys backup": "warning"}


def states(config: Config, **settings: Any) -> dict[str, str]:
    return {check["name"]: check["state"] for check in examine(config, tell=untold, **settings)["checks"]}


def found(config: Config, name: str, **settings: Any) -> dict[str, Any]:
    checks = {check["name"]: check for check in examine(config, tell=untold, **settings)["checks"]}
    return dict(checks[name])


def in_log(base: KnowledgeBase, script: str) -> None:
    with sqlite3.connect(base.config.address(base.config.log)) as connection:
        connection.executescript(script)


def in_views(base: KnowledgeBase, script: str) -> None:
    with sqlite3.connect(base.config.address(base.config.views)) as connection:
        connection.executescript(script)


def in_keys(base: KnowledgeBase, script: str) -> None:
    with sqlite3.connect(base.config.keys_folder / "keys.db") as connection:
        connection.executescript(script)


def use(base: KnowledgeBase, version: str) -> None:
    """Take the plugin weather into use, as the log and epex.toml tell."""
    act = base.begin()
    there = act.load(base.config.network_id)
    act.record(network.enable_plugin(there, "weather", package="epex-weather", version=version, by=act.by))
    write_config(replace(base.config, plugins=("weather",)))


def test_a_sound_base_is_sound(small: KnowledgeBase) -> None:
    answer = examine(small.config, tell=untold)

    assert (answer["ok"], states(small.config)) == (True, HEALTHY)
    assert [check["name"] for check in answer["checks"] if check["repaired"]] == []
    assert [check["name"] for check in answer["checks"] if (check["state"] == "ok") == bool(check["instead"])] == []


def test_plugins_that_no_event_tells_of_are_named(small: KnowledgeBase) -> None:
    write_config(replace(small.config, plugins=("weather",)))

    check = found(read_config(small.config.folder), "plugins")

    assert (check["state"], check["what"]) == (
        "warning",
        "epex.toml names weather, and no event says that it is in use",
    )
    assert check["instead"] == "a coordinator runs 'epex plugin enable weather', or 'epex plugin disable weather'"


def test_plugins_that_the_file_leaves_out_are_named(small: KnowledgeBase) -> None:
    act = small.begin()
    there = act.load(small.config.network_id)
    act.record(network.enable_plugin(there, "weather", package="epex-weather", version="0.1", by=act.by))

    check = found(small.config, "plugins")

    assert check["what"] == "the log says that weather is in use, and epex.toml does not name it"


def test_plugin_that_is_here_in_another_version_is_named(small: KnowledgeBase, install_reporting: Reporting) -> None:
    install_reporting("weather")
    use(small, version="0.1")

    check = found(read_config(small.config.folder), "plugins")

    assert (check["state"], check["what"]) == (
        "warning",
        "the log says that weather 0.1 is in use, and weather 1.2.0 is installed",
    )
    assert check["instead"] == "a coordinator runs 'epex plugin enable weather', or somebody installs weather 0.1 again"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("raise ValueError('rain')", "the plugin 'weather' could not be loaded (ValueError: rain)"),
        ("import os\nos._exit(3)", "the plugin 'weather' could not say which reports it adds (it ended its process"),
    ],
    ids=["raises", "ends"],
)
def test_plugin_that_cannot_be_loaded_is_named(small: KnowledgeBase, install: Install, source: str, what: str) -> None:
    install("weather", source)
    use(small, version="1.2.0")

    check = found(read_config(small.config.folder), "plugins")

    assert (check["state"], check["what"].startswith(what)) == ("warning", True)
    assert check["instead"] == "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version"
    assert found(read_config(small.config.folder), "plugins", plugins=False)["state"] == "ok"


def test_plugin_that_is_not_installed_is_named(small: KnowledgeBase) -> None:
    use(small, version="1.2.0")

    check = found(read_config(small.config.folder), "plugins")

    assert (check["state"], check["what"]) == ("warning", "the plugin 'weather' is enabled but not installed")


def test_the_demo_is_sound(base: KnowledgeBase) -> None:
    assert states(base.config) == HEALTHY


def test_a_base_whose_log_is_on_a_server_is_looked_after(small: KnowledgeBase, postgres_url: str) -> None:
    migrate_log(small.config, postgres_url, tell=untold)

    answer = states(read_config(small.config.folder))

    # The tests' server does without fsync, and the doctor says so.
    assert answer == {**HEALTHY, "durability": "fault"}


def _close(base: KnowledgeBase) -> None:
    with closing_for_good(base.log.engine):
        pass


def _forge_checkpoint(base: KnowledgeBase) -> None:
    (path,) = base.config.checkpoints_folder.iterdir()
    path.write_text(path.read_text()[:-10] + "AAAAAAAA=\n")


def _tear_checkpoint(base: KnowledgeBase) -> None:
    (path,) = base.config.checkpoints_folder.iterdir()
    path.with_name("000000000001-00000000.txt").write_text(path.read_text()[:20])


def _overwrite_log(base: KnowledgeBase) -> None:
    Path(base.config.address(base.config.log)).write_bytes(b"x" * 5000)


FAULTS: dict[str, tuple[str, str, Callable[[KnowledgeBase], object]]] = {
    "an edited event": (
        "ledger",
        "the log is damaged at position 4",
        lambda base: in_log(base, "UPDATE events SET actor = 'person-x' WHERE position = 4"),
    ),
    "a closed log": ("tables", "was closed by a move to a server", _close),
    "a forged checkpoint": ("checkpoints", "was not signed with the key", _forge_checkpoint),
    "a torn checkpoint": ("checkpoints", "is no signed checkpoint", _tear_checkpoint),
    "a lost key": (
        "keys",
        "2 keys are missing, such as that of theme-",
        lambda base: in_keys(base, "DELETE FROM keys WHERE subject LIKE 'theme-%'"),
    ),
    "a key that does not open": (
        "keys restore",
        "does not open",
        lambda base: in_keys(base, "UPDATE keys SET wrapped = zeroblob(60) WHERE subject LIKE 'theme-%'"),
    ),
    "a lost secret": (
        "keys restore",
        "import.secret is missing",
        lambda base: (base.config.keys_folder / "import.secret").unlink(),
    ),
    "a lost signing key": (
        "register",
        "signing.key is missing",
        lambda base: (base.config.keys_folder / "signing.key").unlink(),
    ),
    "no keys": ("opening", "keys.db is missing", lambda base: shutil.rmtree(base.config.keys_folder)),
    "no wrapping key": (
        "opening",
        "base.key is missing",
        lambda base: (base.config.keys_folder / "base.key").unlink(),
    ),
    "a log that is gone": ("log", "is missing", lambda base: Path(base.config.address(base.config.log)).unlink()),
    "a log that is none": ("log", "", _overwrite_log),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_found_and_said_with_what_to_do(small: KnowledgeBase, kind: str) -> None:
    name, what, plant = FAULTS[kind]
    small.log.engine.dispose()
    plant(small)

    answer = examine(small.config, tell=untold)

    check = next(check for check in answer["checks"] if check["name"] == name)
    assert (answer["ok"], check["state"]) == (False, "fault")
    assert what in check["what"]
    assert check["instead"]


@pytest.mark.slow
def test_views_beyond_the_log_are_made_anew(small: KnowledgeBase) -> None:
    labels(small)
    in_views(small, "UPDATE view_positions SET position = 99")

    kept = found(small.config, "views", repairs=False)
    in_views(small, "UPDATE view_positions SET position = 99")
    repaired = found(small.config, "views")

    assert (kept["state"], kept["repaired"], "is beyond the log" in kept["what"]) == ("fault", False, True)
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert labels(KnowledgeBase.open(small.config.folder)) == ["Tea", "Trust"]
    assert found(small.config, "views")["state"] == "ok"


def test_an_event_that_no_view_can_read_is_named(small: KnowledgeBase) -> None:
    in_log(small, "UPDATE events SET payload = x'7b' WHERE position = 4")

    check = found(small.config, "views")

    assert (check["state"], check["what"][:22]) == ("fault", "Event 4 cannot be read")
    assert check["instead"] == "run 'epex audit verify' to see what was changed"


def test_an_index_that_was_changed_is_made_anew(small: KnowledgeBase) -> None:
    small.search().rebuild()
    changed = max(small.config.index_folder.rglob("*.seg"), key=lambda path: path.stat().st_size)
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")

    kept = found(small.config, "index", repairs=False)
    repaired = found(small.config, "index")

    assert (kept["state"], kept["instead"]) == ("fault", "run 'epex index rebuild'")
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert (found(small.config, "index")["state"], small.search().status()["state"]) == ("ok", "current")


def followed_in_the_views(base: KnowledgeBase) -> KnowledgeBase:
    """Let a base be searched by an index within the database of its views."""
    write_config(replace(base.config, backend="sqlite-fts5"))
    return KnowledgeBase.open(base.config.folder)


def test_an_index_in_the_views_is_looked_at_there(small: KnowledgeBase) -> None:
    base = followed_in_the_views(small)

    before = found(base.config, "index")
    base.search().search("trust")

    assert [before["what"], found(base.config, "index")["what"]] == ["none yet; the next search makes it", "current"]


def test_an_index_that_nobody_follows_any_more_is_deleted(small: KnowledgeBase) -> None:
    small.search().rebuild()
    base = followed_in_the_views(small)

    kept = found(base.config, "index", repairs=False)
    repaired = found(base.config, "index")

    assert (kept["state"], kept["instead"]) == ("fault", "run 'epex doctor'")
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert ([*base.config.index_folder.iterdir()], found(base.config, "index")["state"]) == ([], "ok")


def test_an_index_in_the_views_that_nobody_follows_any_more_is_deleted(small: KnowledgeBase) -> None:
    followed_in_the_views(small).search().search("trust")
    write_config(small.config)
    small.search().search("trust")

    kept = found(small.config, "index", repairs=False)
    repaired = found(small.config, "index")

    assert (kept["state"], kept["instead"]) == ("fault", "run 'epex doctor'")
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert (found(small.config, "index")["state"], small.search().search("trust")["total"]) == ("ok", 1)


def test_another_index_is_recommended_above_so_many_documents(
    small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_checks, "MANY", 2)
    before = found(small.config, "index")
    propose(small, "Bread")
    advised = found(small.config, "index")

    switched = found(followed_in_the_views(small).config, "index")

    assert [check["state"] for check in (before, advised, switched)] == ["ok", "warning", "ok"]
    assert advised["what"] == "3 documents are many for whoosh; sqlite-fts5 answers in less time"
    assert (advised["instead"], advised["repaired"]) == ("run 'epex index switch sqlite-fts5'", False)


def test_another_index_is_recommended_above_twenty_thousand_documents(small: KnowledgeBase) -> None:
    small.search().search("trust")
    names = "number, document, language, audience, position, length, spread, stems, words"
    counted = f"""
        WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 20007)
        INSERT INTO view_sections ({names}) SELECT i, 'theme-' || i, 'en', 1, 1, 1, 1, 'oak', 'oak' FROM n
    """
    in_views(small, counted)
    at_most = found(small.config, "index")["state"]
    propose(small, "Bread")

    advised = found(small.config, "index")

    assert (at_most, advised["state"], advised["what"][:16]) == ("ok", "warning", "20,001 documents")


@pytest.mark.slow
def test_the_index_of_a_server_is_recommended_there(
    small: KnowledgeBase, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_checks, "MANY", 1)
    write_config(replace(small.config, views=postgres_url))
    base = KnowledgeBase.open(small.config.folder)
    base.today.create()

    advised = found(base.config, "index")
    base.today.close()

    assert (advised["state"], advised["instead"]) == ("warning", "run 'epex index switch postgres'")


def test_keys_that_others_can_read_are_shut(small: KnowledgeBase) -> None:
    key = small.config.keys_folder / "base.key"
    key.chmod(0o644)
    small.config.keys_folder.chmod(0o755)

    kept = found(small.config, "permissions", repairs=False)
    repaired = found(small.config, "permissions")

    assert (kept["state"], key.stat().st_mode & 0o777) == ("fault", 0o600)
    assert (repaired["state"], repaired["repaired"]) == ("warning", True)
    assert small.config.keys_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_a_rotation_that_was_cut_off_is_named(small: KnowledgeBase) -> None:
    (small.config.keys_folder / "base.key.0123456789abcdef.new").write_text("A" * 43)

    check = found(small.config, "keys rotation")

    assert (check["state"], check["instead"]) == ("warning", "run 'epex keys rotate' again")


def test_destroyed_keys_that_are_not_listed_get_listed(small: KnowledgeBase) -> None:
    small.log.vault.destroy("theme-gone")

    kept, repaired, after = (
        found(small.config, "register", repairs=repairs)["state"] for repairs in (False, True, False)
    )

    assert (kept, repaired, after) == ("warning", "warning", "ok")


def test_a_register_that_somebody_else_signed_is_a_fault(small: KnowledgeBase) -> None:
    path = small.config.keys_folder / "destroyed.txt"
    path.write_text(path.read_text()[:-10] + "AAAAAAAA=\n")

    assert found(small.config, "opening")["what"].endswith("is not signed by this base")


def test_a_clock_that_was_set_back_is_named(small: KnowledgeBase) -> None:
    check = found(small.config, "clock", clock=lambda: datetime(2015, 1, 1, tzinfo=UTC))

    assert (check["state"], check["what"][:32]) == ("warning", "it shows 2015-01-01 00:00 UTC, b")


def test_events_that_waited_for_a_checkpoint_for_a_day_are_named(small: KnowledgeBase) -> None:
    propose(small, "Uncovered")

    today = found(small.config, "coverage")
    later = found(small.config, "coverage", clock=lambda: datetime.now(UTC) + timedelta(days=2))

    assert (today["state"], later["state"]) == ("ok", "warning")
    assert later["what"].startswith("1 event since ")
    assert later["instead"] == "run 'epex audit checkpoint'"


@pytest.mark.slow
def test_keys_that_were_never_saved_are_named_and_what_that_means(small: KnowledgeBase, tmp_path: Path) -> None:
    never = found(small.config, "keys backup")
    back_up_keys(small.config, tmp_path / "keys.zip", tell=untold)
    saved = found(small.config, "keys backup")
    later = found(small.config, "keys backup", clock=lambda: datetime.now(UTC) + timedelta(days=40))
    in_keys(small, "UPDATE keys SET created_at = '2999-01-01T00:00:00.000Z' WHERE subject LIKE 'theme-%'")
    newer = found(small.config, "keys backup")

    assert [check["state"] for check in (never, saved, later, newer)] == ["warning", "ok", "warning", "warning"]
    assert "2 are newer" in newer["what"]
    assert "no text in this base can be read ever again" in never["what"]


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Team)", "Dropbox"),
        ("OneDrive - A House", "OneDrive"),
        ("Google Drive", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/Any-Drive", "a cloud drive"),
        ("Nextcloud", "Nextcloud"),
        ("Syncthing", "Syncthing"),
    ],
)
def test_a_base_in_a_synchronised_folder_is_a_fault(
    small: KnowledgeBase, tmp_path: Path, folder: str, program: str
) -> None:
    place = tmp_path / folder / "base"
    shutil.copytree(small.config.folder, place)

    check = found(read_config(place), "synchronised folder")

    assert (check["state"], f"in a folder that {program} synchronises" in check["what"]) == ("fault", True)
    assert "only what 'epex backup' writes" in check["instead"]


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox.cache", ".sync_0a1b2c.db", ".tmp.drivedownload"])
def test_a_synchronised_folder_is_known_by_its_marks(small: KnowledgeBase, tmp_path: Path, mark: str) -> None:
    assert found(small.config, "synchronised folder")["state"] == "ok"

    (tmp_path / mark).mkdir()

    assert found(small.config, "synchronised folder")["state"] == "fault"


@pytest.mark.parametrize("folder", ["dropboxes", "my.onedrive.notes", "mega"])
def test_a_folder_with_a_similar_name_is_none(small: KnowledgeBase, tmp_path: Path, folder: str) -> None:
    shutil.copytree(small.config.folder, tmp_path / folder)

    assert found(read_config(tmp_path / folder), "synchronised folder")["state"] == "ok"


def test_a_network_disk_is_a_fault(small: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\nother /elsewhere cifs rw 0 0\n")
    monkeypatch.setattr(place_checks, "MOUNTS", mounts)

    check = found(small.config, "network disk")

    assert (check["state"], "(nfs4)" in check["what"]) == ("fault", True)


@pytest.mark.parametrize(("least", "little", "state"), [(10**15, 0, "fault"), (0, 10**15, "warning"), (0, 0, "ok")])
def test_a_disk_that_fills_up_is_named(
    small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, least: int, little: int, state: str
) -> None:
    monkeypatch.setattr(place_checks, "LEAST_FREE", least)
    monkeypatch.setattr(place_checks, "LITTLE_FREE", little)

    assert found(small.config, "free space")["state"] == state


def test_a_log_that_is_not_kept_durably_is_a_fault(small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    small.log.engine.dispose()
    monkeypatch.setattr("epex.core.log.database._make_durable", _make_careless)

    check = found(small.config, "durability")

    assert (check["state"], check["what"]) == (
        "fault",
        "a power cut can take acknowledged events: journal_mode is delete, synchronous is 1",
    )


def _make_careless(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = NORMAL")


@pytest.mark.slow
def test_keys_elsewhere_are_looked_after_there(small: KnowledgeBase, tmp_path: Path) -> None:
    shutil.move(small.config.keys_folder, tmp_path / "Dropbox" / "keys")
    config = replace(small.config, keys=str(tmp_path / "Dropbox" / "keys"))
    write_config(config)

    assert found(config, "synchronised folder")["what"].startswith(f"{tmp_path}/Dropbox/keys lies in a folder")
