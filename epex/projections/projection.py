"""A projection: a name, a version, its tables, and one small function per event."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from epex.core.decision import Event
from epex.core.log.envelope import Fact, UnknownEvent
from epex.projections.table import Batch, Table

Handler = Callable[[Batch, Fact, Any], None]
H = TypeVar("H", bound=Handler)


class FoldFailed(Exception):
    """Say on which event a projection stopped."""

    def __init__(self, projection: str, fact: Fact, cause: BaseException) -> None:
        """Keep the place; the words of the cause may be personal, so they are not repeated."""
        where = f"{fact.position} ({fact.envelope.type})"
        what = f"{type(cause).__name__}{_place(cause)}"
        super().__init__(f"The view '{projection}' stopped at event {where}: {what}.")
        self.projection = projection
        self.fact = fact
        self.cause = cause


def _place(cause: BaseException) -> str:
    """Name the function that was called for the event, and its line; where rows were written, none was."""
    called = cause.__traceback__ and cause.__traceback__.tb_next
    if not called or called.tb_frame.f_code.co_name == "flush":
        return ""
    code = called.tb_frame.f_code
    return f" in {code.co_name}, {Path(code.co_filename).name}, line {called.tb_lineno}"


class Projection:
    """What happened, as the rows of one read model."""

    def __init__(self, name: str, *, version: int, tables: Sequence[Table], folds: str = "") -> None:
        """Declare the read model; raise the version when its tables or folds change.

        `folds` names the module that registers the functions, where whoever only reads should not import it.
        """
        self.name = name
        self.version = version
        self.tables = tuple(tables)
        self._folds = folds
        self._handlers: dict[type, Handler] = {}
        self._every: Handler | None = None

    def on(self, *kinds: type[Event]) -> Callable[[H], H]:
        """Register the function for one or several event classes."""

        def register(handler: H) -> H:
            self._handlers.update(dict.fromkeys(kinds, handler))
            return handler

        return register

    def on_every(self, handler: H) -> H:
        """Register the function that sees every event, unknown ones included."""
        self._every = handler
        return handler

    @property
    def handlers(self) -> dict[type, Handler]:
        """Give the function of each event class."""
        self._complete()
        return self._handlers

    @property
    def every(self) -> Handler | None:
        """Give the function that sees every event, if there is one."""
        self._complete()
        return self._every

    def taken_up(self, facts: Sequence[Fact]) -> Sequence[Fact]:
        """Leave out the events that no function sees; unknown ones stay, to be counted."""
        if self.every:
            return facts
        wanted = {*self.handlers, UnknownEvent}
        return [fact for fact in facts if fact.event.__class__ in wanted]

    def streams(self, facts: Iterable[Fact]) -> set[str]:
        """Name the streams of the events that are taken up; rows are likely to be asked for by these ids."""
        handlers = self.handlers
        return {fact.envelope.stream_id for fact in facts if fact.event.__class__ in handlers}

    def fold(self, batch: Batch, facts: Sequence[Fact]) -> int:
        """Apply events in memory; return how many unknown ones were skipped.

        What a function prints goes to standard error. Raises FoldFailed with the event that one failed on.
        """
        with redirect_stdout(sys.stderr):
            return self._fold(batch, facts)

    def _fold(self, batch: Batch, facts: Sequence[Fact]) -> int:
        handler_of, every, skipped = self.handlers.get, self.every, 0
        for fact in facts:
            event = fact.event
            handler = handler_of(event.__class__)
            try:
                if every is not None:
                    every(batch, fact, event)
                if handler is not None:
                    handler(batch, fact, event)
                elif every is None and event.__class__ is UnknownEvent:
                    skipped += 1
            except (Exception, SystemExit) as cause:
                raise FoldFailed(self.name, fact, cause) from cause
        return skipped

    def _complete(self) -> None:
        if self._folds:
            import_module(self._folds)
