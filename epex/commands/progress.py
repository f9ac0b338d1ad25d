"""How long work tells what it does: lines on standard error, so that they never mix with an answer."""

import sys
from collections.abc import Callable

import click


def tell(step: str) -> None:
    """Say what is being done now."""
    click.echo(step, err=True)


def counting(what: str) -> Callable[[int, int], None] | None:
    """Count how much of something is done, on a terminal; a file or a pipe gets no progress."""
    if not sys.stderr.isatty():
        return None
    return lambda done, total: click.echo(f"\r{done} of {total} {what}", err=True, nl=done == total)
