"""What there is of plugins: built-in, installed and enabled, and what is wrong with each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from epex.plugins import hookspecs
from epex.plugins.loader import BUILT_IN, ON_REQUEST, Plugin, Plugins, built_in, installed


def list_plugins(plugins: Plugins, recorded: Mapping[str, str] = MappingProxyType({})) -> list[dict[str, Any]]:
    """List built-in, installed and enabled plugins with their state, and what is wrong with each.

    `recorded` are the plugins that are in use by the log, each with its version.
    """
    known = {plugin.name: plugin for plugin in reversed((*built_in(), *installed()))}
    names = sorted({*known, *plugins.enabled, *recorded}, key=_order)
    return [{**_row(plugins, name, known.get(name)), "recorded": recorded.get(name, "")} for name in names]


def _row(plugins: Plugins, name: str, plugin: Plugin | None) -> dict[str, Any]:
    return {
        "id": name,
        "title": name,
        "package": plugin.package or "epex" if plugin else "",
        "version": plugin.version if plugin else "",
        "state": _state(plugins, name, plugin),
        "adds": [hook.removeprefix("epex_") for hook in _hooks() if plugins.has(name, hook)],
        "faults": [str(fault) for fault in plugins.faults if fault.plugin == name],
    }


def _hooks() -> list[str]:
    return [name for name in vars(hookspecs) if name.startswith("epex_")]


def _state(plugins: Plugins, name: str, plugin: Plugin | None) -> str:
    is_asked_for = name in plugins.enabled
    if name in plugins.loaded:
        return "built-in" if name in BUILT_IN and not is_asked_for else "enabled"
    if plugin is None:
        return "not installed"
    return "failed" if is_asked_for or name in BUILT_IN.keys() - ON_REQUEST else "not enabled"


def _order(name: str) -> tuple[bool, str]:
    return name not in BUILT_IN, name
