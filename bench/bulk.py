"""Bulk append: 1,000 events a commit, sealed and in the ledger; against one executemany of the same rows.

The other opponent, eventsourcing-sqlalchemy, pins an older SQLAlchemy and so runs in an environment of its own
(`make bench` makes it): see `bench/store_of_sqlalchemy.py`. It records the same payloads, without envelope and ledger.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.bases import COMMIT, Ground, new_base
from bench.measuring import RUNS, Figure
from bench.raw import insert, race
from epex.core import theme
from epex.core.decision import On, new_id
from epex.core.judgement import Judgement

JUDGEMENT = Judgement(rationale="Most visits of the year came upon it, and the hosts asked for it. " * 8)
BEHIND = 23 / 6.7
OTHER = "eventsourcing-sqlalchemy, the same payloads"
SCRIPT = Path(__file__).with_name("store_of_sqlalchemy.py")
INTERPRETER = Path(sys.prefix).with_name(".venv-opponent") / "bin" / "python"
OPPONENT = "raw sqlite3: executemany of ready-made rows, same columns, WAL, FULL"


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure with keys that are there, and with one new key for each event."""
    with new_base() as ground:
        known = [_proposals(ground) for _ in range(RUNS)]
        ground.base.log.vault.ensure({on.stream: "base" for ons in known for on in ons})
        there = race(ground.log_file, COMMIT, lambda run: ground.append(known[run]), insert)
        other = _other(ground)
        unknown = [_proposals(ground) for _ in range(RUNS)]
        new = race(ground.log_file, COMMIT, lambda run: ground.append(unknown[run]), insert)
    return [
        Figure(
            what="bulk append, 1,000 a commit",
            ours=there[0],
            theirs=there[1],
            unit="/s",
            opponent=OPPONENT,
            at_least=0.5,
        ),
        Figure(
            what="bulk append, 1,000 a commit",
            ours=there[0],
            theirs=other,
            unit="/s",
            opponent=OTHER,
            at_least=2,
            bare=there[1],
            behind=BEHIND,
        ),
        Figure(what="the same with new keys", ours=new[0], theirs=new[1], unit="/s", opponent=OPPONENT),
    ]


def _other(ground: Ground) -> float | None:
    """Let the other store record the same payloads; None where its environment is missing."""
    if not INTERPRETER.exists():
        return None
    command = (INTERPRETER, SCRIPT, ground.log_file, str(RUNS), str(COMMIT))
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own script
    return COMMIT / median(map(float, told.split()))


def _proposals(ground: Ground) -> list[On]:
    labels = {"en": JUDGEMENT.rationale}
    return [on for _ in range(COMMIT) for on in theme.propose(new_id("theme"), labels, by=ground.by)]
