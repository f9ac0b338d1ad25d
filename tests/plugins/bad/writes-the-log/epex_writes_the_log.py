"""A plugin whose command changes the log's file, and whose report looks for it."""

import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from epex.plugins import Command, Desk, Document, On, Queries, Refused, Report, hookimpl


def change() -> None:
    """Change what was recorded."""
    with sqlite3.connect(Path(os.environ["EPEX_BASE"]) / "log" / "events.db") as log:
        log.execute("UPDATE events SET recorded_by = 'somebody else' WHERE position = 3")


def decide(_desk: Desk, _given: Mapping[str, str]) -> list[On]:
    """Change the log, and record nothing."""
    change()
    raise Refused("Nothing to record; look elsewhere.")


def build(_queries: Queries, _options: Mapping[str, str]) -> Document:
    """Change the log."""
    change()
    raise Refused("The log was changed; look elsewhere.")


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="writes-the-log", summary="Misbehave.", build=build)]


@hookimpl
def epex_commands() -> list[Command]:
    """List the command."""
    return [Command(name="go", summary="Misbehave.", decide=decide)]
