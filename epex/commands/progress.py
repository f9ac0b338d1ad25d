"""How long work tells what it does: lines and bars on standard error, so that they never mix with an answer."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

import click

from epex.core.watching import Progress, watch

# What takes less than this shows no bar, and a bar is not drawn more often.
PATIENCE, OFTEN = 1.0, 0.1
WIDTH = 24


def tell(step: str) -> None:
    """Say what is being done now."""
    click.echo(step, err=True)


def show_progress() -> None:
    """Show a bar for whatever takes long from now on, on a terminal; a file or a pipe gets none."""
    if sys.stderr.isatty():
        watch(bar)


@contextmanager
def bar(work: str, of: str) -> Iterator[Progress]:
    """Show how far something is, once it has taken a second: how much, how many a second, and the time left."""
    shown = _Bar(work, of)
    try:
        yield shown.tell
    finally:
        shown.end()


class _Bar:
    """One bar; while it is on the terminal there is no other."""

    on_terminal: "_Bar | None" = None
    # Works that follow each other closely are waited for as one.
    ended = quiet_since = 0.0

    def __init__(self, work: str, of: str) -> None:
        self._work, self._of = work, of
        self._begun = self._drawn = monotonic()
        if self._begun - _Bar.ended > PATIENCE:
            _Bar.quiet_since = self._begun
        self._bar: Any = None
        self._last = (0, 0)

    def tell(self, done: int, total: int) -> None:
        """Draw it, if it is time for that."""
        now, self._last = monotonic(), (done, total)
        if self._bar is None and now - _Bar.quiet_since > PATIENCE and done < total and not _Bar.on_terminal:
            _Bar.on_terminal = self
            self._bar = click.progressbar(
                length=total, label=self._work, file=sys.stderr, width=WIDTH, show_eta=False, item_show_func=_as_it_is
            ).__enter__()
        elif now - self._drawn < OFTEN:
            return
        if self._bar:
            self._draw(now)

    def end(self) -> None:
        """Leave the terminal to others."""
        _Bar.ended = monotonic()
        if self._bar:
            self._draw(_Bar.ended)
            self._bar.render_finish()
            self._bar = _Bar.on_terminal = None
            _Bar.quiet_since = _Bar.ended

    def _draw(self, now: float) -> None:
        self._drawn, (done, total) = now, self._last
        pace = done / (now - self._begun)
        left = timedelta(seconds=max(round((total - done) / pace), 0)) if pace else "?"
        self._bar.length = total
        self._bar.update(done - self._bar.pos, f"{pace:,.0f} {self._of}/s, {left} left")


def _as_it_is(text: str | None) -> str | None:
    return text
