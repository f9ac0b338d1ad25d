"""Have a plugin list and run its reports and checks in a child process, which cannot take epex down with it."""

import os
import signal
import site
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from threading import Event, Thread, Timer
from time import monotonic
from typing import IO, TypeVar, cast

import msgspec
from msgspec import structs

import epex
from epex.core.decision import Refused
from epex.plugins import wire
from epex.plugins.check import Finding, misnamed
from epex.plugins.command import NAME
from epex.plugins.document import Document
from epex.plugins.guard import Failed, in_one_line, printable
from epex.plugins.limits import MEGABYTE, Limits
from epex.plugins.loader import DISABLE, Plugin, Plugins
from epex.plugins.reading import Queries, Row
from epex.plugins.report import Report, ReportFormat, not_plain, taken
from epex.plugins.wire import (
    Answer,
    Ask,
    Build,
    Built,
    Check,
    Checked,
    End,
    Failure,
    FormatOffer,
    FromChild,
    Offer,
    Offered,
    Refusal,
    Render,
    Rendered,
    ToChild,
)

Named = TypeVar("Named", Offer, FormatOffer)
# What of this process's environment a plugin's child gets; Windows starts no program without the last.
PASSED = ("PATH", "LANG", "EPEX_TRACE_PLUGINS", "SYSTEMROOT")
LINES = 20
LONGEST_LINE = 200
PRINTED = MEGABYTE
SECONDS_TO_END = 5


def reports_of(plugins: Plugins, plugin: Plugin) -> Iterator[tuple[str, Report]]:
    """List the reports of a third party; none of its code runs in this process.

    A report can be built as long as nobody has asked for the next one: in the child process that named it.
    """
    with _started(plugin, plugins.limits) as child:
        yield from _listed(plugins, plugin, child)


def _listed(plugins: Plugins, plugin: Plugin, child: "Child") -> Iterator[tuple[str, Report]]:
    others = {other.name for other in plugins.third_parties} - {plugin.name}
    offers = _offered(plugins, plugin, child).things
    for offer in offers:
        if offer.name in others:
            plugins.blame(plugin.name, *taken(offer.name, offer.name, "report"))
    for offer in offers:
        if offer.name not in others:
            build = partial(_build, child, plugins.limits, offer.name)
            yield plugin.name, Report(name=offer.name, summary=offer.summary, options=offer.options, build=build)


def formats_of(plugins: Plugins, plugin: Plugin) -> list[tuple[str, ReportFormat]]:
    """List the formats of reports of a third party; each is written in a child process, as a report is built."""
    if plugin.name not in plugins.offers:
        with _started(plugin, plugins.limits) as child:
            _offered(plugins, plugin, child)
    return [(plugin.name, _format(plugins, plugin, offer)) for offer in plugins.offers[plugin.name].formats]


def _format(plugins: Plugins, plugin: Plugin, offer: FormatOffer) -> ReportFormat:
    render = partial(_render, plugin, plugins.limits, offer.name)
    return ReportFormat(name=offer.name, summary=offer.summary, ending=offer.ending, render=render)


def _offered(plugins: Plugins, plugin: Plugin, child: "Child") -> Offered:
    """Have a third party say once what it adds; nothing of one that cannot."""
    if plugin.name not in plugins.offers:
        plugins.offers[plugin.name] = _told(plugins, plugin, child)
    return plugins.offers[plugin.name]


def _told(plugins: Plugins, plugin: Plugin, child: "Child") -> Offered:
    try:
        offered = _listing(child, Build(), plugins.limits)
    except (Failed, Refused) as failure:
        plugins.set_aside(plugin.name, f"could not say which reports it adds ({failure})", DISABLE)
        return Offered(things=(), is_loaded=False)
    for blamed, what, instead in offered.faults:
        plugins.blame(blamed, what, instead)
    things = _plainly_named(plugins, plugin, offered.things, "report")
    return structs.replace(
        offered, things=things, formats=_plainly_named(plugins, plugin, offered.formats, "report format")
    )


def _plainly_named(plugins: Plugins, plugin: Plugin, offers: Sequence[Named], kind: str) -> tuple[Named, ...]:
    for offer in offers:
        if not NAME.fullmatch(offer.name):
            plugins.blame(plugin.name, *not_plain(offer.name, kind))
    return tuple(offer for offer in offers if NAME.fullmatch(offer.name))


def try_out(plugins: Plugins, new: Sequence[Plugin] | None = None) -> None:
    """Load each third party in a child process first; one that hangs, ends it or keeps it is not loaded in this one.

    With `new` only those. What passed is noted.
    """
    for plugin in plugins.third_parties if new is None else new:
        with _started(plugin, plugins.limits) as child:
            plugins.trials.note(plugin, passed=_passes(plugins, plugin, child))


