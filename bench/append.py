"""One durable append at a time: load, decide, seal, extend the ledger, commit; against a bare INSERT."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.bases import PROGRAM, Ground, new_base
from bench.measuring import RUNS, Figure, seconds
from bench.raw import Rows, insert, race
from epex.core import theme
from epex.core.decision import new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command

APPENDS = 100
JUDGEMENT = Judgement(rationale="Most visits of the year came upon it, and the hosts asked for it. " * 8)
PAGE = bytes(4096)
FSYNC = "one fsync on this disk: where it is short, the ratio above falls"
OPPONENT = "raw sqlite3: INSERT of ready-made rows, same columns, WAL, FULL"


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure with a key that is there, and with a new one: the price of being able to forget."""
    themes = [new_id("theme") for _ in range(APPENDS * RUNS)]
    with new_base() as ground:
        ground.append(on for stream in themes for on in theme.propose(stream, {"en": stream}, by=ground.by))
        known = race(ground.log_file, APPENDS, lambda run: discuss(ground, of_run(themes, run)), _one_by_one)
        new = race(ground.log_file, APPENDS, lambda _run: _propose(ground), _one_by_one)
        synced = fsync_milliseconds(ground.log_file.with_name("synced"))
    return [
        Figure(what="durable append", ours=known[0], theirs=known[1], unit="/s", opponent=OPPONENT, at_least=0.8),
        Figure(what="the same with a new key", ours=new[0], theirs=new[1], unit="/s", opponent=OPPONENT),
        Figure(what="time that ours adds", ours=_added(*known), theirs=synced, unit="ms", opponent=FSYNC),
    ]


def fsync_milliseconds(path: Path) -> float:
    """Measure what this machine's disk takes to keep one page; without it no ratio of durable appends can be read."""
    spent = []
    with path.open("wb", buffering=0) as file:
        for _ in range(APPENDS):
            file.write(PAGE)
            spent.append(seconds(os.fsync, file.fileno()))
    return median(spent) * 1000


def _added(ours: float, theirs: float) -> float:
    return 1000 / ours - 1000 / theirs


def discuss(ground: Ground, themes: Sequence[str]) -> None:
    """Record one discussion of each theme, each in a durable commit."""
    log = ground.base.log
    for stream in themes:
        loaded = log.load(stream)
        ons = theme.discuss(loaded.state, JUDGEMENT, by=ground.by)
        log.append(ons, Command(recorded_by=PROGRAM), ground.by, {stream: loaded.version})


def _propose(ground: Ground) -> None:
    for _ in range(APPENDS):
        ons = theme.propose(new_id("theme"), {"en": JUDGEMENT.rationale}, by=ground.by)
        ground.base.log.append(ons, Command(recorded_by=PROGRAM), ground.by, {})


def _one_by_one(connection: sqlite3.Connection, rows: Rows) -> None:
    for row in rows:
        insert(connection, [row])


def of_run(themes: Sequence[str], run: int) -> Sequence[str]:
    """Give the themes that one run is about."""
    return themes[run * APPENDS : (run + 1) * APPENDS]
