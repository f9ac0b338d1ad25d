"""Changing a wrapping key: older copies become useless, and a kill at any step loses nothing."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.keeping.rotation import finish, left_over, rotate
from epex.app.keys import wrapping_keys
from epex.core.decision import Refused
from epex.core.log.canonical import to_base64
from epex.core.log.vault import Vault
from tests.app.keeping.conftest import labels, propose

KILLED = """
import os, signal, sys
from pathlib import Path
from epex.app.config import read_config
from epex.app.keeping import rotation
from epex.core.log import vault

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

step = sys.argv[2]
if step == "before the keys are wrapped":
    vault.Vault.rewrap = die
elif step == "while they are wrapped":
    sealed, count = vault._sealed, []
    def sometimes(*args):
        count.append(args)
        return die() if len(count) == 3 else sealed(*args)
    vault._sealed = sometimes
else:
    rewrap, replace = vault.Vault.rewrap, Path.replace
    def then(*args):
        rewrap(*args)
        Path.replace = die if step == "before the new key is in its place" else lambda *args: (replace(*args), die())
    vault.Vault.rewrap = then
rotation.rotate(read_config(Path(sys.argv[1])), "base")
"""
# Each with how many new keys it leaves lying.
STEPS = {
    "before the keys are wrapped": 1,
    "while they are wrapped": 1,
    "before the new key is in its place": 1,
    "before it is durable there": 0,
}


def test_rotate_changes_the_key_and_nothing_else(small: KnowledgeBase) -> None:
    before = wrapping_keys(small.config)

    answer = rotate(small.config, "base")

    after = wrapping_keys(small.config)
    assert answer == {"wrapping": "base", "keys": 5, "place": "files"}
    assert (after["base"] != before["base"], after["evaluation"]) == (True, before["evaluation"])
    assert labels(KnowledgeBase.open(small.config.folder)) == ["Tea", "Trust"]
    assert left_over(small.config.keys_folder, "base") == []


def test_an_older_copy_of_the_keys_is_useless_after_it(small: KnowledgeBase, tmp_path: Path) -> None:
    shutil.copy(small.config.keys_folder / "keys.db", tmp_path / "keys.db")

    rotate(small.config, "base")

    with pytest.raises(Refused, match="'base' does not open"):
        Vault(tmp_path / "keys.db", wrapping_keys(small.config))


def test_rotate_keeps_secrets_of_work_under_way(small: KnowledgeBase) -> None:
    small.log.vault.keep("erasing", b"Orla Quirke")

    rotate(small.config, "base")

    assert KnowledgeBase.open(small.config.folder).log.vault.kept("erasing") == b"Orla Quirke"


def test_rotate_needs_the_key_that_is_changed(small: KnowledgeBase) -> None:
    (small.config.keys_folder / "evaluation.key").unlink()

    with pytest.raises(Refused, match="'evaluation' is not here, so it cannot be changed"):
        rotate(small.config, "evaluation")


def test_rotate_in_the_environment_takes_the_new_key_from_there(
    small: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = replace(small.config, wrapping="environment")
    monkeypatch.setenv("EPEX_BASE_KEY", to_base64(wrapping_keys(small.config)["base"]))

    with pytest.raises(Refused, match="Set EPEX_BASE_KEY_NEW to it"):
        rotate(config, "base")
    monkeypatch.setenv("EPEX_BASE_KEY_NEW", os.environ["EPEX_BASE_KEY"])
    with pytest.raises(Refused, match="Set EPEX_BASE_KEY_NEW to the new wrapping key"):
        rotate(config, "base")
    monkeypatch.setenv("EPEX_BASE_KEY_NEW", to_base64(b"n" * 32))
    rotate(config, "base")

    monkeypatch.setenv("EPEX_BASE_KEY", to_base64(b"n" * 32))
    vault = Vault(config.keys_folder / "keys.db", wrapping_keys(config))
    vault.load(vault.tombstones())
    assert wrapping_keys(config)["base"] == b"n" * 32


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_rotate_that_is_killed_leaves_keys_that_open(small: KnowledgeBase, step: str) -> None:
    folder = small.config.folder
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), step], check=False)

    left = left_over(small.config.keys_folder, "base")
    again = KnowledgeBase.open(folder)

    assert (killed.returncode, len(left)) == (-signal.SIGKILL, STEPS[step])
    assert labels(again) == ["Tea", "Trust"]
    propose(again, "After")
    assert rotate(again.config, "base")["keys"] == 6
    assert labels(KnowledgeBase.open(folder)) == ["After", "Tea", "Trust"]
    assert left_over(small.config.keys_folder, "base") == []


@pytest.mark.slow
def test_finish_brings_a_serving_key_into_its_place(small: KnowledgeBase) -> None:
    subprocess.run(
        [sys.executable, "-c", KILLED, str(small.config.folder), "before the new key is in its place"], check=False
    )
    (waiting,) = left_over(small.config.keys_folder, "base")
    new = waiting.read_text()

    finished = [finish(small.config, "base"), finish(small.config, "base")]

    assert finished == [True, False]
    assert (small.config.keys_folder / "base.key").read_text() == new
