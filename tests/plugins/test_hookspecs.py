"""The hooks: documented, typed, and none without somebody who uses it."""

import inspect
import re
from typing import get_type_hints

import pytest

from epex.plugins import Report, hookspecs
from epex.plugins.loader import Plugins

HOOKS = [name for name in vars(hookspecs) if name.startswith("epex_")]


@pytest.mark.parametrize("name", HOOKS)
def test_hook_is_typed_and_says_what_it_does_and_since_when(name: str) -> None:
    hook = getattr(hookspecs, name)
    documented = inspect.getdoc(hook) or ""

    assert "return" in get_type_hints(hook)
    assert re.match(r"[A-Z][a-z]+ ", documented)
    assert re.search(r"^Since \d+\.\d+, ", documented.splitlines()[-1]) or "Since" in documented


def test_every_hook_is_used_by_a_built_in_plugin() -> None:
    plugins = Plugins()

    assert HOOKS == ["epex_reports"]
    assert plugins.gather("epex_reports", Report) != []


def test_hook_is_never_run_as_it_is_declared() -> None:
    with pytest.raises(NotImplementedError):
        hookspecs.epex_reports()
