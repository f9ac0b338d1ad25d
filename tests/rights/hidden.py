"""Ask two bases the same as the same reader: one with what is hidden from them, and one without."""

import fcntl
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from epex.app.base import KnowledgeBase
from epex.app.config import VIEWS, read_config
from epex.app.opening import open_log
from epex.cli import cli
from epex.commands.session import Session
from tests.rights.hidden_scene import ON_WHAT_IS_SEEN, hidden_from, labelled
from tests.rights.reading import Line, takes_json
from tests.rights.reading_scene import SCENE
from tests.rights.world import CORA, RAFA, Step, World, as_in_older_logs, beginnings, fixed, founded

STRANGER = "ffffffff-0000-4000-8000-ffffffffffff"
# How long it took, and how many events the whole log has: of those everybody knows.
ASIDE = (
    (re.compile(r'"took_ms": [0-9.]+'), '"took_ms": 0'),
    (re.compile(r"has seen any of the \d+ events of this log"), "has seen any of the events of this log"),
)
Answer = tuple[int, str, str]
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def kept(root: Path, name: str, build: Callable[[Path], World]) -> World:
    """Build a base once, whatever the number of processes that test."""
    file = root / f"{name}.world"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            file.write_bytes(pickle.dumps(build(root / f"{name}.base")))
    found: World = pickle.loads(file.read_bytes())  # noqa: S301 - it was written a moment ago, here
    return found


def seen_world(folder: Path) -> World:
    """Build a base of what is seen."""
    world = founded(folder)
    with fixed(world.made, world.clock):
        world.tell(*SCENE)
        events = world.epex.answer("audit", "log", acting_as=CORA)
        world.ids |= {"first": events[0]["event_id"], "last": events[-1]["event_id"]}
        world.ids["next"] = str(events[-1]["position"] + 1)
        world.ids["review"] = world.epex.answer("review", "list", acting_as=RAFA)[0]["id"]
        people = world.epex.answer("person", "list")
        world.ids |= {person["title"]: person["id"] for person in people}
    return world


def hidden_world(seen: World, reader: str, folder: Path) -> World:
    """Copy a base, and add what is hidden from a reader last."""
    world = seen.copied(folder)
    with fixed(world.made, world.clock), as_in_older_logs():
        like = beginnings(seen.ids)
        refused = [tries[0] for tries in hidden_from(reader) if not _recorded(world, tries, like)]
        world.ids["hidden"] = world.epex.answer("audit", "log", acting_as=CORA)[-1]["event_id"]
        world.refused = refused
    return world


def with_hidden_steps(seen: World, folder: Path) -> World:
    """Copy a base, and hide what can be hidden of steps on what is seen."""
    world = seen.copied(folder)
    with fixed(world.made, world.clock):
        tries = labelled(ON_WHAT_IS_SEEN, ("private", "organisation", "evaluation"))
        world.refused = [each[0] for each in tries if not _recorded(world, each, {})]
    return world


def told_otherwise(without: World, among: World, who: str, begins: str = "") -> Iterator[str]:
    """Record the same on two bases as somebody, each step twice, and list the steps that are answered otherwise."""
    for key, _, text, *rest in (step for step in ON_WHAT_IS_SEEN if step[2].startswith(begins)):
        step = (key, who, text, *rest)
        for _ in range(2 if without.knows(step) else 0):
            answers = [_outcome(world, step) for world in (without, among)]
            if answers[0] != answers[1]:
                yield f"epex {text}\n  without: {answers[0]}\n  among:   {answers[1]}"


def _outcome(world: World, step: Step) -> tuple[int, str]:
    with fixed(world.made, world.clock):
        done = world.tried(step)
    return done.exit_code, ID.sub("ID", done.stderr)


def _recorded(world: World, tries: Sequence[Step], like: Mapping[str, str]) -> bool:
    """Record a step with the first label that is accepted; what goes on with something that was refused is refused."""
    return world.knows(tries[0]) and any(world.tried(step, like).exit_code == 0 for step in tries)


@dataclass
class Reader:
    """Somebody who reads one base; it is opened once, as nothing is written to it."""

    world: World
    who: str
    # Where its views are; another place makes them anew.
    views: str = VIEWS
    bases: dict[str | None, KnowledgeBase] = field(default_factory=dict)

    def ask(self, words: list[str]) -> Answer:
        """Run a command line; give its exit code, and what it printed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Session, "open", lambda session: self.opened(session.as_of))
            done = CliRunner().invoke(cli, ["--base", str(self.world.folder), *words], prog_name="epex")
        return done.exit_code, _without_what_counts_all(done.stdout), done.stderr

    def opened(self, as_of: str | None) -> KnowledgeBase:
        """Open the base, once for each day."""
        if as_of not in self.bases:
            config = read_config(self.world.folder)
            config = replace(config, views=self.views, acting_as=config.acting_as if self.who else "")
            log = open_log(config, self.world.clock.stopped)
            self.bases[as_of] = KnowledgeBase(config, log, self.who, as_of)
        return self.bases[as_of]


@dataclass(frozen=True, slots=True)
class Difference:
    """One line whose answer tells something of what is hidden."""

    command: str
    line: str
    without: Answer
    among: Answer

    def __str__(self) -> str:
        """Show the first place where the two answers part."""
        pairs = zip(map(str, self.without), map(str, self.among), strict=True)
        left, right = next(pair for pair in pairs if pair[0] != pair[1])
        parting = (number for number, (one, two) in enumerate(zip(left, right, strict=False)) if one != two)
        at = next(parting, min(len(left), len(right)))
        shown = slice(max(at - 60, 0), at + 80)
        return f"epex {self.line}\n  without: {left[shown]!r}\n  among:   {right[shown]!r}"


def differences(without: Reader, among: Reader, asked: Iterable[Line]) -> Iterator[Difference]:
    """List the lines that two bases answer differently."""
    ids = Known({**among.world.ids, "reader": among.world.ids.get(among.who, f"person-{STRANGER}")})
    for line in asked:
        for as_json in _manners(line):
            words = line.words(ids, as_json=as_json)
            answers = without.ask(words), among.ask(words)
            if answers[0] != answers[1]:
                yield Difference(line.command, " ".join(words), *answers)


class Known(dict[str, str]):
    """The ids by name; what was not recorded for this reader has an id that nothing has."""

    def __missing__(self, name: str) -> str:
        """Make one up."""
        return f"{name}-{STRANGER}"


def _manners(line: Line) -> tuple[bool, ...]:
    if not takes_json(line.command) or "--format" in line.rest:
        return (False,)
    # What a page prints is made of its JSON; once for each thing is enough.
    in_text = not line.rest.startswith("<") and not any(word in line.rest for word in ("--limit", "--offset"))
    return (True, False) if in_text else (True,)


def _without_what_counts_all(text: str) -> str:
    for pattern, plain in ASIDE:
        text = pattern.sub(plain, text)
    return text
