"""Honest histories, drawn at random, give no alarm: whatever people do, every checkpoint fits."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core import theme
from epex.core.judgement import Judgement
from tests.faults.bases import opened
from tests.faults.figures import note
from tests.faults.sizes import shares
from tests.faults.tampering import log_of
from tests.faults.work import proposals, propose

pytestmark = pytest.mark.slow
ACTS = (2, 9)
WRITERS = 2


class History:
    """One base, and what happens in it."""

    def __init__(self, folder: Path, drawn: Random) -> None:
        """Begin on the first day."""
        self._folder = folder
        self._drawn = drawn
        self._themes: list[str] = []
        self._count = 0

    def act(self, base: KnowledgeBase) -> None:
        """Let one thing happen."""
        acts: list[Callable[[KnowledgeBase], object]] = [
            self._propose,
            self._propose_several,
            self._discuss,
            self._repeat,
            self._write_at_once,
            self._destroy,
            lambda base: base.notary.sign(),
            lambda base: base.log.engine.dispose(),
        ]
        self._drawn.choice(acts)(base)

    def _mark(self) -> str:
        self._count += 1
        return f"theme {self._count}"

    def _propose(self, base: KnowledgeBase) -> None:
        act = base.begin()
        self._themes.append(act.record(proposals(act, [self._mark()])).id)

    def _propose_several(self, base: KnowledgeBase) -> None:
        act = base.begin()
        act.record(proposals(act, [self._mark() for _ in range(self._drawn.randrange(2, 9))]))

    def _discuss(self, base: KnowledgeBase) -> None:
        for stream in self._themes[-1:]:
            act = base.begin()
            act.record(theme.discuss(act.load(stream), Judgement(rationale=self._mark()), by=act.by))

    def _repeat(self, base: KnowledgeBase) -> None:
        mark = self._mark()
        propose(base, mark)
        propose(base, mark)

    def _write_at_once(self, _base: KnowledgeBase) -> None:
        marks = [self._mark() for _ in range(WRITERS)]
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(self._write_apart, marks))

    def _write_apart(self, mark: str) -> None:
        with opened(self._folder) as base:
            propose(base, mark)

    def _destroy(self, base: KnowledgeBase) -> None:
        for stream in self._themes[-1:]:
            base.log.vault.destroy(stream)
            self._themes.remove(stream)


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Found one base, for all histories to begin with."""
    folder = tmp_path_factory.mktemp("histories") / "first"
    init(folder, Founding(network="Faults", person="Orla", organisation="A house", country="AT"))
    with log_of(folder) as log:
        log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@contextmanager
def lived(first_day: Path, folder: Path, number: int) -> Iterator[KnowledgeBase]:
    """Let a history happen."""
    drawn = Random(number)  # noqa: S311 - a repeatable test needs no secrets
    shutil.copytree(first_day, folder)
    with opened(folder) as base:
        history = History(folder, drawn)
        for _ in range(drawn.randint(*ACTS)):
            history.act(base)
        base.notary.sign()
        yield base
    shutil.rmtree(folder)


def alarms(base: KnowledgeBase) -> list[str]:
    """Verify against every checkpoint that was ever signed."""
    paths = base.notary.checkpoints.paths()
    return [fault["what"] for path in [None, *paths] for fault in base.verify(path)["faults"]]


@pytest.mark.parametrize("numbers", shares("histories", 100), ids=str)
def test_honest_histories_give_no_alarm(first_day: Path, tmp_path: Path, numbers: range) -> None:
    found = {}
    for number in numbers:
        with lived(first_day, tmp_path / "base", number) as base:
            found[number] = alarms(base)

    false = {number: what for number, what in found.items() if what}
    note("histories", "honest", tried=len(found), alarms=len(false))
    assert false == {}


def test_histories_harness_finds_a_dishonest_one(first_day: Path, tmp_path: Path) -> None:
    with lived(first_day, tmp_path / "base", 0) as base, log_of(base.config.folder) as log:
        log.execute("UPDATE events SET actor = 'nobody' WHERE position = 2")
        log.commit()

        assert alarms(base) != []
