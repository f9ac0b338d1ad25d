"""Flip one bit of a log, and hold what the audit says against what the rows say."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.commands.running import Epex

Rows = Mapping[tuple[str, object], tuple[object, ...]]
TABLES = ("events", "leaves")


@dataclass(frozen=True, slots=True)
class Flip:
    """What one flipped bit did to the rows, and what the audit said; `trouble` is what it should have said."""

    changed: frozenset[object]
    is_unreadable: bool
    trouble: tuple[str, ...]


class Flipper:
    """A base whose log is damaged one bit at a time."""

    def __init__(self, folder: Path) -> None:
        """Keep the sound log; nobody may have it open."""
        self._epex = Epex(folder)
        self._path = folder / "log" / "events.db"
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._raw = self._path.read_bytes()
        self._sound = rows(self._path) or {}

    def flip(self, number: int) -> Flip:
        """Flip one bit, look, and leave the log as it was."""
        drawn = Random(number)  # noqa: S311 - a repeatable test needs no secrets
        raw = bytearray(self._raw)
        raw[drawn.randrange(len(raw))] ^= 1 << drawn.randrange(8)
        self._path.write_bytes(raw)
        there = rows(self._path)
        changed = frozenset(changes(self._sound, there)) if there is not None else frozenset()
        flip = Flip(changed, there is None, tuple(self._trouble(changed, there is None)))
        for path in self._path.parent.glob("events.db*"):
            path.unlink()
        self._path.write_bytes(self._raw)
        return flip

    def _trouble(self, changed: frozenset[object], is_unreadable: bool) -> list[str]:  # noqa: FBT001 - a private step
        done = self._epex("audit", "verify", "--json")
        if done.exception and not isinstance(done.exception, SystemExit):
            return [f"it raised {done.exception!r}"]
        if done.stdout:
            named = {fault["position"] for fault in json.loads(done.stdout)["faults"]}
            return [f"the change at {place} is not named" for place in changed - named]
        if done.exit_code != 1 or len(done.stderr.splitlines()) != 1:
            return [f"it did not answer in one plain sentence: {done.stderr}"]
        return [] if is_unreadable or "cannot be" in done.stderr else [f"it did not name {sorted(map(str, changed))}"]


def rows(path: Path) -> Rows | None:
    """Read events and leaves by their positions, as bytes; None where the file cannot be read."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            return {
                (table, row[position]): row
                for table, position in zip(TABLES, (0, 1), strict=True)
                for row in connection.execute(f"SELECT * FROM {table}")
            }
    except sqlite3.DatabaseError:
        return None


def changes(before: Rows, after: Rows) -> set[object]:
    """List the positions at which rows differ; what is no number is named as 0."""
    places = [place for place in before.keys() | after.keys() if before.get(place) != after.get(place)]
    return {position if isinstance(position, int) else 0 for _, position in places}
