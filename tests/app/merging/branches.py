"""Two branches of a small base, and bundles that go from one to the other."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.keeping.branch import branch
from epex.app.merging.bundle import write_bundle
from epex.app.merging.merge import take_in
from epex.app.merging.receiving import receiver_of
from epex.core import theme
from epex.core.decision import On, new_id
from epex.core.judgement import Judgement
from epex.core.log.command import Command

JUDGED = Judgement(rationale="We spoke of it.")


def untold(_step: str) -> None:
    """Let nobody hear what long work tells."""


@dataclass
class Branches:
    """A base at home, one on the road, and the bundles between them."""

    folder: Path
    bundles: list[Path] = field(default_factory=list)

    @property
    def home(self) -> KnowledgeBase:
        """Open the base at home anew, as another process does."""
        return self.open("home")

    @property
    def road(self) -> KnowledgeBase:
        """Open the base on the road anew."""
        return self.open("road")

    def open(self, name: str, acting_as: str = "") -> KnowledgeBase:
        """Open one of them as somebody."""
        return KnowledgeBase.open(self.folder / name, acting_as)

    def part(self, origin: str = "home", name: str = "road") -> None:
        """Make a branch."""
        branch(self.open(origin), self.folder / name, tell=untold)

    def bundle(self, origin: str, target: str) -> Path:
        """Write a bundle of one for the other."""
        path = self.folder / f"{len(self.bundles)}-{origin}-{target}.zip"
        write_bundle(self.open(origin), path, receiver_of(self.open(target).config), tell=untold)
        self.bundles.append(path)
        return path

    def send(self, origin: str, target: str) -> dict[str, Any]:
        """Merge all of one into the other."""
        return self.take(target, self.bundle(origin, target))

    def take(self, target: str, bundle: Path) -> dict[str, Any]:
        """Merge a bundle into one of them."""
        return take_in(self.open(target), bundle, tell=untold)

    def dry(self, origin: str, target: str) -> dict[str, Any]:
        """Say what merging all of one into the other would do."""
        return take_in(self.open(target), self.bundle(origin, target), tell=untold, dry_run=True)


def propose(base: KnowledgeBase, label: str, command: Command | None = None) -> str:
    """Record a theme."""
    act, stream = base.begin(command), new_id("theme")
    act.record(theme.propose(stream, {"en": label}, by=act.by))
    return stream


def discuss(base: KnowledgeBase, stream: str) -> None:
    """Record that a theme was discussed."""
    act = base.begin()
    act.record(theme.discuss(act.load(stream), JUDGED, by=act.by))


def decide(base: KnowledgeBase, stream: str, decision: Any) -> None:
    """Record a decision on a theme."""
    act = base.begin()
    act.record(decision(act.load(stream), JUDGED, by=act.by))


def record(base: KnowledgeBase, *ons: On) -> None:
    """Record what was decided."""
    base.begin(Command(visibility="network")).record([*ons])


def ids(base: KnowledgeBase) -> set[str]:
    """Give the ids of all events."""
    return {fact.envelope.event_id for fact in base.log.facts()}


def standings(base: KnowledgeBase) -> dict[str, str]:
    """Tell how every theme stands, by its title."""
    return {row["title"]: row["status"] for row in base.queries().listing("theme")}
