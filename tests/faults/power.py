"""One life of a base on the forgetful disk, ended by a power cut, and what is left of it."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.core.log import database, keystore
from tests.faults import driver
from tests.faults.bases import opened
from tests.faults.disk import Disk
from tests.faults.reckoning import Reckoning, ledger_faults
from tests.faults.work import marks_of, propose, record_batch

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one
STEPS_OF_A_LIFE = 400
ACTS = 12
DATABASES = (Path("log/events.db"), Path("keys/keys.db"))
SINGLE, BATCHED, ERASED = "single", "batch", "erased"
KINDS = (*[SINGLE] * 8, BATCHED, ERASED)
REOPENINGS = 0.2
CHECKPOINTS_AFTER = (2, 20, 1000)


class Bench:
    """Where one base lives again and again from the same first day, and is looked at after each cut."""

    def __init__(self, first_day: Path, disk: Disk) -> None:
        """Take over the files of a base that nobody has open."""
        self._disk = disk
        self._home = Path(tempfile.mkdtemp(prefix="epex-power-", dir=MEMORY if MEMORY.is_dir() else None))
        self._live, self._image = self._home / "live", self._home / "image"
        self._first_day = first_day
        self.interrupted = 0
        for name in DATABASES:
            _settle(first_day / name)

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._home)

    def trouble(self, number: int, *faults: str) -> list[str]:
        """Live, cut the power, and look for losses in what is left; `faults` are pragmas that make the log unsafe."""
        drawn = Random(number)  # noqa: S311 - a repeatable test needs no secrets
        life = self._life(drawn, faults)
        self.interrupted += self._disk.is_off
        self._develop(drawn)
        try:
            with opened(self._image) as base:
                return life.trouble(base)
        except Refused as refused:
            return [str(refused)]

    def _life(self, drawn: Random, faults: Iterable[str]) -> "Life":
        self._begin(drawn.randrange(1, STEPS_OF_A_LIFE))
        life = Life()
        pragmas = (f"wal_autocheckpoint = {drawn.choice(CHECKPOINTS_AFTER)}", *faults)
        try:
            with on_the_disk(*pragmas), opened(self._live) as base:
                for _ in range(ACTS):
                    life.act(base, drawn)
        except (Refused, sa.exc.DBAPIError, driver.Error):
            if not self._disk.is_off:
                raise
        return life

    def _begin(self, cut_after: int) -> None:
        shutil.rmtree(self._live, ignore_errors=True)
        shutil.copytree(self._first_day, self._live)
        self._disk.insert({self._live / name: (self._live / name).read_bytes() for name in DATABASES}, cut_after)

    def _develop(self, drawn: Random) -> None:
        shutil.rmtree(self._image, ignore_errors=True)
        shutil.copytree(self._first_day, self._image)
        for path, raw in self._disk.after_cut(drawn).items():
            (self._image / path.relative_to(self._live)).write_bytes(raw)


@contextmanager
def on_the_disk(*pragmas: str) -> Iterator[None]:
    """Let our own code open its databases on the forgetful disk, each connection to the log with some pragmas more."""
    make_durable = database._make_durable

    def prepare(connection: Any, record: object) -> None:
        make_durable(connection, record)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", partial(sa.create_engine, module=driver))
        patch.setattr(database, "_make_durable", prepare)
        patch.setattr(keystore, "sqlite3", driver)
        yield


@dataclass
class Life:
    """What was acknowledged, and what was under way when it ended."""

    acknowledged: list[str] = field(default_factory=list)
    under_way: list[str] = field(default_factory=list)

    def act(self, base: KnowledgeBase, drawn: Random) -> None:
        """Do one thing."""
        if drawn.random() < REOPENINGS:
            # The last connection that closes writes the whole journal back.
            base.log.engine.dispose()
        name = f"{drawn.choice(KINDS)}-{drawn.getrandbits(64)}"
        self.under_way = [name]
        _record(base, name)
        self.acknowledged.append(name)
        self.under_way = []

    def trouble(self, base: KnowledgeBase) -> list[str]:
        """Look for losses and parts, and let what was under way be done again."""
        found = Reckoning(base)
        destroyed = base.log.vault.tombstones()
        erased = [name for name in self.acknowledged if name.startswith(ERASED)]
        trouble = [f"{name} was destroyed and is not" for name in erased if name not in destroyed]
        trouble += [*found.losses(_marks(self.acknowledged)), *found.torn_batches(), *ledger_faults(base)]
        for name in self.under_way:
            _record(base, name)
        retried = Reckoning(base)
        everything = _marks([*self.acknowledged, *self.under_way])
        return [*trouble, *retried.losses(everything), *retried.doubles(), *ledger_faults(base)]


def _record(base: KnowledgeBase, name: str) -> None:
    if name.startswith(BATCHED):
        record_batch(base, name)
    elif name.startswith(ERASED):
        base.log.vault.destroy(name)
    else:
        propose(base, name)


def _marks(names: Iterable[str]) -> list[str]:
    marks: list[str] = []
    for name in names:
        if not name.startswith(ERASED):
            marks += marks_of(name) if name.startswith(BATCHED) else [name]
    return marks


def _settle(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
