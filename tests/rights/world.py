"""A small network with one of everything: bases in which ids and the clock are fixed."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core import decision
from tests.commands.running import Epex

NORTH, SOUTH, WEST, EAST, FAR = (
    "Youth House North",
    "Prison Service South",
    "Family Desk West",
    "Exit Line East",
    "Street Team Far",
)
MIRA, HANNA, NORA, DORA = "Mira Holm", "Hanna Lie", "Nora Dahl", "Dora Vik"
BEN, RAFA = "Ben Okafor", "Rafa Hoxha"
WIM, EVA, EDDA = "Wim Claes", "Eva Lund", "Edda Maes"
YURI, XENIA, CORA = "Yuri Brandt", "Xenia Trabelsi", "Cora Shade"
NOBODY = ""
# The name to remember an id by, who records it, and a command line: its first text is split into words.
Step = tuple[str, ...]
NAMED = re.compile(r"{(\w+)}")
BEGUN = datetime(2018, 3, 1, 9, tzinfo=UTC)


class FixedClock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        """Start on a day of the third year."""
        self.now = BEGUN

    def __call__(self) -> datetime:
        """Tell the time."""
        self.now += timedelta(seconds=1)
        return self.now

    def stopped(self) -> datetime:
        """Tell the time to those who only read."""
        return BEGUN + timedelta(days=1)


class Ids:
    """Ids in their order; one can be made that begins as another one does."""

    def __init__(self) -> None:
        """Count from one."""
        self._numbers = count(1)
        self.beginning = ""

    def __call__(self) -> UUID:
        """Make the next id."""
        number = next(self._numbers)
        return UUID(f"{self.beginning or f'{number:08x}'}-0000-4000-8000-{number:012x}")


@contextmanager
def fixed(ids: Ids, clock: FixedClock) -> Iterator[None]:
    """Let every base be opened with one clock, and every new id come from one row."""
    opening = KnowledgeBase.open.__func__.__kwdefaults__  # type: ignore[attr-defined]  # a class method has it
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(opening, "clock", clock)
        patch.setattr(decision, "uuid4", ids)
        yield


@contextmanager
def as_in_older_logs() -> Iterator[None]:
    """Let steps be hidden that are refused now, and that older logs may hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("epex.app.acting.binds", lambda *_: False)
        patch.setattr("epex.app.acting.require_for_all", lambda *_: None)
        patch.setattr("epex.core.organisation.require_free_name", lambda *_: None)
        yield


@dataclass
class World:
    """A base, and the ids of what is in it by a short name."""

    folder: Path
    ids: dict[str, str] = field(default_factory=dict)
    made: Ids = field(default_factory=Ids)
    clock: FixedClock = field(default_factory=FixedClock)
    refused: list[Step] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """Give an id."""
        return self.ids[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether something was recorded under a name."""
        return name in self.ids

    @property
    def epex(self) -> Epex:
        """Give the program in this base."""
        return Epex(self.folder)

    def tell(self, *steps: Step) -> None:
        """Record steps in their order."""
        for step in steps:
            done = self.tried(step)
            assert done.exit_code == 0, f"{step}: {done.output}"

    def knows(self, step: Step) -> bool:
        """Tell whether everything was recorded that a step names."""
        return {name for word in step for name in NAMED.findall(word)} <= self.ids.keys()

    def tried(self, step: Step, like: Mapping[str, str] | None = None) -> Result:
        """Record a step, if it can be; {name} stands for an id, and a text with line breaks is given as input.

        New ids begin as those that `like` names by their subject.
        """
        key, who, command, *rest = step
        args = [word.format_map(self.ids) if "{" in word else word for word in [*command.split(), *rest]]
        given = next((word for word in args if "\n" in word), None)
        line = [word for word in args if word != given] + (["-"] if given and "-" not in args else [])
        self.made.beginning = (like or {}).get(_subject(args), "")
        done = self.epex(*line, "--json", acting_as=who, given=given)
        if key and done.exit_code == 0:
            self.ids[key] = json.loads(done.stdout)["id"]
        return done

    def copied(self, folder: Path) -> "World":
        """Copy it, to be written to."""
        # A process that closes a database's file gives up all locks it holds there, and others read it meanwhile.
        subprocess.run(["/bin/cp", "-r", self.folder, folder], check=True)
        return World(folder, dict(self.ids), self.made, self.clock)


def founded(folder: Path) -> World:
    """Found the network."""
    world = World(folder)
    with fixed(world.made, world.clock):
        init(folder, Founding(network="Exchange", person=MIRA, organisation=NORTH, country="NO"), world.clock)
    return world


def beginnings(ids: Mapping[str, str]) -> dict[str, str]:
    """Give the first signs of the first id of each subject."""
    found: dict[str, str] = {}
    for identity in ids.values():
        subject, _, rest = identity.partition("-")
        found.setdefault(subject, rest[:8])
    return found


def _subject(args: Sequence[str]) -> str:
    named = {"match offer": "offer", "match need": "need", "element request-review": "review", "quote propose": "quote"}
    return named.get(" ".join(args[:2]), args[0])
