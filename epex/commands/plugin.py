"""Plugins: which there are, and which this base uses."""

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, reading
from epex.commands.printing import print_table
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

SECTION = re.compile(r"^\[plugins\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
ENABLED = re.compile(r"^enabled\s*=\s*\[[^\]]*\]", re.MULTILINE)

group = Subject("plugin", help="List, enable and disable plugins.", example="epex plugin enable vetting-times")


@group.command("list", example="epex plugin list")
@reading(lambda rows: print_table(rows, ["state", "version", "package", "faults"]))
def listed(base: "KnowledgeBase") -> Any:
    """List built-in, installed and enabled plugins."""
    from epex.plugins.loader import list_plugins  # noqa: PLC0415 - start-up: --help loads no plugin

    return list_plugins(base.plugins())


@group.command("enable", example="epex plugin enable vetting-times")
@click.argument("name")
@reading(lambda answer: click.echo(f"{answer['id']} is enabled."))
def enable(base: "KnowledgeBase", name: str) -> Any:
    """Let this base use an installed plugin."""
    from epex.plugins.loader import BUILT_IN, installed  # noqa: PLC0415 - start-up: as above

    base.require_now("What plugins are used")
    if name in BUILT_IN:
        raise Refused(f"'{name}' is built in and always there; nothing needs to be done.")
    if name not in [plugin.name for plugin in installed()]:
        raise Refused(f"No installed package offers a plugin '{name}'; install it, then look with 'epex plugin list'.")
    return _write(base, name, (*base.config.plugins, name))


@group.command("disable", example="epex plugin disable vetting-times")
@click.argument("name")
@reading(lambda answer: click.echo(f"{answer['id']} is disabled."))
def disable(base: "KnowledgeBase", name: str) -> Any:
    """Let this base no longer use a plugin."""
    base.require_now("What plugins are used")
    if name not in base.config.plugins:
        raise Refused(f"'{name}' is not enabled; 'epex plugin list' shows what is.")
    return _write(base, name, tuple(other for other in base.config.plugins if other != name))


def _write(base: "KnowledgeBase", name: str, enabled: tuple[str, ...]) -> dict[str, Any]:
    from epex.app.config import FILE_NAME  # noqa: PLC0415 - start-up: as above

    names = list(dict.fromkeys(enabled))
    path = base.config.folder / FILE_NAME
    _replace(path, with_plugins(path.read_text("utf-8"), names))
    return {"id": name, "title": name, "enabled": names}


def with_plugins(text: str, names: list[str]) -> str:
    """Change the list of plugins in a base's own file, and nothing else.

    Raises Refused when it is written in a way that cannot be changed safely.
    """
    line = f"enabled = {json.dumps(names, ensure_ascii=False)}"
    changed = _changed(text, line)
    try:
        enabled = tomllib.loads(changed)["plugins"]["enabled"]
    except tomllib.TOMLDecodeError:
        enabled = None
    if enabled != names:
        raise Refused(f"[plugins] in epex.toml is written unusually; set {line} there by hand.")
    return changed


def _changed(text: str, line: str) -> str:
    section = SECTION.search(text)
    if section is None:
        return f"{text.rstrip()}\n\n[plugins]\n{line}\n"
    body = section.group()
    listed = ENABLED.search(body)
    kept = body.replace(listed.group(), line, 1) if listed else body.replace("[plugins]", f"[plugins]\n{line}", 1)
    return text[: section.start()] + kept + text[section.end() :]


def _replace(path: Path, text: str) -> None:
    beside = path.with_suffix(".toml.new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