def _passes(plugins: Plugins, plugin: Plugin, child: "Child") -> bool:
    # What it said to an earlier child does not load it in this one.
    plugins.offers.pop(plugin.name, None)
    list(_listed(plugins, plugin, child))
    offered, seconds = plugins.offers[plugin.name], plugins.limits.to_list().seconds
    # One that could not be loaded, and says so, may have set something going before.
    if (offered.is_loaded or offered.faults) and not child.leaves(seconds):
        why = f"it went on for {seconds:g} seconds after it was told to end"
        plugins.set_aside(plugin.name, f"keeps its process from ending ({why})", DISABLE)
        return False
    return offered.is_loaded


def checked(plugins: Plugins, plugin: Plugin, queries: Queries, edition: Row) -> Iterator[Finding]:
    """Have a third party's checks look at an edition in a child process; after one that fails no other is run."""
    with _started(plugin, plugins.limits) as child:
        try:
            offered = _listing(child, Check(), plugins.limits)
        except (Failed, Refused) as failure:
            yield Finding(failure=str(failure), is_loaded=False)
            return
        if offered.faults:
            yield Finding(failure=offered.faults[0][1], is_loaded=offered.is_loaded)
            return
        if strange := next(filter(None, (misnamed(offer.name) for offer in offered.things)), ""):
            yield Finding(failure=f"it names one {strange}")
            return
        for offer in offered.things:
            order = Check(check=offer.name, edition=edition)
            try:
                yield Finding(check=offer.name, sentences=_check(child, order, queries, plugins.limits))
            except (Failed, Refused) as failure:
                yield Finding(check=offer.name, failure=str(failure))
                return


def _listing(child: "Child", order: Build | Check, limits: Limits) -> Offered:
    told = child.obey(order, None, limits.to_list())
    if not isinstance(told, Offered):
        raise Failed("it answered with something else than what it adds")
    return told


def _check(child: "Child", order: Check, queries: Queries, limits: Limits) -> tuple[str, ...]:
    told = child.obey(order, queries, limits)
    if not isinstance(told, Checked):
        raise Failed("it answered with something else than sentences")
    return told.sentences


def _build(child: "Child", limits: Limits, name: str, queries: Queries, options: Mapping[str, str]) -> Document:
    told = child.obey(Build(report=name, options=dict(options)), queries, limits)
    if not isinstance(told, Built):
        raise Failed("it answered with something else than a document")
    return told.document


def _render(plugin: Plugin, limits: Limits, form: str, document: Document) -> bytes:
    with _started(plugin, limits) as child:
        told = child.obey(Render(form=form, document=document), None, limits)
    if not isinstance(told, Rendered):
        raise Failed("it answered with something else than a file")
    return told.content


@contextmanager
def _started(plugin: Plugin, limits: Limits) -> Iterator["Child"]:
    with TemporaryDirectory(prefix="epex-", ignore_cleanup_errors=True) as folder:
        child = Child(plugin, limits, Path(folder))
        try:
            yield child
        finally:
            child.end()


