"""The commands of plugins: made from what each declares, and recorded like every other."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex import __version__
from epex.commands.frame import Exampled, Subject, recording
from epex.core.catalogue import subject_of
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.namespaces import lies_within
from epex.plugins.command import Command
from epex.plugins.events import unreadable
from epex.plugins.guard import Failed, asked, guarded, why_not
from epex.plugins.loader import DISABLE, Plugin, Plugins

if TYPE_CHECKING:
    from epex.commands.desk import Desk


def group_of(plugins: Plugins, name: str) -> Subject:
    """Make the group of a plugin's commands.

    Raises Refused when it cannot be loaded, or has no command.
    """
    commands = plugins.commands.get(name, ())
    faults = [fault for fault in plugins.faults if fault.plugin == name]
    if not commands:
        why = (
            str(faults[0])
            if faults
            else f"The plugin '{name}' has no commands; 'epex plugin list' shows what there is."
        )
        raise Refused(why)
    group = Subject(name, help=f"The commands of the plugin {name}.")
    for command in commands:
        try:
            group.add_command(guarded(_made, plugins, plugins.loaded[name], command))
        except Failed as failure:
            plugins.blame(name, f"has a command '{command.name}' that cannot be run ({failure})", DISABLE)
    for fault in plugins.untold():
        click.echo(str(fault), err=True)
    return group


def _made(plugins: Plugins, plugin: Plugin, command: Command) -> click.Command:
    text = command.text or "reason"
    needed = any(option.required for option in command.options if option.name == command.text)

    def decide(desk: "Desk", **given: Any) -> Sequence[On]:
        desk.command = replace(desk.command, recorded_by=f"{plugin.name} {plugin.version} (epex {__version__})")
        return _decided(plugins, plugin.name, command, desk, given)

    for option in reversed(command.options):
        is_needed = option.required and option.name != command.text
        decide = click.option(
            f"--{option.name}",
            metavar=option.value,
            help=f"{option.summary[:1].upper()}{option.summary[1:]}.",
            required=is_needed,
        )(decide)
    decide.__doc__ = command.summary
    values = "".join(f" --{option.name} {option.value}" for option in command.options if option.required)
    recorded = recording(text=text.replace("-", "_"), required=needed)(decide)
    example = f"epex {plugin.name} {command.name}{values}"
    return click.command(command.name, cls=Exampled, example=example)(recorded)


def _decided(plugins: Plugins, plugin: str, command: Command, desk: "Desk", given: Mapping[str, Any]) -> Sequence[On]:
    meant = {option.name: given.get(option.name.replace("-", "_"), "") for option in command.options}
    for option in command.options:
        if option.subject and meant[option.name]:
            meant[option.name] = desk.find(meant[option.name], option.subject)
            desk.speak_of(meant[option.name])
    stated = {name: value for name, value in meant.items() if value}
    try:
        ons = asked(plugin, f"the command {command.name}", command.decide, PluginDesk(desk, plugin), stated)
    except Failed as failure:
        if isinstance(failure.__cause__, Refused):
            raise failure.__cause__ from None
        what = f"The command '{command.name}' of the plugin '{plugin}' failed ({failure}), so nothing was recorded"
        raise Refused(f"{what}; tell its author.") from failure
    if not isinstance(ons, list | tuple) or not all(_is_own(plugins, plugin, on) for on in ons):
        why = next((str(fault) for fault in plugins.faults if fault.plugin == plugin), "")
        what = f"The plugin '{plugin}' wants to record something that is not its own, so nothing was recorded"
        raise Refused(why or f"{what}; tell its author.")
    _require_readable(plugin, command.name, ons)
    return ons


def _require_readable(plugin: str, command: str, ons: Sequence[On]) -> None:
    for on in ons:
        if why := why_not(unreadable, on.event, otherwise="an event that cannot be written"):
            what = f"The command '{command}' of the plugin '{plugin}' gives {why}, so nothing was recorded"
            raise Refused(f"{what}; tell its author.")


def _is_own(plugins: Plugins, plugin: str, on: object) -> bool:
    if not isinstance(on, On) or not isinstance(on.stream, str):
        return False
    types = plugins.event_types.get(subject_of(on.stream))
    return types is not None and lies_within(types.subject, plugin) and type(on.event) in types.events


class PluginDesk:
    """The desk as a plugin sees it."""

    def __init__(self, desk: "Desk", plugin: str) -> None:
        """Stand before the desk of the command."""
        self._desk = desk
        self._plugin = plugin

    @property
    def by(self) -> Actor:
        """Give the person who acts."""
        return self._desk.by

    @property
    def today(self) -> str:
        """Give the day of recording."""
        return self._desk.base.day

    def load(self, stream: str, /) -> Any:
        """Load the state of one of the plugin's own streams; None when nothing was recorded on it.

        Raises Refused when it is not the plugin's own, or the actor may not read it.
        """
        if not lies_within(subject_of(stream), self._plugin):
            raise Refused(
                f"The plugin '{self._plugin}' may not load '{stream}', which is not its own; tell its author."
            )
        if not self._desk.base.log.stream(stream):
            return None
        if not self._desk.queries.is_readable_from_its_beginning(stream):
            raise Refused(f"There is no '{stream}' that you may read; look with 'epex audit log'.")
        return self._desk.act.load(stream)

    def new(self, subject: str, /) -> str:
        """Make the id of something new."""
        return new_id(subject)
