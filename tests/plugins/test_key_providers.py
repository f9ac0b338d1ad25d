"""Wrapping keys from a plugin's provider: the example's, one that fails, and one that is not there."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.config import write_config
from epex.app.keys import wrapping_keys
from epex.core.decision import Refused
from tests.plugins.conftest import Install

EXAMPLE = Path(__file__).parents[2] / "examples" / "epex-key-command" / "epex_key_command.py"
FETCHING = """
from epex.plugins import KeyProvider, hookimpl

def fetch(base_id, name):
    {}

@hookimpl
def epex_key_providers():
    return [KeyProvider(name="safe", summary="A safe.", fetch=fetch)]
"""


def use(base: KnowledgeBase, wrapping: str, plugin: str) -> None:
    write_config(replace(base.config, wrapping=wrapping, plugins=(plugin,)))


@pytest.mark.slow
def test_base_opens_with_keys_from_a_program(
    base: KnowledgeBase, install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = base.queries().listing("theme")
    store = tmp_path / "store"
    (store / "epex" / base.config.base_id).mkdir(parents=True)
    for name in ("base", "evaluation"):
        (base.config.keys_folder / f"{name}.key").rename(store / "epex" / base.config.base_id / name)
    monkeypatch.setenv("EPEX_KEY_COMMAND", f"sh -c 'cat {store}/$0'")
    install("key-command", EXAMPLE.read_text("utf-8"))
    use(base, "command", "key-command")

    again = KnowledgeBase.open(base.config.folder)
    again.today.rebuild()

    assert again.queries().listing("theme") == before
    (store / "epex" / base.config.base_id / "base").unlink()
    with pytest.raises(Refused, match="Make the key provider 'command' give it"):
        KnowledgeBase.open(base.config.folder)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("return b'short'", "The key provider 'safe' gave no 32 bytes as the wrapping key 'base'; mend it."),
        ("return 'k' * 32", "The key provider 'safe' gave no 32 bytes as the wrapping key 'base'; mend it."),
        (
            "raise OSError('the safe is shut')",
            "The key provider 'safe' could not give the wrapping key 'base' (OSError: the safe is shut); mend it.",
        ),
        ("return None", "The base's wrapping key is missing. Make the key provider 'safe' give it."),
    ],
)
def test_provider_that_fails_is_named(base: KnowledgeBase, install: Install, body: str, sentence: str) -> None:
    install("safe", FETCHING.format(body))

    with pytest.raises(Refused, match=re.escape(sentence)):
        wrapping_keys(replace(base.config, wrapping="safe", plugins=("safe",)))


def test_provider_that_gives_the_wrong_key_is_named(base: KnowledgeBase, install: Install) -> None:
    install("safe", FETCHING.format("return b'k' * 32"))
    use(base, "safe", "safe")

    with pytest.raises(Refused, match="The wrapping key 'base' does not open"):
        KnowledgeBase.open(base.config.folder)


def test_provider_is_traced(
    base: KnowledgeBase, install: Install, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install("safe", FETCHING.format("return b'k' * 32"))
    monkeypatch.setenv("EPEX_TRACE_PLUGINS", "1")

    wrapping_keys(replace(base.config, wrapping="safe", plugins=("safe",)))

    traced = [line.rpartition(" took ")[0] for line in capsys.readouterr().err.splitlines()]
    assert [line for line in traced if line.startswith("safe: the ")] == ["safe: the key provider safe"] * 2


def test_provider_that_is_not_there_is_named(base: KnowledgeBase) -> None:
    for plugins, why in (
        ((), "which no enabled plugin provides; enable it"),
        (("safe",), "is enabled but not installed"),
    ):
        with pytest.raises(Refused, match=why):
            wrapping_keys(replace(base.config, wrapping="safe", plugins=plugins))


@pytest.mark.slow
def test_example_passes_its_own_tests() -> None:
    folder = EXAMPLE.parent
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "3 passed" in ran.stdout
