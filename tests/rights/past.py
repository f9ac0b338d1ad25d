"""A base recorded over weeks, copies of it that really stopped on a day, and somebody who asks either."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.opening import open_log
from epex.cli import cli
from epex.commands.session import Session
from epex.core.reader import EVALUATION, Reader
from tests.rights.hidden import ASIDE, Answer
from tests.rights.reading_scene import ROLES, SCENE
from tests.rights.world import CORA, Step, World, fixed, founded

STEP = timedelta(hours=6)
NOW = datetime(2019, 1, 1, tzinfo=UTC)


@dataclass
class Asking:
    """Somebody who asks one base, as of a day or as it stands on one."""

    folder: Path
    who: str = ""
    as_of: str | None = None
    day: str = ""
    person: str = ""
    bases: list[KnowledgeBase] = field(default_factory=list)

    def ask(self, words: list[str]) -> Answer:
        """Run a command line; give its exit code, and what it printed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Session, "open", lambda _session: self.opened())
            done = CliRunner().invoke(cli, ["--base", str(self.folder), *words], prog_name="epex")
        out = done.stdout
        for pattern, plain in ASIDE:
            out = pattern.sub(plain, out)
        return done.exit_code, out, done.stderr

    def opened(self) -> KnowledgeBase:
        """Open the base once, on the day that is asked about."""
        if not self.bases:
            config = read_config(self.folder)
            config = replace(config, acting_as=config.acting_as if self.who else "")
            now = datetime.fromisoformat(f"{self.day}T23:59:00+00:00") if self.day else NOW
            base = KnowledgeBase(config, open_log(config, lambda: now), self.who, self.as_of)
            if self.person:
                # Today's grants, for both; in a base that stopped, this person may not be known yet.
                base.__dict__ |= {"person": self.person, "reader": reads_everything(self.person)}
            self.bases.append(base)
        return self.bases[0]


def reads_everything(person: str) -> Reader:
    """Make somebody of whom nothing is hidden, not even the evaluation."""
    return Reader(person, "organisation-none", frozenset(ROLES), frozenset({"network", "public", EVALUATION}))


def told(folder: Path) -> World:
    """Record the scene over four weeks."""
    world = founded(folder)
    go_on(world, *SCENE)
    with fixed(world.made, world.clock):
        events = world.epex.answer("audit", "log", acting_as=CORA)
        review = world.epex.answer("review", "list", acting_as=CORA)[0]["id"]
    first, middle, last = events[0], events[len(events) // 3], events[-1]
    world.ids |= {"first": first["event_id"], "last": last["event_id"], "next": str(middle["position"])}
    world.ids |= {"hidden": middle["event_id"], "review": review, "reader": world["cora"]}
    return world


def go_on(world: World, *steps: Step) -> None:
    """Record steps, a quarter of a day apart."""
    with fixed(world.made, world.clock):
        for step in steps:
            world.tell(step)
            world.clock.now += STEP


def stopped(world: World, day: str, folder: Path) -> Path:
    """Copy a base as it stood at the end of a day; the copy never held what came later."""
    shutil.copytree(world.folder, folder)
    for built in ("views", "index"):
        shutil.rmtree(folder / built, ignore_errors=True)
    with closing(sqlite3.connect(folder / "log" / "events.db")) as log, log:
        log.execute("DELETE FROM events WHERE recorded_at > ?", (f"{day}T23:59:59.999999Z",))
    return folder
