"""The child process in which a third party's reports and checks run: `python -m epex.plugins.child PLUGIN SECONDS`.

It asks for what the reader may read over a pipe, and ends when nobody listens any more.
"""

import os
import sys
from collections.abc import Callable, Iterable
from functools import cached_property
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, ParamSpec, TypeVar, cast

import msgspec
from msgspec import Struct

from epex.core.decision import Refused
from epex.plugins import wire
from epex.plugins.check import PublicationCheck, found
from epex.plugins.document import Document
from epex.plugins.guard import Failed, asked, guarded, in_one_line
from epex.plugins.limits import MEGABYTE, MEMORY, limit
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.reading import Queries, Row
from epex.plugins.report import Option, Report, ReportFormat, built, written
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
    Offer,
    Offered,
    Refusal,
    Render,
    Rendered,
)

P = ParamSpec("P")
T = TypeVar("T", Offer, FormatOffer)


class Asking:
    """The queries of the reader, as the child has them: each question goes to epex, and its answer comes back."""

    def __init__(self, inbox: "SimpleQueue[bytes]", outbox: IO[bytes]) -> None:
        """Ask over the pipes."""
        self._inbox = inbox
        self._outbox = outbox

    def __getattr__(self, name: str) -> Any:
        """Give the documented question of that name."""
        if name not in wire.METHODS:
            raise AttributeError(f"queries have no '{name}'")
        return lambda *arguments: self._ask(name, arguments)

    def _ask(self, method: str, arguments: tuple[object, ...]) -> Any:
        if len(arguments) != wire.METHODS[method]:
            raise TypeError(f"queries.{method} takes {wire.METHODS[method]} arguments, and got {len(arguments)}")
        wire.write(self._outbox, Ask(method=method, arguments=[_plain(argument) for argument in arguments]))
        match wire.TO_CHILD.decode(self._inbox.get()):
            case Answer(value=value):
                return msgspec.json.decode(value, type=wire.ANSWERS.get(method, Any))
            case Refusal(sentence=sentence):
                raise Refused(sentence)
            case failure:
                raise LookupError(cast("Failure", failure).words)


def _plain(argument: object) -> int | str | list[str]:
    if isinstance(argument, int):
        return int(argument)
    return str(argument) if isinstance(argument, str) else [str(each) for each in cast("Iterable[str]", argument)]


