"""What the children do until they are killed; each kind of work has a twin with a fault in it, for the harness to find.

Everything heavy is imported here, once, in the fork server that they are forked from.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import uuid4

import whoosh.index
import whoosh.writing

import epex.core.log.application
import epex.core.log.recorder
from epex.app.acting import Act, AlreadyRecorded
from epex.app.base import KnowledgeBase
from epex.core import theme
from epex.core.decision import On, new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command, Conflict
from epex.projections import positions
from epex.projections.follow import Follower
from epex.projections.positions import Stand
from epex.projections.runner import Views
from epex.projections.store import BUILDING
from epex.search import index
from epex.search.following import FollowingIndex
from tests.faults.children import READY

TRYING, RECORDED = "trying", "recorded"
BATCH = 100
STEP = 100
HESITATION = 0.02
FOR_EVER = 3600
ROUNDS = 15

__all__ = ["epex", "whoosh"]  # the fork server is to have them


def propose(base: KnowledgeBase, mark: str) -> None:
    """Record one marked event under a command id of its own, or find that it was recorded."""
    try:
        act = base.begin(Command(command_id=mark))
    except AlreadyRecorded:
        return
    act.record(proposals(act, [mark]))


def proposals(act: Act, marks: Iterable[str]) -> list[On]:
    """Decide to propose one theme for each mark."""
    return [on for mark in marks for on in theme.propose(new_id("theme"), {"en": mark}, by=act.by)]


def append_for_ever(tell: Connection, folder: Path) -> None:
    """Record one event after another, and acknowledge each once it is recorded."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    while True:
        mark = str(uuid4())
        tell.send((TRYING, mark))
        propose(base, mark)
        tell.send((RECORDED, mark))


def acknowledge_early(tell: Connection, folder: Path) -> None:
    """Record as above, but acknowledge before the commit: a fault."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    while True:
        mark = str(uuid4())
        tell.send((TRYING, mark))
        tell.send((RECORDED, mark))
        time.sleep(HESITATION)
        propose(base, mark)


def record_batch(base: KnowledgeBase, name: str) -> None:
    """Record a batch whole, or find that it was recorded."""
    try:
        act = base.begin(Command(command_id=name, correlation_id=name))
    except AlreadyRecorded:
        return
    act.record(proposals(act, marks_of(name)))


def marks_of(batch: str) -> list[str]:
    """List the marks of a batch's events."""
    return [f"{batch}/{number}" for number in range(BATCH)]


def append_batches(tell: Connection, folder: Path) -> None:
    """Record batches as an import does, each whole."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    while True:
        name = str(uuid4())
        tell.send((TRYING, name))
        record_batch(base, name)
        tell.send((RECORDED, name))


def append_batches_singly(tell: Connection, folder: Path) -> None:
    """Record batches event by event: a fault."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    while True:
        name = str(uuid4())
        tell.send((TRYING, name))
        for mark in marks_of(name):
            act = base.begin(Command(correlation_id=name))
            act.record(proposals(act, [mark]))
        tell.send((RECORDED, name))


def write_among_others(tell: Connection, folder: Path, writer: str, topic: str, start: Barrier) -> None:
    """Write alone, on a theme that all write to, and under a command id that all use."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    start.wait()
    for number in range(ROUNDS):
        for mark in (f"{writer}-{number}", f"race-{number}"):
            propose(base, mark)
            tell.send((RECORDED, mark))
        mark = f"{writer}-topic-{number}"
        while not _discuss(base, topic, mark):
            pass
        tell.send((RECORDED, mark))


def write_heedlessly(tell: Connection, folder: Path, writer: str, topic: str, start: Barrier) -> None:
    """Write to the common theme and take every conflict for a success: a fault."""
    base = KnowledgeBase.open(folder)
    tell.send(READY)
    start.wait()
    for number in range(ROUNDS):
        mark = f"{writer}-topic-{number}"
        _discuss(base, topic, mark)
        tell.send((RECORDED, mark))


def _discuss(base: KnowledgeBase, topic: str, mark: str) -> bool:
    act = base.begin()
    state = act.load(topic)
    # All have time to read the same version.
    time.sleep(HESITATION / 10)
    try:
        act.record(theme.discuss(state, Judgement(rationale=mark), by=act.by))
    except Conflict:
        return False
    return True


def catch_up_in_steps(tell: Connection, folder: Path) -> None:
    """Let new views follow the log in many small transactions."""
    base = KnowledgeBase.open(folder)
    views = base.today
    views.create()
    tell.send(READY)
    Follower(views.store, base.log).follow([views.projection(name) for name in views.names], STEP)


def rebuild_in_steps(tell: Connection, folder: Path) -> None:
    """Build all views anew, beside those that serve, in many small transactions."""
    base = KnowledgeBase.open(folder)
    views = base.today
    tell.send(READY)
    with _small_steps():
        views.rebuild()


def move_what_is_built(tell: Connection, folder: Path) -> None:
    """Commit the positions of a rebuild before its rows: a fault."""
    base = KnowledgeBase.open(folder)
    views = Views(base.today.store, base.log, upto=0)
    views._destroyed = base.gone
    views._rebuilding([views.projection(name) for name in views.names]).build()
    last = base.log.facts(base.log.head() - 1)[0]
    with views.store.writing() as connection:
        for stand in positions.stands(connection).values():
            if stand.name.endswith(BUILDING):
                positions.start(connection, stand.at(last.position, last.envelope.event_id))
    tell.send(READY)
    time.sleep(FOR_EVER)


@contextmanager
def _small_steps() -> Iterator[None]:
    defaults, Follower.follow.__defaults__ = Follower.follow.__defaults__, (STEP,)
    yield
    Follower.follow.__defaults__ = defaults


def move_before_folding(tell: Connection, folder: Path) -> None:
    """Commit the positions of the views before their rows: a fault."""
    base = KnowledgeBase.open(folder)
    views = base.today
    views.create()
    last = base.log.facts(base.log.head() - 1)[0]
    with views.store.writing() as connection:
        for name in views.names:
            stand = Stand(name, views.projection(name).version, last.position, last.envelope.event_id)
            positions.start(connection, stand)
    tell.send(READY)
    time.sleep(FOR_EVER)


def rebuild_index(tell: Connection, folder: Path) -> None:
    """Build the search index anew."""
    search = KnowledgeBase.open(folder).search()
    tell.send(READY)
    search.rebuild()


def publish_empty_index(tell: Connection, folder: Path) -> None:
    """Let an index serve before its documents are in it: a fault."""
    search = KnowledgeBase.open(folder).search()
    search.rebuild()
    following = search._backend
    assert isinstance(following, FollowingIndex)
    place = following._folder(search._statistics.catch_up())
    if manifest := place.verified():
        fresh = place.fresh()
        index.create(fresh)
        place.publish(fresh, manifest.position, manifest.documents)
    tell.send(READY)
    time.sleep(FOR_EVER)
