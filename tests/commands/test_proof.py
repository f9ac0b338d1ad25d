"""Checkpoints, proofs and witnesses on the command line."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from epex.cli import cli
from epex.core.log.checkpoint import read_checkpoint
from tests.commands.running import Epex


def witness(folder: Path, *args: str) -> Result:
    """Run the witness in its own folder, without a base."""
    folder.mkdir(exist_ok=True)
    return CliRunner().invoke(cli, ["audit", "witness", *args, "--folder", str(folder)], prog_name="epex")


def test_checkpoint_writes_one_file(epex: Epex) -> None:
    answer = epex.answer("audit", "checkpoint")

    assert [str(path) for path in (epex.folder / "checkpoints").iterdir()] == [answer["file"]]
    assert answer["size"] == len(epex.events())
    assert epex("audit", "checkpoint").stdout == (
        f"{answer['file']} covers {answer['size']} events. No witness has cosigned it yet.\n"
    )


def test_verify_tells_what_no_witness_has_seen(epex: Epex, tmp_path: Path) -> None:
    epex("audit", "checkpoint")
    cosigned = witness(tmp_path / "partner", str(epex.folder), "--name", "harbour")
    covered = epex("audit", "verify").stdout.splitlines()[1]
    epex.record("theme", "propose", "Trust")
    uncovered = epex("audit", "verify").stdout.splitlines()[1]

    assert cosigned.stdout.startswith(f"Cosigned: {len(epex.events()) - 1} events of the log epex/")
    assert "compare it with the base's people, by telephone." in cosigned.stdout
    assert covered == "A checkpoint covers them all. Cosigned by harbour."
    assert uncovered.startswith("1 event is not covered since ")


def test_verify_takes_a_checkpoint_kept_outside(epex: Epex, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(Path(epex.answer("audit", "checkpoint")["file"]).read_bytes())

    verdict = epex.answer("audit", "verify", "--checkpoint", str(kept))

    assert (verdict["ok"], verdict["uncovered_events"], verdict["checkpoint"]["size"]) == (True, 0, verdict["size"])


def test_verify_needs_no_key(epex: Epex) -> None:
    for path in (epex.folder / "keys").iterdir():
        path.unlink()

    assert epex("audit", "verify").exit_code == 0


def test_verify_and_checkpoint_are_about_now(epex: Epex) -> None:
    for command in (("verify",), ("checkpoint",), ("prove", "1")):
        done = CliRunner().invoke(cli, ["--base", str(epex.folder), "--as-of", "2026", "audit", *command])
        assert (done.exit_code, "leave out --as-of" in done.stderr) == (1, True)


def test_witness_cosigns_by_mail(epex: Epex, tmp_path: Path) -> None:
    epex("audit", "checkpoint")
    first = json.loads(witness(tmp_path / "partner", str(epex.folder), "--json").stdout)
    epex.record("theme", "propose", "Trust")
    (tmp_path / "request.txt").write_text(epex("audit", "checkpoint", "--since", first["file"]).stdout)

    second = witness(tmp_path / "partner", str(tmp_path / "request.txt"))
    cosigned = max((tmp_path / "partner" / "seen").rglob("*.txt"))
    taken = epex.answer("audit", "checkpoint", "--cosigned", str(cosigned))

    assert second.stdout.splitlines()[-1].startswith("Send that file back; ")
    assert taken["witnesses"] == [key.name for key in read_checkpoint(cosigned).witnesses()]
    assert epex.answer("audit", "verify")["uncovered_events"] == 0


def test_witness_refuses_a_key_that_is_none(epex: Epex, tmp_path: Path) -> None:
    epex("audit", "checkpoint")

    done = witness(tmp_path / "partner", str(epex.folder), "--key", "junk")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "'junk' is no key of a log (it is no verifier key); copy the line as its people give it.\n"


@pytest.mark.parametrize("by_id", [True, False])
def test_prove_takes_a_position_or_an_event_id(epex: Epex, *, by_id: bool) -> None:
    event = epex.answer("audit", "log")[2]

    answer = epex.answer("audit", "prove", event["event_id"] if by_id else str(event["position"]))

    assert (answer["position"], answer["leaf_index"]) == (3, 2)
    assert answer["proof"] == epex("audit", "prove", "3").stdout


def test_prove_writes_a_file(epex: Epex, tmp_path: Path) -> None:
    output = tmp_path / "one.tlog-proof"

    done = epex("audit", "prove", "3", "--output", str(output))

    assert done.stdout.startswith(f"Wrote {output}. It proves the leaf ")
    assert output.read_text() == epex("audit", "prove", "3").stdout


def test_prove_refuses_an_event_that_is_not_there(epex: Epex) -> None:
    assert epex.refusal("audit", "prove", "99") == (
        "There is no event 99 that you may read; 'epex audit log' lists those there are."
    )


def test_prove_writes_over_nothing(epex: Epex, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    said = epex.refusal("audit", "prove", "3", "--output", str(tmp_path / "mine.txt"))

    assert (said.endswith("is there already; name another file."), (tmp_path / "mine.txt").read_text()) == (
        True,
        "mine",
    )


def test_since_goes_with_no_other_option(epex: Epex) -> None:
    kept = epex.answer("audit", "checkpoint")["file"]

    done = epex("audit", "checkpoint", "--since", kept, "--json")

    assert (done.exit_code, "leave out --cosigned and --json" in done.stderr) == (2, True)


@pytest.mark.slow
def test_a_restored_base_signs_after_it_has_seen_what_is_kept(epex: Epex, tmp_path: Path) -> None:
    for command in (("backup", "log.zip"), ("keys", "backup", "keys.zip")):
        assert epex(*command[:-1], str(tmp_path / command[-1])).exit_code == 0
    kept = epex.answer("audit", "checkpoint")["file"]
    restored = Epex(tmp_path / "restored")
    assert restored("restore", str(tmp_path / "log.zip"), str(restored.folder)).exit_code == 0
    assert restored("keys", "restore", str(tmp_path / "keys.zip")).exit_code == 0

    refused = restored.refusal("audit", "checkpoint")
    signed = restored.answer("audit", "checkpoint", "--kept", kept)

    assert refused.startswith("No checkpoint is signed: this base was restored")
    assert signed["size"] == len(restored.events())


def test_a_damaged_log_is_never_said_to_be_covered(epex: Epex, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(Path(epex.answer("audit", "checkpoint")["file"]).read_bytes())
    with sqlite3.connect(epex.folder / "log" / "events.db") as log:
        log.execute("UPDATE events SET actor = 'person-x' WHERE position = 2")
    log.close()

    done = epex("audit", "verify", "--checkpoint", str(kept))

    assert done.stdout.splitlines()[-1] == "The log is NOT as it was recorded and signed."
