"""Plugins: which there are, and which this base uses."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, as_json, reading
from epex.commands.printing import print_json, print_table
from epex.commands.report import tell_faults

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

group = Subject(
    "plugin", help="List, enable and disable plugins; start your own.", example="epex plugin enable vetting-times"
)


@group.command("list", example="epex plugin list")
@reading(lambda rows: print_table(rows, ["state", "version", "recorded", "package", "faults"]))
def listed(base: "KnowledgeBase") -> Any:
    """List built-in, installed and enabled plugins, and the version of each that the log says is in use."""
    from epex.app.plugging import recorded  # noqa: PLC0415 - start-up: --help loads no plugin
    from epex.plugins.listing import list_plugins  # noqa: PLC0415 - start-up: as above
    from epex.plugins.supervising import try_out  # noqa: PLC0415 - start-up: as above

    plugins = base.plugins()
    try_out(plugins)
    return list_plugins(plugins, recorded(base))


@group.command("enable", example="epex plugin enable vetting-times")
@click.argument("name")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@reading(lambda answer: click.echo(f"{answer['id']} is enabled."))
def enable(base: "KnowledgeBase", name: str, reason: str) -> Any:
    """Let this base use an installed plugin; that is recorded."""
    from epex.app import plugging  # noqa: PLC0415 - start-up: --help loads no plugin

    base.require_now("What plugins are used")
    tell_faults(plugging.enable(base, name, _own_commands(), reason))
    return _answer(name, [*base.config.plugins, name])


@group.command("disable", example="epex plugin disable vetting-times")
@click.argument("name")
@click.option("--reason", metavar="TEXT", default="", help="Why.")
@reading(lambda answer: click.echo(f"{answer['id']} is disabled."))
def disable(base: "KnowledgeBase", name: str, reason: str) -> Any:
    """Let this base no longer use a plugin; what it recorded stays, and that it ended is recorded."""
    from epex.app import plugging  # noqa: PLC0415 - start-up: --help loads no plugin

    base.require_now("What plugins are used")
    plugging.disable(base, name, reason)
    return _answer(name, [other for other in base.config.plugins if other != name])


@group.command("new", example="epex plugin new tea-breaks")
@click.argument("name")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@as_json
def new(name: str, folder: Path | None, json: bool) -> None:
    """Start a plugin of your own: a project that works and is tested, in a new folder."""
    from epex.app.starting import start  # noqa: PLC0415 - start-up: --help starts nothing

    place = folder or Path(f"epex-{name}")
    written = start(name, place, _own_commands())
    if json:
        print_json({"id": name, "title": name, "folder": str(place), "files": written})
        return
    click.echo(f"{place} holds a plugin '{name}' now, in {len(written)} files; its README.md says what is where.")
    click.echo(f"Go on with: cd {quote(str(place))}; pip install -e .; pytest")


def _own_commands() -> list[str]:
    root = click.get_current_context().find_root()
    return root.command.list_commands(root) if isinstance(root.command, click.Group) else []


def _answer(name: str, enabled: list[str]) -> dict[str, Any]:
    return {"id": name, "title": name, "enabled": list(dict.fromkeys(enabled))}