class Server:
    """Does orders with one plugin, which is asked once what it adds."""

    def __init__(self, plugin: str, inbox: "SimpleQueue[bytes]", outbox: IO[bytes]) -> None:
        """Take orders from one pipe, and answer on the other."""
        self._plugins = Plugins([plugin], built_ins=False)
        self._inbox = inbox
        self._outbox = outbox
        self._queries = cast("Queries", Asking(inbox, outbox))

    def serve(self) -> bool:
        """Do one order, and tell how that went; say whether there is to be another."""
        order = wire.TO_CHILD.decode(self._inbox.get())
        if isinstance(order, End):
            return False
        try:
            wire.write(self._outbox, self._done(order))
        except BaseException as error:  # noqa: BLE001 - whatever it is, nobody else is told of it here
            words = str(error) if isinstance(error, Failed) else in_one_line(error)
            wire.write(self._outbox, Failure(words=words))
        return True

    def _done(self, order: object) -> Struct:
        match order:
            case Check():
                return self._check(order)
            case Render():
                return self._render(order)
        return self._build(cast("Build", order))

    @cached_property
    def _reports(self) -> list[tuple[str, Report]]:
        return self._plugins.gather("epex_reports", Report)

    @cached_property
    def _formats(self) -> list[tuple[str, ReportFormat]]:
        return self._plugins.gather("epex_report_formats", ReportFormat)

    @cached_property
    def _checks(self) -> list[tuple[str, PublicationCheck]]:
        return self._plugins.gather("epex_publication_checks", PublicationCheck)

    def _build(self, order: Build) -> Struct:
        if not order.report:
            reports = [(one.name, one.summary, one.options) for one in self._listed(Offer, "report", self._reports)]
            return guarded(self._offered, reports, self._listed(FormatOffer, "report format", self._formats))
        for name, report in self._reports:
            if report.name == order.report:
                return _run(name, f"the report {report.name}", _built, report, self._queries, order.options)
        return self._gone("report")

    def _render(self, order: Render) -> Struct:
        for name, form in self._formats:
            if form.name == order.form:
                return _run(name, f"the format {form.name}", _rendered, form, order.document)
        return self._gone("format")

    def _check(self, order: Check) -> Struct:
        if not order.check:
            # What else is wrong with a plugin that was loaded says nothing of its checks.
            known = len(self._plugins.faults) if self._plugins.loaded else 0
            return guarded(self._offered, [(one.name, one.summary, ()) for _, one in self._checks], known=known)
        for name, check in self._checks:
            if check.name == order.check:
                return _run(name, f"the check {check.name}", _checked, check, self._queries, order.edition)
        return self._gone("check")

    def _listed(self, kind: type[T], what: str, things: Iterable[tuple[str, object]]) -> list[T]:
        """Give what can be listed of a plugin's things; another is left out, and loses no other."""
        found = []
        for plugin, thing in things:
            try:
                found.append(guarded(_offer, kind, thing))
            except Failed as failure:
                why = f"has a {what} that cannot be listed ({failure}), so it was left out"
                self._plugins.blame(plugin, why, DISABLE)
        return found

    def _offered(
        self,
        things: Iterable[tuple[str, str, tuple[Option, ...]]],
        forms: Iterable[FormatOffer] = (),
        *,
        known: int = 0,
    ) -> Offered:
        told = Offered(
            things=tuple(Offer(name=name, summary=summary, options=options) for name, summary, options in things),
            formats=tuple(forms),
            faults=tuple((fault.plugin, fault.what, fault.instead) for fault in self._plugins.faults[known:]),
            is_loaded=bool(self._plugins.loaded),
        )
        return msgspec.convert(msgspec.to_builtins(told), Offered)

    def _gone(self, what: str) -> Failure:
        faults = "; ".join(str(fault) for fault in self._plugins.faults)
        return Failure(words=faults or f"it has no such {what} any more")


def _offer(kind: type[T], thing: object) -> T:
    told = {name: getattr(thing, name) for name in kind.__struct_fields__}
    return msgspec.json.decode(msgspec.json.encode(told), type=kind)


def _run(plugin: str, what: str, call: Callable[P, Struct], *arguments: P.args, **named: P.kwargs) -> Struct:
    try:
        return asked(plugin, what, call, *arguments, **named)
    except Failed as failure:
        return _failed(failure)


def _failed(failure: Failed) -> Struct:
    match failure.__cause__:
        case Refused() as refused:
            return Refusal(sentence=str(refused))
        case MemoryError():
            return Failure(words=f"it asked for more than {MEMORY // MEGABYTE} MB of memory")
    return Failure(words=str(failure))


def _built(report: Report, queries: Queries, options: dict[str, str]) -> Struct:
    return Built(document=built(report, queries, options))


def _rendered(form: ReportFormat, document: Document) -> Struct:
    return Rendered(content=written(form, document))


def _checked(check: PublicationCheck, queries: Queries, edition: Row) -> Struct:
    return Checked(sentences=found(check, queries, edition))


def main() -> None:
    """Serve on the standard input and output, and leave neither to the plugin."""
    plugin, seconds = sys.argv[1], float(sys.argv[2])
    listening, telling = (os.fdopen(os.dup(place), mode) for place, mode in ((0, "rb"), (1, "wb")))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(listening, inbox), daemon=True).start()
    limit(seconds)
    server = Server(plugin, inbox, telling)
    while server.serve():
        pass


def _listen(pipe: IO[bytes], inbox: "SimpleQueue[bytes]") -> None:
    """Pass on what is said; whoever stops listening is gone, and nobody waits for the rest."""
    while message := wire.read(pipe):
        inbox.put(message)
    os._exit(1)


if __name__ == "__main__":
    main()
