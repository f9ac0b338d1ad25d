"""Eleven kinds of tampering against one checkpoint that was kept outside, plain and with the ledger rebuilt."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from epex.app.auditing import verifying
from tests.commands.running import Epex
from tests.faults.bases import opened
from tests.faults.figures import note
from tests.faults.tampering import FORGED_TAIL, KINDS, log_of, rebuild_ledger, remove_own_checkpoints
from tests.faults.work import propose

pytestmark = pytest.mark.slow
BEFORE, AFTER = 12, 5
PLACES = (5, 9, 13)
REBUILT = pytest.mark.parametrize("rebuilt", [False, True], ids=["plain", "rebuilt"])


@dataclass(frozen=True, slots=True)
class Kept:
    """A base, and a checkpoint of it that its host cannot touch."""

    folder: Path
    checkpoint: Path

    def verify(self, *more: str) -> Any:
        """Let the program verify the base against the checkpoint."""
        return Epex(self.folder)("audit", "verify", "--checkpoint", str(self.checkpoint), *more)

    def tamper(self, kind: str, place: int, *, rebuilt: bool) -> None:
        """Change the log, and what else the host can change."""
        with log_of(self.folder) as log:
            KINDS[kind](log, place)
            if rebuilt:
                rebuild_ledger(log)
        if rebuilt:
            remove_own_checkpoints(self.folder)


@pytest.fixture
def kept(founded: Path, tmp_path: Path) -> Kept:
    """Sign a checkpoint, keep it elsewhere, and go on."""
    outside = tmp_path / "elsewhere.txt"
    with opened(founded) as base:
        for number in range(BEFORE):
            propose(base, f"before {number}")
        signed = base.notary.sign()
        shutil.copy(base.notary.checkpoints.write(signed), outside)
        for number in range(AFTER):
            propose(base, f"after {number}")
    return Kept(founded, outside)


def _first(kind: str, place: int) -> str:
    """Tell the position that is named first where only the events were changed."""
    match kind:
        case "backdated insert":
            return str(place + 1)
        case "whole log replaced":
            return "1"
        case _:
            return str(place)


@REBUILT
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != FORGED_TAIL])
def test_tampering_is_found(kept: Kept, kind: str, place: int, *, rebuilt: bool) -> None:
    kept.tamper(kind, place, rebuilt=rebuilt)

    done = kept.verify()

    note("tamper", kind, tried=1, found=int(done.exit_code == 1))
    assert (done.exit_code, done.stderr) == (1, ""), done.output
    assert done.stdout.startswith(f"Event {_first(kind, place)}:" if not rebuilt else "Event "), done.output


@REBUILT
def test_forged_tail_is_found_or_told_as_not_covered(kept: Kept, *, rebuilt: bool) -> None:
    kept.tamper(FORGED_TAIL, 5, rebuilt=rebuilt)

    done = kept.verify()

    note(
        "tamper",
        FORGED_TAIL,
        tried=1,
        found=int(done.exit_code == 1),
        uncovered=int(rebuilt and "not covered" in done.stdout),
    )
    assert done.exit_code == int(not rebuilt)
    assert (f"{AFTER + 1} events" in done.stdout) == rebuilt, done.stdout


def test_untouched_log_gives_no_alarm(kept: Kept) -> None:
    done = kept.verify()

    assert done.exit_code == 0, done.output
    assert f"{AFTER} events" in done.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_rebuilt_ledger_convinces_whoever_kept_no_checkpoint(kept: Kept, kind: str) -> None:
    kept.tamper(kind, PLACES[0], rebuilt=True)

    done = Epex(kept.folder)("audit", "verify")

    assert done.exit_code == 0, done.output


def test_tamper_harness_finds_a_checkpoint_that_is_not_looked_at(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "_faults", lambda *_: iter(()))
    kept.tamper("edited", PLACES[0], rebuilt=True)

    assert kept.verify().exit_code == 0
