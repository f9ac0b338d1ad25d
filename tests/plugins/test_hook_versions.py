"""Which hooks a plugin was made for: another major version or a later minor one is refused, and what goes is told."""

import warnings

import pytest

from epex.plugins import HOOKS, hookspecs
from epex.plugins.loader import Plugins
from tests.commands.conftest import epex, founded_folder
from tests.commands.running import Epex
from tests.plugins.conftest import REPORTING, Install

__all__ = ["epex", "founded_folder"]


@pytest.mark.parametrize("made_for", ["1.0", "1.1"])
def test_a_plugin_of_these_hooks_is_loaded(install: Install, made_for: str) -> None:
    install("tea", f'HOOKS = "{made_for}"\n{REPORTING.format(name="tea")}')

    assert ("tea" in Plugins(["tea"]).loaded, HOOKS) == (True, "1.1")


@pytest.mark.parametrize("made_for", ["0.9", "1.2", "2.0"])
def test_a_plugin_of_other_hooks_is_named_and_left_out(install: Install, made_for: str) -> None:
    install("tea", f'HOOKS = "{made_for}"\n{REPORTING.format(name="tea")}')

    plugins = Plugins(["tea"])

    assert "tea" not in plugins.loaded
    assert [str(fault) for fault in plugins.faults] == [
        (
            f"The plugin 'tea' was made for the hooks {made_for}, and this epex has 1.1; install the version of it that"
            " was made for this epex, or a newer epex."
        )
    ]


def test_a_plugin_of_other_hooks_is_not_enabled(epex: Epex, install: Install) -> None:
    install("tea", f'HOOKS = "2.0"\n{REPORTING.format(name="tea")}')
    before = epex.events()

    refusal = epex.refusal("plugin", "enable", "tea")

    assert refusal == (
        "The plugin 'tea' was made for the hooks 2.0, and this epex has 1.1; install the version of it that was made"
        " for this epex."
    )
    assert epex.events() == before


def test_a_hook_that_will_go_is_told(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    going = DeprecationWarning("epex_letters goes with 2.0; use epex_reports")

    def epex_letters() -> object:
        """List letters."""

    marked = hookspecs.hookspec(epex_letters, warn_on_impl=going)
    monkeypatch.setattr(hookspecs, "epex_letters", marked, raising=False)
    install("tea", f"{REPORTING.format(name='tea')}\n@hookimpl\ndef epex_letters():\n    return []\n")

    with warnings.catch_warnings(record=True) as warned:
        plugins = Plugins(["tea"])

    assert ("tea" in plugins.loaded, warned) == (True, [])
    assert [str(fault) for fault in plugins.faults] == [
        (
            "The plugin 'tea' implements a hook that will go (epex_letters goes with 2.0; use epex_reports); ask its"
            " author to use the other."
        )
    ]
