"""Load plugins: the built-in ones always, others by the names that epex.toml enables."""

import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, TypeVar
from warnings import catch_warnings, simplefilter

import pluggy

from epex import __version__
from epex.core.catalogue import EventTypes, Evolve, Unlifted, Upcaster
from epex.core.decision import Refused
from epex.core.log.envelope import Fact
from epex.plugins import hookspecs
from epex.plugins.command import Command
from epex.plugins.command import wrong as command_is_wrong
from epex.plugins.guard import Failed, Fault, apart, asked, guarded, in_time, traced, why_not
from epex.plugins.hookspecs import HOOKS
from epex.plugins.limits import Limits
from epex.plugins.trials import Trials
from epex.projections.projection import Projection
from epex.projections.table import Batch

if TYPE_CHECKING:
    from epex.plugins.wire import Offered

T = TypeVar("T")

BUILT_IN = {
    "practice-transfer": "epex.plugins.builtin.practice_transfer",
    "year-review": "epex.plugins.builtin.year_review",
    "pictures": "epex.plugins.builtin.pictures",
    "refi-qda": "epex.plugins.builtin.refi_qda",
    "theme-book": "epex.plugins.builtin.theme_book",
    "funder-indicators": "epex.plugins.builtin.funder_indicators",
    "pdf": "epex.plugins.builtin.pdf",
    "icalendar": "epex.plugins.builtin.icalendar",
    "skos": "epex.plugins.builtin.skos",
    "cloudevents": "epex.plugins.builtin.cloudevents",
    "prov": "epex.plugins.builtin.prov",
    "dissent-in-print": "epex.plugins.builtin.dissent_in_print",
    "question-sets": "epex.plugins.builtin.question_sets",
    "web": "epex.plugins.builtin.web",
}
# Those that a network has to ask for.
ON_REQUEST = frozenset({"dissent-in-print"})
NEWER = "install the version of it that was made for this epex, or a newer epex"
DISABLE = "take it out of [plugins] enabled in epex.toml, or ask its author for a newer version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """A plugin that can be loaded; `package` is empty for a built-in one, and `place` is where others are found."""

    name: str
    package: str
    version: str
    load: Callable[[], object]
    place: str = ""
    point: EntryPoint | None = None


class Plugins:
    """The plugins of one application object, called under a guard; third parties are loaded once something needs them.

    Their reports do not: those are listed and built in child processes.
    """

    def __init__(
        self,
        enabled: Sequence[str] = (),
        *,
        third_party: bool = True,
        built_ins: bool = True,
        limits: Limits = Limits(),  # noqa: B008 - it never changes
        trials: Trials | None = None,
    ) -> None:
        """Load the built-in plugins that serve, and find the enabled ones unless third parties are shut out.

        What is new by `trials` is tried in a child process before it is loaded here.
        """
        self.enabled = tuple(dict.fromkeys(enabled)) if third_party else ()
        self.limits = limits
        self.trials = trials or Trials()
        self._loaded: dict[str, Plugin] = {}
        self._faults: list[Fault] = []
        self._unfit: dict[str, tuple[str, str]] = {}
        self._told: list[Fault] = []
        # What third parties said of themselves in their child processes.
        self.offers: dict[str, Offered] = {}
        self._manager = pluggy.PluginManager(hookspecs.GROUP)
        self._manager.add_hookspecs(hookspecs)
        for plugin in built_in() if built_ins else ():
            if plugin.name not in ON_REQUEST or plugin.name in enabled:
                self._load(plugin)
        self.third_parties = tuple(self._wanted())
        self._waiting = list(self.third_parties)

    @property
    def loaded(self) -> Mapping[str, Plugin]:
        """Give the plugins that could be loaded, all of them loaded now."""
        self._load_third_parties()
        return self._loaded

    @property
    def faults(self) -> Sequence[Fault]:
        """Give what is wrong with plugins, all of them loaded now."""
        self._load_third_parties()
        return self._faults

    @property
    def unfit(self) -> Mapping[str, tuple[str, str]]:
        """Say of each plugin that does not fit why, and what to do: made for other hooks, or too bad to be loaded."""
        self._load_third_parties()
        return self._unfit

    def gather(self, hook: str, kind: type[T]) -> list[tuple[str, T]]:
        """Ask every plugin for a list of things of one kind; return them with the plugin's name.

        A plugin that fails becomes a fault, and what all others answered stands.
        """
        return self._gather(hook, kind, self.loaded)

    def gather_built_in(self, hook: str, kind: type[T]) -> list[tuple[str, T]]:
        """Ask only the built-in plugins, so that no third party is loaded."""
        return self._gather(hook, kind, BUILT_IN)

    def has(self, plugin: str, hook: str) -> bool:
        """Tell whether a plugin implements a hook."""
        return plugin in self.loaded and plugin in dict(self._functions(hook))

    def _gather(self, hook: str, kind: type[T], among: Collection[str]) -> list[tuple[str, T]]:
        found: list[tuple[str, T]] = []
        for name, function in self._functions(hook):
            if name not in among:
                continue
            try:
                things = asked(name, hook, self._in_time(function))
            except Failed as failure:
                self.blame(name, f"failed when asked for {hook} ({failure})", DISABLE)
                continue
            found.extend((name, thing) for thing in self._checked(name, hook, things, kind))
        return found

    @cached_property
    def event_types(self) -> Mapping[str, EventTypes]:
        """Give the events that plugins record, by subject; what cannot be kept for ever is left out."""
        from epex.plugins.events import wrong  # noqa: PLC0415 - a child process needs nothing of the log

        found: dict[str, EventTypes] = {}
        for name, types in self.gather("epex_event_types", EventTypes):
            if why := why_not(wrong, name, types, otherwise="gives events that cannot be kept"):
                self.blame(name, f"{why}, so its events are shown as unknown", DISABLE)
            elif types.subject in found:
                self.blame(name, f"names the subject '{types.subject}' a second time", DISABLE)
            else:
                found[types.subject] = _told(name, types, self.limits.to_list().seconds)
        return found

    @cached_property
    def projections(self) -> tuple[Projection, ...]:
        """Give the views that plugins keep; one that would open rows to everybody is left out."""
        from epex.plugins import views  # noqa: PLC0415 - start-up: most plugins keep none

        found: dict[str, Projection] = {}
        for name, projection in self.gather("epex_projections", Projection):
            why = why_not(
                views.wrong, name, projection, otherwise=f"has a view '{projection.name}' that cannot be built"
            )
            if not why and projection.name in found:
                why = f"names the view '{projection.name}' a second time"
            if why:
                self.blame(name, f"{why}, so it was left out", DISABLE)
            else:
                found[projection.name] = _folded(name, projection)
        return tuple(found.values())

    @cached_property
    def commands(self) -> Mapping[str, tuple[Command, ...]]:
        """Give the commands of each plugin that has some; what cannot be run is left out."""
        found: dict[str, tuple[Command, ...]] = {}
        for name, command in self.gather("epex_commands", Command):
            why = why_not(command_is_wrong, command, otherwise="has a command that cannot be run")
            if not why and command.name in [other.name for other in found.get(name, ())]:
                why = f"has two commands '{command.name}'"
            if why:
                self.blame(name, f"{why}, so it was left out", DISABLE)
            else:
                found[name] = (*found.get(name, ()), command)
        return found

    def untold(self) -> list[Fault]:
        """List the faults that nobody was told of yet."""
        new = [fault for fault in self._faults if fault not in self._told]
        self._told.extend(new)
        return new

    def blame(self, plugin: str, what: str, instead: str) -> None:
        """Keep a fault, once."""
        fault = Fault(plugin=plugin, what=what, instead=instead)
        if fault not in self._faults:
            self._faults.append(fault)

    def set_aside(self, plugin: str, what: str, instead: str) -> None:
        """Keep a fault of a third party so bad that it is not loaded any more."""
        self.blame(plugin, what, instead)
        self._unfit[plugin] = what, "ask its author for a newer version"
        self._waiting = [waiting for waiting in self._waiting if waiting.name != plugin]

    def _in_time(self, call: Callable[[], object]) -> Callable[[], object]:
        return in_time(self.limits.to_list().seconds, call)

    def _load_third_parties(self) -> None:
        if self._waiting:
            self.trials.hold(self, self._waiting)
        while self._waiting:
            self._load(self._waiting.pop(0))

    def _wanted(self) -> Iterator[Plugin]:
        available = self._available() if self.enabled else {}
        for name in self.enabled:
            if name not in available:
                self.blame(name, "is enabled but not installed", "install its package, or take it out of epex.toml")
            elif available[name].package:
                yield available[name]

    def _available(self) -> dict[str, Plugin]:
        available: dict[str, Plugin] = {}
        for plugin in (*built_in(), *installed()):
            first = available.setdefault(plugin.name, plugin)
            if first is not plugin and plugin.name in (*BUILT_IN, *self.enabled):
                what = f"comes from two packages; '{first.package or hookspecs.GROUP}' goes before '{plugin.package}'"
                self.blame(plugin.name, what, f"uninstall '{plugin.package}', or ask its author to rename the plugin")
        return available

    def _load(self, plugin: Plugin) -> None:
        try:
            module = asked(plugin.name, "being imported", self._in_time(plugin.load))
            if getattr(module, "HOOKS", HOOKS) != HOOKS and (why := guarded(unfit, module)):
                self._unfit[plugin.name] = why, "install the version of it that was made for this epex"
                self.blame(plugin.name, why, NEWER)
                return
            guarded(self._register, plugin, module)
        except Failed as failure:
            if self._manager.has_plugin(plugin.name):
                self._manager.unregister(name=plugin.name)
            self.blame(plugin.name, f"could not be loaded ({failure})", DISABLE)
        else:
            self._loaded[plugin.name] = plugin

    def _register(self, plugin: Plugin, module: object) -> None:
        with catch_warnings(record=True) as outdated:
            simplefilter("always")
            self._manager.register(module, plugin.name)
        for warning in outdated:
            self.blame(
                plugin.name, f"implements a hook that will go ({warning.message})", "ask its author to use the other"
            )
        callers = self._manager.get_hookcallers(module) or []
        if not callers:
            raise LookupError("it implements no hook; mark its functions with @hookimpl")
        for caller in callers:
            self._check(plugin.name, caller)

    def _check(self, name: str, caller: pluggy.HookCaller) -> None:
        if not caller.has_spec():
            self.blame(
                name, f"implements {caller.name}, which this epex does not know", "use a version made for this epex"
            )
        elif any(implemented.hookwrapper or implemented.wrapper for implemented in caller.get_hookimpls()):
            raise TypeError(f"it wraps {caller.name} of other plugins, which none may do")

    def _functions(self, hook: str) -> list[tuple[str, Callable[[], object]]]:
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        by_plugin = {implemented.plugin_name: implemented.function for implemented in caller.get_hookimpls()}
        return [(name, by_plugin[name]) for name in self._loaded if name in by_plugin]

    def _checked(self, plugin: str, hook: str, things: object, kind: type[T]) -> Iterator[T]:
        if not isinstance(things, list | tuple):
            self.blame(plugin, f"answered {hook} with {_a(things)} instead of a list", DISABLE)
            return
        for thing in things:
            if isinstance(thing, kind):
                yield thing
            else:
                self.blame(plugin, f"answered {hook} with {_a(thing)} instead of a {kind.__name__}", DISABLE)


def built_in() -> list[Plugin]:
    """List the plugins that come with epex."""
    return [
        Plugin(name=name, package="", version=__version__, load=_importer(module)) for name, module in BUILT_IN.items()
    ]


def installed() -> list[Plugin]:
    """List the plugins that installed packages offer, without loading any of them."""
    found = (_described(point) for point in entry_points(group=hookspecs.GROUP))
    return sorted(found, key=lambda plugin: (plugin.name, plugin.package))


def unfit(module: object) -> str:
    """Say why a plugin does not fit the hooks that there are; nothing when it does."""
    made_for = str(getattr(module, "HOOKS", HOOKS))
    major, minor = (int(part) for part in made_for.split("."))
    has_major, has_minor = (int(part) for part in HOOKS.split("."))
    fits = major == has_major and minor <= has_minor
    return "" if fits else f"was made for the hooks {made_for}, and this epex has {HOOKS}"


def _told(plugin: str, types: EventTypes, seconds: float) -> EventTypes:
    """Let events be applied and lifted as the plugin does, within a time, and tell of it."""
    upcasters = {
        (type_name, version): partial(_lifted, plugin, f"{type_name} from {version}", in_time(seconds, upcaster))
        for (type_name, version), upcaster in types.upcasters.items()
    }
    return replace(types, evolve=_applied(plugin, in_time(seconds, types.evolve)), upcasters=upcasters)


def _lifted(plugin: str, what: str, upcaster: Upcaster, payload: dict[str, Any]) -> dict[str, Any]:
    # What it raises is for the log, which keeps the event as an unknown one.
    with traced(plugin, f"lifting {what}"), redirect_stdout(sys.stderr):
        try:
            return upcaster(payload)
        except TimeoutError as late:
            why = f"The plugin '{plugin}' takes too long to lift {what}, so it was interrupted"
            raise Unlifted(f"{why}; it is shown as unknown; ask its author for a newer version.") from late


def _folded(plugin: str, projection: Projection) -> Projection:
    """Let a view be folded as the plugin does, and tell of it."""
    told, fold = copy(projection), projection.fold

    def folded(batch: Batch, facts: Sequence[Fact]) -> int:
        with traced(plugin, f"folding {len(facts)} events into {projection.name}"):
            return fold(batch, facts)

    told.fold = folded  # type: ignore[method-assign]
    return told


def _applied(plugin: str, evolve: Evolve) -> Evolve:
    def applied(state: Any, stream: str, event: Any) -> Any:
        try:
            return asked(plugin, f"applying {event.type}", evolve, state, stream, event)
        except Failed as failure:
            what = f"The plugin '{plugin}' cannot apply what it recorded ({failure})"
            raise Refused(f"{what}; ask its author for a newer version.") from failure

    return applied


def _described(point: EntryPoint) -> Plugin:
    load = partial(apart, point.load)
    if point.dist is None:
        return Plugin(name=point.name, package="", version="", load=load, point=point)
    place = str(point.dist.locate_file(""))
    return Plugin(
        name=point.name, package=point.dist.name, version=point.dist.version, load=load, place=place, point=point
    )


def _importer(module: str) -> Callable[[], object]:
    return lambda: import_module(module)


def _a(thing: object) -> str:
    return "nothing" if thing is None else f"'{type(thing).__name__}'"
