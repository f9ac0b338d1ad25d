"""Bases to measure on, founded as `init` founds them; a seeded generator fills them with decisions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.core.decision import Actor, On
from epex.core.log.command import Command

PROGRAM = "bench"
COMMIT = 1000
FOUNDING = Founding(network="Bench", person="Orla", organisation="A house", country="AT")


@dataclass
class Ground:
    """A base with the person who acts in it, and the versions of its streams."""

    base: KnowledgeBase
    by: Actor
    versions: dict[str, int] = field(default_factory=dict)

    def append(self, ons: Iterable[On]) -> None:
        """Record events in commits of 1,000."""
        coming = iter(ons)
        while some := list(islice(coming, COMMIT)):
            expected = {on.stream: self.versions[on.stream] for on in some if on.stream in self.versions}
            self.base.log.append(some, Command(recorded_by=PROGRAM), self.by, expected)
            for on in some:
                self.versions[on.stream] = self.versions.get(on.stream, 0) + 1

    @property
    def log_file(self) -> Path:
        """Name the log's database."""
        return Path(self.base.config.address(self.base.config.log))


@contextmanager
def new_base() -> Iterator[Ground]:
    """Found a base in a folder that goes away afterwards."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        place = Path(folder) / "base"
        receipt = init(place, FOUNDING)
        known = {recorded["type"]: recorded["stream_id"] for recorded in receipt.events}
        roles = frozenset({"coordinator", "data_protection_officer"})
        by = Actor(known["person.registered"], known["organisation.joined"], roles)
        base = KnowledgeBase.open(place)
        yield Ground(base, by)
        base.today.close()
        base.log.engine.dispose()
