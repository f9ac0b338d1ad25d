"""Keeping a base from the command line: backup, restore, keys, doctor, migrate, branch."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epex.app.keys import read_secret
from epex.cli import cli
from tests.commands.running import HOST, Epex
from tests.plugins.conftest import Install, install  # noqa: F401 - a fixture
from tests.plugins.test_key_providers import FETCHING


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, args, prog_name="epex")


def organisations(epex: Epex) -> list[str]:
    return sorted(row["title"] for row in epex.answer("organisation", "list"))


@pytest.mark.slow
def test_a_base_comes_back_from_its_two_backups(epex: Epex, tmp_path: Path) -> None:
    before = organisations(epex)
    saved, keys, folder = (str(tmp_path / name) for name in ("saved.zip", "keys.zip", "again"))

    said = [epex("backup", saved), epex("keys", "backup", keys), run("restore", saved, folder)]
    again = Epex(tmp_path / "again")
    locked = again.refusal("organisation", "list")
    verified = again("audit", "verify")
    opened = again("keys", "restore", keys)

    assert [done.exit_code for done in (*said, verified, opened)] == [0] * 5
    assert locked.endswith(
        "base.key is missing; bring it back from the backup of the keys with 'epex keys restore FILE'."
    )
    assert organisations(again) == before


def test_backup_says_what_it_holds_and_what_it_does_not(epex: Epex, tmp_path: Path) -> None:
    saved = tmp_path / "saved.zip"

    done = epex("backup", str(saved))

    assert done.stdout.splitlines() == [
        f"{saved} holds 6 events, each as it was recorded. It holds no keys.",
        "Without the keys nobody can read them: save those elsewhere with 'epex keys backup FILE'.",
    ]
    assert done.stderr.splitlines() == ["Copying the log ...", "Hashing every event again ...", "Writing the file ..."]
    assert (
        epex.refusal("backup", str(saved))
        == f"{saved} is there already; name a new file, so that nothing is written over."
    )


def test_backup_of_a_damaged_log_says_how_much_is_damaged(epex: Epex, tmp_path: Path) -> None:
    with sqlite3.connect(epex.folder / "log" / "events.db") as connection:
        connection.execute("UPDATE events SET actor = 'person-x' WHERE position IN (2, 4)")

    saved = epex("backup", str(tmp_path / "saved.zip"), "--damaged")
    restored = run("restore", str(tmp_path / "saved.zip"), str(tmp_path / "again"))

    assert saved.stdout.splitlines()[0] == (
        f"{tmp_path / 'saved.zip'} holds 6 events, of which 2 are damaged. It holds no keys."
    )
    assert "as it was recorded" not in saved.stdout
    assert restored.stdout.splitlines()[1] == "2 of them are damaged, as they were when they were saved."


def test_backup_with_a_checkpoint_that_does_not_fit_says_so(epex: Epex, tmp_path: Path) -> None:
    epex("audit", "checkpoint")
    (epex.folder / "checkpoints" / "000000000001-00000000.txt").write_text("torn")

    saved = epex("backup", str(tmp_path / "saved.zip"), "--damaged")

    assert saved.stdout.splitlines()[0] == (
        f"{tmp_path / 'saved.zip'} holds 6 events, and its checkpoints have 1 fault. It holds no keys."
    )


def test_backup_that_cannot_be_restored_says_so(epex: Epex, tmp_path: Path) -> None:
    (epex.folder / "keys" / "destroyed.txt").write_text("nothing")

    refused = epex.refusal("backup", str(tmp_path / "saved.zip"))
    saved = epex("backup", str(tmp_path / "saved.zip"), "--damaged")

    assert refused.endswith("see 'epex doctor', or save what is there with --damaged.")
    assert saved.stdout.splitlines()[1].startswith("It cannot be restored as it is: The register of destroyed keys")


def test_restore_says_what_to_do_next(epex: Epex, tmp_path: Path) -> None:
    epex("backup", str(tmp_path / "saved.zip"))

    done = run("restore", str(tmp_path / "saved.zip"), str(tmp_path / "again"))

    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'again'} holds 6 events of Exchange, as of ")
    assert lines[1:] == [
        "Whoever was erased after that comes back with the keys, unless a newer register is given:",
        "--register FILE takes a newer destroyed.txt, backup, backup of keys or bundle.",
        f"Its keys are not there yet: until they are, only 'epex --base {tmp_path / 'again'} audit verify' works.",
        f"Go on with: epex --base {tmp_path / 'again'} keys restore FILE",
    ]


def test_restore_suggests_commands_that_can_be_pasted(epex: Epex, tmp_path: Path) -> None:
    epex("backup", str(tmp_path / "saved.zip"))

    done = run("restore", str(tmp_path / "saved.zip"), str(tmp_path / "two words"))

    assert done.stdout.splitlines()[-1] == f"Go on with: epex --base '{tmp_path / 'two words'}' keys restore FILE"


@pytest.mark.slow
def test_keys_restore_says_when_they_were_saved_and_how_to_bring_newer_erasures(epex: Epex, tmp_path: Path) -> None:
    epex("keys", "backup", str(tmp_path / "keys.zip"))
    register = str(epex.folder / "keys" / "destroyed.txt")
    epex("audit", "checkpoint")

    plain = epex("keys", "restore", str(tmp_path / "keys.zip")).stdout.splitlines()
    newer = epex("keys", "restore", str(tmp_path / "keys.zip"), "--register", register).stdout.splitlines()

    assert plain[0] == newer[0] == "0 keys came back; 0 stay destroyed."
    assert plain[1].startswith("They were saved at 20")
    assert "Whoever was erased after that, and is in no register here, can be read again" in plain[1]
    assert plain[2] == "Give a newer destroyed.txt, backup, backup of keys or bundle with --register FILE."
    assert newer[1:] == []


def test_keys_backup_without_wrapping_keys_does_not_say_that_it_opens(
    epex: Epex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BASE", "EVALUATION"):
        monkeypatch.setenv(f"EPEX_{name}_KEY", (epex.folder / "keys" / f"{name.lower()}.key").read_text())
    settings = epex.folder / "epex.toml"

    files = epex("keys", "backup", str(tmp_path / "files.zip")).stdout
    settings.write_text(settings.read_text().replace('wrapping = "files"', 'wrapping = "environment"'))
    environment = epex("keys", "backup", str(tmp_path / "environment.zip")).stdout

    assert "Whoever has it and the log can read everything." in files
    assert "can read everything" not in environment
    assert "It opens only with the wrapping keys, which are not in it (environment)." in environment


@pytest.mark.slow
def test_every_answer_is_one_json_document(epex: Epex, tmp_path: Path) -> None:
    saved, keys = str(tmp_path / "saved.zip"), str(tmp_path / "keys.zip")

    backup = epex.answer("backup", saved)
    restored = json.loads(run("restore", saved, str(tmp_path / "again"), "--json").stdout)
    kept = epex.answer("keys", "backup", keys)
    came = Epex(tmp_path / "again").answer("keys", "restore", keys)
    rotated = epex.answer("keys", "rotate")
    branched = epex.answer("branch", str(tmp_path / "branch"))
    examined = epex.answer("doctor")
    migrated = epex.answer("migrate")

    assert (backup["size"], backup["root"]) == (restored["size"], restored["root"])
    assert kept["keys"] == came["keys"] == rotated["keys"]
    assert branched["events"] == [
        {"type": "network.branched", "stream_id": branched["id"], "version": 2},
    ]
    assert (examined["ok"], migrated["log"]) == (True, [])


def test_rotate_says_what_to_do_with_older_backups(epex: Epex) -> None:
    done = epex("keys", "rotate", "--wrapping", "evaluation")

    assert done.stdout.splitlines() == [
        "0 keys are wrapped anew; the old wrapping key opens none of them.",
        "Save the keys again with 'epex keys backup FILE', and delete older backups of the keys.",
    ]


def test_doctor_prints_a_line_for_each_check_and_fails_on_a_fault(epex: Epex) -> None:
    sound = epex("doctor")
    (epex.folder / "keys" / "import.secret").unlink()

    ill = epex("doctor")

    lines = [line.split() for line in sound.stdout.splitlines()]
    assert (sound.exit_code, {line[0] for line in lines}) == (0, {"ok", "warning"})
    assert (ill.exit_code, [line[:9].strip() for line in ill.stdout.splitlines()].count("fault")) == (1, 1)
    assert "import.secret is missing; bring it back" in ill.stdout


def test_doctor_repairs_unless_it_is_told_not_to(epex: Epex) -> None:
    key = epex.folder / "keys" / "base.key"
    key.chmod(0o644)

    looked = epex("doctor", "--no-repair")
    repaired = epex("doctor", "--repair")

    assert (looked.exit_code, repaired.exit_code, key.stat().st_mode & 0o777) == (1, 0, 0o600)
    assert repaired.stdout.startswith("repaired permissions ")


def test_branch_is_told_in_the_audit_of_the_branch(epex: Epex, tmp_path: Path) -> None:
    done = epex("branch", str(tmp_path / "branch"), "--reason", "A journey")

    branch = Epex(tmp_path / "branch")
    assert done.stdout.startswith(f"{tmp_path / 'branch'} is a base of its own now: 6 events in common, then its own.")
    assert branch.events()[-1] == "network.branched"
    assert branch.said()["reason"] == "A journey"
    assert epex.events()[-1] == "year.opened"
    assert HOST in organisations(branch)


def test_branch_of_a_base_whose_keys_a_provider_has_says_that_they_are_files_now(
    epex: Epex,
    tmp_path: Path,
    install: Install,  # noqa: F811 - the fixture by its name
) -> None:
    own = {name: read_secret(epex.folder / "keys", f"{name}.key") for name in ("base", "evaluation")}
    install("safe", FETCHING.format(f"return {own!r}[name]"))
    settings = epex.folder / "epex.toml"
    text = settings.read_text().replace('wrapping = "files"', 'wrapping = "safe"')
    settings.write_text(text.replace("enabled = []", 'enabled = ["safe"]'))

    done = epex("branch", str(tmp_path / "branch"))

    assert (done.exit_code, done.stdout.splitlines()[1]) == (
        0,
        f"Its wrapping keys are files in {tmp_path / 'branch' / 'keys'}, not where this base has them; guard them.",
    )
    assert HOST in organisations(Epex(tmp_path / "branch"))


def test_migrate_says_when_nothing_was_missing(epex: Epex) -> None:
    epex("migrate")

    assert epex("migrate").stdout == "Nothing was missing.\n"
    assert epex.refusal("migrate", "--log", "elsewhere.db").startswith("'elsewhere.db' is no address of a server")


@pytest.mark.parametrize("command", [["backup"], ["keys", "backup"]])
def test_saving_into_a_folder_that_is_not_there_is_refused(epex: Epex, tmp_path: Path, command: list[str]) -> None:
    place = tmp_path / "missing" / "saved.zip"

    assert epex.refusal(*command, str(place)).endswith(
        f"There is no folder {place.parent}; make it, or name another place."
    )


def test_a_log_moves_to_a_server(epex: Epex, postgres_url: str) -> None:
    before = organisations(epex)

    done = epex("migrate", "--log", postgres_url)

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0,
        f"{epex.folder}/log/events.db stays as it is and takes no more events; keep it as long as you like.",
    )
    assert organisations(epex) == before
    assert epex.answer("audit", "verify")["ok"] is True
