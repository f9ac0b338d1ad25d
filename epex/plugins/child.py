"""The child process in which a third party's report is built: `python -m epex.plugins.child PLUGIN SECONDS`.

It asks for what the reader may read over a pipe, and ends when nobody listens any more.
"""

import os
import sys
from collections.abc import Iterable
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, cast

import msgspec
from msgspec import Struct

from epex.core.decision import Refused
from epex.plugins import wire
from epex.plugins.document import Document
from epex.plugins.guard import Failed, guarded, in_one_line, traced
from epex.plugins.limits import MEGABYTE, MEMORY, limit
from epex.plugins.loader import Plugins
from epex.plugins.reading import Queries
from epex.plugins.report import Report, ReportFormat, built, written
from epex.plugins.wire import Answer, Ask, Build, Built, Failure, FormatOffer, Offer, Offered, Refusal, Render, Rendered


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


def serve(plugin: str, inbox: "SimpleQueue[bytes]", outbox: IO[bytes]) -> None:
    """Do one order with a plugin, and tell how that went."""
    order = wire.TO_CHILD.decode(inbox.get())
    plugins = Plugins([plugin], built_ins=False)
    try:
        told = _done(plugins, cast("Build | Render", order), cast("Queries", Asking(inbox, outbox)))
        wire.write(outbox, told)
    except BaseException as error:  # noqa: BLE001 - whatever it is, nobody else is told of it here
        words = str(error) if isinstance(error, Failed) else in_one_line(error)
        wire.write(outbox, Failure(words=words))


def _done(plugins: Plugins, order: Build | Render, queries: Queries) -> Struct:
    if isinstance(order, Render):
        return _rendered(plugins, order)
    offered = plugins.gather("epex_reports", Report)
    if not order.report:
        return guarded(_offered, plugins, [report for _, report in offered])
    for name, report in offered:
        if report.name == order.report:
            return _built(name, report, queries, order.options)
    return _gone(plugins, "report")


def _offered(plugins: Plugins, reports: list[Report]) -> Offered:
    offers = tuple(Offer(name=report.name, summary=report.summary, options=report.options) for report in reports)
    formats = tuple(
        FormatOffer(name=form.name, summary=form.summary, ending=form.ending)
        for _, form in plugins.gather("epex_report_formats", ReportFormat)
    )
    faults = tuple((fault.what, fault.instead) for fault in plugins.faults)
    return msgspec.convert(
        msgspec.to_builtins(Offered(reports=offers, formats=formats, faults=faults, is_loaded=bool(plugins.loaded))),
        Offered,
    )


def _built(plugin: str, report: Report, queries: Queries, options: dict[str, str]) -> Struct:
    try:
        with traced(plugin, f"the report {report.name}"):
            return Built(document=guarded(cast("type[Document]", built), report, queries, options))
    except Failed as failure:
        return _failed(failure)


def _rendered(plugins: Plugins, order: Render) -> Struct:
    for name, form in plugins.gather("epex_report_formats", ReportFormat):
        if form.name == order.form:
            try:
                with traced(name, f"the format {form.name}"):
                    return Rendered(content=guarded(written, form, order.document))
            except Failed as failure:
                return _failed(failure)
    return _gone(plugins, "format")


def _failed(failure: Failed) -> Struct:
    match failure.__cause__:
        case Refused() as refused:
            return Refusal(sentence=str(refused))
        case MemoryError():
            return Failure(words=f"it asked for more than {MEMORY // MEGABYTE} MB of memory")
    return Failure(words=str(failure))


def _gone(plugins: Plugins, what: str) -> Failure:
    return Failure(words="; ".join(str(fault) for fault in plugins.faults) or f"it has no such {what} any more")


def main() -> None:
    """Serve on the standard input and output, and leave neither to the plugin."""
    plugin, seconds = sys.argv[1], float(sys.argv[2])
    listening, telling = (os.fdopen(os.dup(place), mode) for place, mode in ((0, "rb"), (1, "wb")))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    inbox: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(listening, inbox), daemon=True).start()
    limit(seconds)
    serve(plugin, inbox, telling)


def _listen(pipe: IO[bytes], inbox: "SimpleQueue[bytes]") -> None:
    """Pass on what is said; whoever stops listening is gone, and nobody waits for the rest."""
    while message := wire.read(pipe):
        inbox.put(message)
    os._exit(1)


if __name__ == "__main__":
    main()
