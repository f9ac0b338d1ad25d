"""The hooks: documented, typed, and none without somebody who uses it."""

import inspect
import re
from typing import get_type_hints

import pytest

from epex.plugins import KeyProvider, Report, hookspecs
from epex.plugins.loader import Plugins
from tests.plugins.conftest import Install
from tests.plugins.test_key_providers import EXAMPLE

HOOKS = [name for name in vars(hookspecs) if name.startswith("epex_")]


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_typed_and_says_what_it_does_and_since_when(name: str) -> None:
    hook = getattr(hookspecs, name)
    documented = inspect.getdoc(hook) or ""

    assert "return" in get_type_hints(hook)
    assert re.match(r"[A-Z][a-z]+ ", documented)
    assert re.search(r"^Since \d+\.\d+, ", documented.splitlines()[-1]) or "Since" in documented


def test_every_hook_is_used_by_a_plugin_of_ours(install: Install) -> None:
    install("key-command", EXAMPLE.read_text("utf-8"))

    plugins = Plugins(["key-command"])

    assert HOOKS == ["epex_reports", "epex_key_providers"]
    reporting = dict.fromkeys(name for name, _ in plugins.gather("epex_reports", Report))
    assert list(reporting) == ["practice-transfer", "year-review", "pictures"]
    assert [name for name, _ in plugins.gather("epex_key_providers", KeyProvider)] == ["key-command"]


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_never_run_as_it_is_declared(name: str) -> None:
    with pytest.raises(NotImplementedError):
        getattr(hookspecs, name)()
