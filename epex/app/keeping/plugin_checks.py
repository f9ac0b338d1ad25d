"""The doctor's check of the plugins that a base uses."""

from collections.abc import Mapping

from epex.app.keeping.findings import Examination, Finding, ok, warning
from epex.app.plugging import recorded
from epex.plugins.loader import Plugins


def plugins(examination: Examination) -> Finding:
    """See that epex.toml and the log name the same plugins as in use, and that each is here and can be loaded."""
    in_log = recorded(examination.base)
    written, told = set(examination.config.plugins), set(in_log)
    if untold := sorted(written - told):
        what = f"epex.toml names {', '.join(untold)}, and no event says that it is in use"
        return warning(
            what, f"a coordinator runs 'epex plugin enable {untold[0]}', or 'epex plugin disable {untold[0]}'"
        )
    if unwritten := sorted(told - written):
        what = f"the log says that {', '.join(unwritten)} is in use, and epex.toml does not name it"
        instead = f"'epex plugin enable {unwritten[0]}', or a coordinator runs 'epex plugin disable {unwritten[0]}'"
        return warning(what, f"run {instead}")
    if not written:
        return ok("only the built-in ones are in use")
    here = examination.base.plugins()
    return _broken(here) or _changed(here, in_log) or ok(f"{', '.join(sorted(written))} in use")


def _broken(plugins: Plugins) -> Finding | None:
    what = "; ".join(f"the plugin '{fault.plugin}' {fault.what}" for fault in plugins.faults)
    return warning(what, "; ".join(dict.fromkeys(fault.instead for fault in plugins.faults))) if what else None


def _changed(plugins: Plugins, in_log: Mapping[str, str]) -> Finding | None:
    here = {plugin.name: plugin.version for plugin in plugins.third_parties}
    changed = sorted(name for name in here.keys() & in_log.keys() if here[name] != in_log[name])
    if not changed:
        return None
    what = " and ".join(f"{name} {in_log[name]} is in use, and {name} {here[name]} is installed" for name in changed)
    name = changed[0]
    instead = f"a coordinator runs 'epex plugin enable {name}', or somebody installs {name} {in_log[name]} again"
    return warning(f"the log says that {what}", instead)
