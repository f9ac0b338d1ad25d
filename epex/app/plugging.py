"""Take plugins into use and out of use: recorded in the log, then written into epex.toml."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from epex.app.base import KnowledgeBase
from epex.app.config import FILE_NAME, replace_file
from epex.core import network
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.namespaces import lies_within
from epex.core.network import PluginDisabled, PluginEnabled
from epex.plugins import loader
from epex.plugins.checks import HOOK as CHECKS
from epex.plugins.fields import names_of
from epex.plugins.limits import Limits
from epex.plugins.loader import BUILT_IN, ON_REQUEST, Plugins
from epex.plugins.supervising import try_out
from epex.plugins.trials import Trials

SECTION = re.compile(r"^\[plugins\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
ADDED = r"^\[plugins\.{}\].*?(?=^\[|\Z)"
ENABLED = re.compile(r"^enabled\s*=\s*\[[^\]]*\]", re.MULTILINE)
# The names of what plugins add, by plugin.
Names = Mapping[str, Sequence[str]]
NOTHING: Names = MappingProxyType({})


def enable(base: KnowledgeBase, name: str, taken: Sequence[str] = (), reason: str = "") -> Plugins:
    """Take an installed plugin into use; give it back loaded, with its faults.

    `taken` are the names that the program's own commands have.
    Raises Refused when it is not installed or does not fit, or epex.toml cannot be changed safely.
    """
    if name in BUILT_IN.keys() - ON_REQUEST:
        raise Refused(f"'{name}' is built in and always there; nothing needs to be done.")
    offered = (*loader.built_in(), *loader.installed())
    found = next((plugin for plugin in offered if plugin.name == name), None)
    if found is None:
        raise Refused(f"No installed package offers a plugin '{name}'; install it, then look with 'epex plugin list'.")
    limits, trials = Limits(seconds=base.config.plugin_seconds), Trials(base.config.trials)
    plugins = Plugins([name], limits=limits, trials=trials)
    try_out(plugins)
    _require_fit(plugins, name, taken)
    commands = tuple(command.name for command in plugins.commands.get(name, ()))
    known = _with(base.config.plugin_commands, name, commands)
    fields = _with(base.config.plugin_fields, name, names_of(plugins, name))
    text = _changed(base, [*base.config.plugins, name], known, fields)
    act = base.begin(Command())
    there = act.load(base.config.network_id)
    # A file that was put back knows less than the log.
    if name in base.config.plugins or (name, found.version) not in there.plugins:
        told = {"package": found.package or "epex", "version": found.version, "reason": reason}
        checks = plugins.has(name, CHECKS)
        act.record(network.enable_plugin(there, name, by=act.by, checks_editions=checks, **told))
    replace_file(base.config.folder / FILE_NAME, text)
    rebuild_what_is_known_now(base.config.folder, name)
    return plugins


def disable(base: KnowledgeBase, name: str, reason: str = "") -> None:
    """Take a plugin out of use; what it recorded stays.

    Raises Refused when it is not in use, or epex.toml cannot be changed safely.
    """
    known, fields = (_with(names, name) for names in (base.config.plugin_commands, base.config.plugin_fields))
    text = _changed(base, [other for other in base.config.plugins if other != name], known, fields)
    act = base.begin(Command())
    there = act.load(base.config.network_id)
    if name not in base.config.plugins and name not in dict(there.plugins):
        raise Refused(f"'{name}' is not enabled; 'epex plugin list' shows what is.")
    # A file that was written by hand knows more than the log.
    if name in dict(there.plugins):
        act.record(network.disable_plugin(there, name, by=act.by, reason=reason))
    replace_file(base.config.folder / FILE_NAME, text)


def recorded(base: KnowledgeBase) -> dict[str, str]:
    """Give the plugins that are in use by the log, each with its version; as of a day, those of then."""
    return {name: enabled.version for name, enabled in in_use(base).items()}


def in_use(base: KnowledgeBase) -> dict[str, PluginEnabled]:
    """Give the plugins that are in use by the log, each as it was last taken into use; as of a day, those of then."""
    found: dict[str, PluginEnabled] = {}
    for fact in base.log.stream(base.config.network_id):
        if base.upto is not None and fact.position > base.upto:
            break
        if isinstance(fact.event, PluginEnabled):
            found[fact.event.plugin] = fact.event
        elif isinstance(fact.event, PluginDisabled):
            found.pop(fact.event.plugin, None)
    return dict(sorted(found.items()))


def rebuild_what_is_known_now(folder: Path, name: str) -> None:
    """Build those views of a plugin anew that passed over events, and on a server those that are missing."""
    base = KnowledgeBase.open(folder)
    views = [row for row in base.today.status() if lies_within(row["name"], name)]
    # In a file of our own they are made as somebody asks for them.
    is_shared = base.today.store.is_shared
    names = [row["name"] for row in views if row["skipped"] or (is_shared and row["version"] != row["makes"])]
    if names:
        base.today.rebuild(names)
    base.today.close()
    base.log.engine.dispose()


def _require_fit(plugins: Plugins, name: str, taken: Sequence[str]) -> None:
    if name in plugins.unfit:
        what, instead = plugins.unfit[name]
        raise Refused(f"The plugin '{name}' {what}; {instead}.")
    if name in taken and name in plugins.commands:
        raise Refused(
            f"'{name}' is a command of epex, so the plugin's own could not be run; ask its author to rename it."
        )


def _with(known: Names, name: str, added: Sequence[str] = ()) -> Names:
    others = {other: names for other, names in known.items() if other != name}
    return others | ({name: added} if added else {})


def _changed(base: KnowledgeBase, names: Sequence[str], commands: Names, fields: Names) -> str:
    path = base.config.folder / FILE_NAME
    return with_plugins(path.read_text("utf-8"), list(dict.fromkeys(names)), commands, fields)


def with_plugins(text: str, names: list[str], commands: Names = NOTHING, fields: Names = NOTHING) -> str:
    """Change the list of plugins in a base's own file, their commands and their search fields, and nothing else.

    Raises Refused when it is written in a way that cannot be changed safely.
    """
    line = f"enabled = {json.dumps(names, ensure_ascii=False)}"
    changed = _with_added(_with_added(_with_line(text, line), "commands", commands), "fields", fields)
    try:
        plugins = tomllib.loads(changed)["plugins"]
    except tomllib.TOMLDecodeError:
        plugins = {}
    told = [plugins.get("enabled"), plugins.get("commands", {}), plugins.get("fields", {})]
    if told != [names, _listed(commands), _listed(fields)]:
        raise Refused(f"[plugins] in epex.toml is written unusually; set {line} there by hand.")
    return changed


def _listed(names: Names) -> dict[str, list[str]]:
    return {name: list(each) for name, each in names.items()}


def _with_line(text: str, line: str) -> str:
    section = SECTION.search(text)
    if section is None:
        return f"{text.rstrip()}\n\n[plugins]\n{line}\n"
    body = section.group()
    listed = ENABLED.search(body)
    kept = body.replace(listed.group(), line, 1) if listed else body.replace("[plugins]", f"[plugins]\n{line}", 1)
    return text[: section.start()] + kept + text[section.end() :]


def _with_added(text: str, what: str, names: Names) -> str:
    without = re.sub(ADDED.format(what), "", text, flags=re.MULTILINE | re.DOTALL)
    if not names:
        return without if without == text else f"{without.rstrip()}\n"
    lines = (f"{json.dumps(name)} = {json.dumps(list(each))}" for name, each in sorted(names.items()))
    return "\n".join((f"{without.rstrip()}\n", f"[plugins.{what}]", *lines, ""))
