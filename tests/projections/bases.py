"""A log on real files with its views, and a way to record events that happened to somebody."""

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epex.core.decision import Actor, Event, On
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.reader import Reader
from epex.projections.filters import Filters
from epex.projections.projection import Projection
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from epex.projections.runner import Views
from epex.projections.table import Row

WRAPPING_KEYS = {"base": b"b" * 32, "evaluation": b"e" * 32}
ANNA = Actor("person-anna", "organisation-north", frozenset({"coordinator"}))
BEA = Actor("person-bea", "organisation-south", frozenset({"practitioner"}))
CLEO = Actor("person-cleo", "organisation-far", frozenset({"practitioner"}))
DORA = Actor("person-dora", "organisation-far", frozenset({"data_protection_officer"}))
PUBLIC = Reader(grants=frozenset({"public"}))
EVE = Actor("person-eve", "organisation-far", frozenset({"evaluator"}))


@dataclass
class Base:
    """One log, its views in one place, and the versions that were recorded."""

    folder: Path
    address: str = ""
    plugins: Sequence[Projection] = ()
    versions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the log and open the views."""
        self.engine = connect(self.folder / "events.db")
        schema.create(self.engine)
        vault = Vault(self.folder / "keys.db", WRAPPING_KEYS)
        self.log = EventLog(self.engine, vault, Registry(vault))
        self.address = self.address or str(self.folder / "views" / "views.db")
        self.views = self.opened()

    def opened(self, address: str = "", upto: int | None = None) -> Views:
        """Open the views once more, as another process would."""
        plugins = tuple(self.plugins)
        return Views.open(address or self.address, self.log, lambda: plugins, upto)

    def record(self, stream: str, *events: Event, by: Actor = ANNA, **envelope: Any) -> int:
        """Record what happened to one stream, and give the last position."""
        return self.append([On(stream, event) for event in events], by, **envelope)

    def append(self, ons: Iterable[On], by: Actor = ANNA, **envelope: Any) -> int:
        """Record a history, whatever decisions would have said."""
        listed = list(ons)
        expected = {on.stream: self.versions.get(on.stream, 0) for on in listed}
        for on in listed:
            self.versions[on.stream] = self.versions.get(on.stream, 0) + 1
        return self.log.append(listed, Command(**envelope), by, expected).position

    def queries(self, actor: Actor | None = None, language: str = "en") -> Queries:
        """Read as somebody; without anybody, as the public."""
        reader = reader_of(self.views, actor.person) if actor else PUBLIC
        return Queries(self.views, reader, language)

    def ids(self, subject: str, actor: Actor | None = ANNA, **filters: Any) -> list[str]:
        """List what somebody sees of a subject."""
        return [row["id"] for row in self.queries(actor).listing(subject, Filters(**filters))]

    def close(self) -> None:
        """Give the connections back."""
        self.views.close()
        self.engine.dispose()


def copied(base: Base, folder: Path, *, views: bool = True) -> Base:
    """Copy what was recorded, with its views unless said otherwise, to go on from there."""
    left = shutil.ignore_patterns("*-shm", *(() if views else ("views",)))
    shutil.copytree(base.folder, folder, dirs_exist_ok=True, ignore=left)
    return Base(folder, versions=dict(base.versions))


def digests(views: Views) -> list[Row]:
    """Hash every view."""
    return [views.digest(name) for name in views.names]
