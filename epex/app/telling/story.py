"""The demo's story: its texts, its clock, and how it is told."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from epex.app.acting import Act, actor
from epex.app.base import KnowledgeBase
from epex.core.answers import document_text
from epex.core.decision import On, new_id
from epex.core.evidence import Passage, locate
from epex.core.log.command import Command
from epex.core.log.log import EventLog
from epex.core.watching import each

Decide = Callable[[Act], list[On]]
STEP = timedelta(seconds=90)


class StoryClock:
    """The store's clock while the story is told."""

    def __init__(self) -> None:
        """Start before the first day."""
        self._moment = datetime(2016, 1, 1, 8, tzinfo=UTC)

    def turn_to(self, day: str) -> None:
        """Go to the morning of a day, or a little further on the same one."""
        morning = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=8)
        self._moment = max(morning, self._moment + STEP)

    def __call__(self) -> datetime:
        """Tell the time."""
        return self._moment


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the story; one that records by itself leaves nothing to record."""

    day: str
    by: str
    decide: Decide
    visibility: str = "network"
    audience: str | None = None


def read_story() -> dict[str, Any]:
    """Read the story's texts; what several files say of a subject is joined in the order of their names."""
    folder = files("epex") / "demo"
    story: dict[str, Any] = {}
    for part in sorted(folder.iterdir(), key=lambda file: file.name):
        for subject, texts in tomllib.loads(part.read_text("utf-8")).items() if part.is_file() else ():
            story[subject] = [*story[subject], *texts] if subject in story else texts
    told = sorted((folder / "reflections").iterdir(), key=lambda file: file.name)
    story["reflection"] = {
        f"{file.name.removesuffix('.toml')}-{side}": {**text, "visit": file.name.removesuffix(".toml"), "side": side}
        for file in told
        for side, text in tomllib.loads(file.read_text("utf-8")).items()
    }
    return story


@dataclass
class Story:
    """The story's texts, the stream ids that stand for its keys, the base it is told into, and a place beside it."""

    texts: dict[str, Any]
    clock: StoryClock
    folder: Path
    elsewhere: Path
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def coordinator(self) -> str:
        """Give the key of the coordinator."""
        return str(self.texts["network"]["coordinator"])

    @property
    def network(self) -> str:
        """Give the stream id of the network."""
        return self.ids["network"]

    @contextmanager
    def opened(self, act: Act, folder: Path | None = None) -> Iterator[KnowledgeBase]:
        """Open the base that is told, or another, as who acts and by the story's clock."""
        base = KnowledgeBase.open(folder or self.folder, act.by.person, clock=self.clock)
        try:
            yield base
        finally:
            base.log.engine.dispose()
            base.today.close()

    def id(self, subject: str, key: str) -> str:
        """Give the stream id of a key, made when first asked for."""
        return self.ids.setdefault(key, new_id(subject))

    def ids_of(self, subject: str, keys: Sequence[str]) -> tuple[str, ...]:
        """Give the stream ids of several keys."""
        return tuple(self.id(subject, key) for key in keys)

    def person(self, key: str) -> dict[str, Any]:
        """Find a person's text."""
        return next(text for text in self.texts["person"] if text["key"] == key)

    def passage(self, act: Act, key: str, quote: str) -> Passage:
        """Find quoted words in a reflection."""
        document = self.id("reflection", key)
        text = document_text(self.texts["reflection"][key]["answers"])
        return locate(document, act.load(document).version, text, quote)


def tell(story: Story, log: EventLog, steps: Iterable[Step]) -> None:
    """Record the steps in the order of days, each by its own person through the decisions."""
    told = sorted(steps, key=lambda step: step.day)
    for step in each("Telling", "steps", told, len(told)):
        story.clock.turn_to(step.day)
        by = actor(log, story.id("person", step.by))
        command = Command(occurred_on=step.day, visibility=step.visibility, audience=step.audience)
        act = Act(log, by, command)
        if decided := step.decide(act):
            act.record(decided)
        else:
            # It was recorded by another connection, which may want the files for itself the next time.
            log.engine.dispose()