class Child:
    """A running child process of one plugin."""

    def __init__(self, plugin: Plugin, limits: Limits, folder: Path) -> None:
        """Start it, in an empty folder, with next to nothing of this process's environment."""
        self._plugin = plugin
        self._limits = limits
        # What may be used up by itself: to list, and then to build.
        processor = limits.to_list().seconds + limits.seconds
        self._process = subprocess.Popen(  # noqa: S603 - it is this Python, and the name of an installed plugin
            [sys.executable, "-P", "-m", "epex.plugins.child", plugin.name, str(processor)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(plugin, folder),
            start_new_session=True,
        )
        self._told: SimpleQueue[bytes | Failed] = SimpleQueue()
        self._is_over, self._is_flooding = Event(), Event()
        self._timer = Timer(limits.altogether, self._give_up)
        self._threads = [Thread(target=run, daemon=True) for run in (self._listen, self._pass_on)]
        for thread in (self._timer, *self._threads):
            thread.daemon = True
            thread.start()

    def obey(self, order: Build | Render | Check, queries: Queries | None, limits: Limits) -> FromChild:
        """Have an order done within limits, and answer what is asked meanwhile.

        Raises Failed when the child hangs, ends, floods or answers nonsense, Refused when the plugin refuses.
        """
        self._limits = limits
        self._say(order)
        spare = self._limits.seconds
        while True:
            begun = monotonic()
            message = self._next(spare)
            spare -= monotonic() - begun
            match message:
                case Ask() if queries is not None:
                    self._say(answered(queries, message))
                case Refusal(sentence=sentence):
                    raise Refused(sentence)
                case Failure(words=words):
                    raise Failed(words)
                case _:
                    return message

    def leaves(self, seconds: float) -> bool:
        """Tell it to end by itself, and say whether it does in time."""
        self._say(End())
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return self._process.returncode is not None

    def end(self) -> None:
        """End it, with all that it started."""
        self._timer.cancel()
        self._kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(SECONDS_TO_END)
        # What left its group of processes may still hold a pipe: closing that would wait for it.
        over = Thread(target=self._close, daemon=True)
        over.start()
        over.join(SECONDS_TO_END)

    def _close(self) -> None:
        readers = zip(self._threads, (self._process.stdout, self._process.stderr), strict=True)
        read = [pipe for thread, pipe in readers if not thread.is_alive()]
        for pipe in (*read, self._process.stdin):
            with suppress(OSError):
                cast("IO[bytes]", pipe).close()

    def _say(self, message: ToChild) -> None:
        # A child that is gone is told of by what it answers.
        with suppress(OSError):
            wire.write(cast("IO[bytes]", self._process.stdin), message)

    def _next(self, seconds: float) -> FromChild:
        try:
            told = self._told.get(timeout=max(seconds, 0.001))
        except Empty:
            raise Failed(self._too_long()) from None
        if isinstance(told, Failed):
            raise told
        if not told:
            raise Failed(self._ending())
        try:
            return cast("FromChild", wire.FROM_CHILD.decode(told))
        except (msgspec.DecodeError, RecursionError) as error:
            raise Failed(f"its child process answered nonsense: {in_one_line(error)}") from error

    def _ending(self) -> str:
        if self._is_over.is_set():
            return self._too_long()
        if self._is_flooding.is_set():
            return f"it printed more than {PRINTED // MEGABYTE} MB, and was ended"
        try:
            status = self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return "it closed what it answers on"
        if status >= 0:
            return f"it ended its process with status {status}"
        if -status == getattr(signal, "SIGXCPU", 0):
            return self._too_long()
        return f"its process was ended by {signal.Signals(-status).name}"

    def _too_long(self) -> str:
        return f"it took longer than {self._limits.seconds:g} seconds, and was ended"

    def _listen(self) -> None:
        pipe = cast("IO[bytes]", self._process.stdout)
        try:
            while message := wire.read(pipe, wire.LARGEST):
                self._told.put(message)
        except wire.TooLarge:
            self._told.put(Failed(f"it answered more than {wire.LARGEST // MEGABYTE} MB, or nonsense"))
        self._told.put(b"")

    def _pass_on(self) -> None:
        pipe = cast("IO[bytes]", self._process.stderr)
        size = shown = 0
        while line := pipe.readline(LONGEST_LINE):
            size += len(line)
            if size > PRINTED:
                self._is_flooding.set()
                self._kill()
            words = printable(line.decode("utf-8", "replace").removeprefix(f"{self._plugin.name}: ").rstrip())
            if words and shown <= LINES:
                left_out = f"(it printed more than {LINES} lines; the rest is left out)"
                sys.stderr.write(f"{self._plugin.name}: {left_out if shown == LINES else words}\n")
                shown += 1

    def _give_up(self) -> None:
        self._is_over.set()
        self._kill()

    def _kill(self) -> None:
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)


def environment(plugin: Plugin, folder: Path) -> dict[str, str]:
    """Make the environment of a child: where programs and the plugin are, and nothing else that is known here."""
    ours = str(Path(epex.__file__).parents[1])
    paths = [plugin.place, ours, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    known = {"", *site.getsitepackages(), site.getusersitepackages()}
    wanted = [path for path in dict.fromkeys(paths) if path not in known]
    kept = {name: os.environ[name] for name in PASSED if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(wanted), "PYTHONUTF8": "1", "TMPDIR": str(folder)}


def answered(queries: Queries, asked: Ask) -> ToChild:
    """Answer a question as the queries of this reader do; only documented ones are answered."""
    if len(asked.arguments) != wire.METHODS.get(asked.method):
        return Failure(words=f"queries have no '{asked.method}' with {len(asked.arguments)} arguments")
    try:
        value = getattr(queries, asked.method)(*asked.arguments)
        return Answer(value=msgspec.Raw(msgspec.json.encode(value)))
    except Refused as refused:
        return Refusal(sentence=str(refused))
    except Exception as error:  # noqa: BLE001 - whatever was asked, epex goes on
        return Failure(words=in_one_line(error))
