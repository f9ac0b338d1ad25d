"""A network on real files: a log, its views and a search, filled by single events."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from epex.core.decision import Actor, Event, On
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.reader import Reader, grants_for
from epex.core.reflection import ReflectionRecorded
from epex.core.vocabulary import LANGUAGES
from epex.projections.queries import Queries
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.following import FollowingIndex
from epex.search.fts5 import Fts5Index
from epex.search.search import Search

SECRET = b"s" * 32
ANNA = Actor("person-anna", "organisation-north", frozenset({"coordinator"}))
MEMBER = Reader("person-bo", "organisation-south", frozenset(), grants_for("person-bo", "organisation-south", ()))
STRANGER = Reader(grants=grants_for("", None, ()))


class Network:
    """A knowledge base without its command line."""

    def __init__(self, folder: Path) -> None:
        """Make an empty log."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        vault = Vault(folder / "keys.db", {"base": b"b" * 32, "evaluation": b"e" * 32})
        self.engine = connect(folder / "events.db")
        schema.create(self.engine)
        self.log = EventLog(self.engine, vault, Registry(vault))
        self.views = Views.open(folder / "views.db", self.log)
        self.versions: dict[str, int] = {}
        self._searches: list[Search] = []

    def record(self, stream: str, event: Event, by: Actor = ANNA, **command: Any) -> int:
        """Append one event and return its position."""
        expected = {stream: self.versions.get(stream, 0)}
        self.versions[stream] = expected[stream] + 1
        return self.log.append([On(stream, event)], Command(**command), by, expected).position

    def reflect(
        self, name: str, text: str | Mapping[str, str], visibility: str = "network", by: Actor = ANNA, **fields: Any
    ) -> int:
        """Record a reflection by Anna, in English unless said otherwise."""
        answers = {"how": text} if isinstance(text, str) else dict(text)
        known = {"language": "en", "author": by.person, "visibility": visibility, **fields}
        event = ReflectionRecorded(answers=answers, **known)
        return self.record(f"reflection-{name}", event, by, visibility=visibility, occurred_on="2017-03-14")

    def search(
        self,
        reader: Reader = MEMBER,
        secret: bytes = SECRET,
        languages: Iterable[str] = LANGUAGES,
        language: str = "en",
        *,
        folder: bool = True,
    ) -> Search:
        """Open the search as somebody."""
        statistics = Statistics(self.views, NetworkAnalysis(tuple(languages)))
        index = FollowingIndex(self.index, secret, statistics) if folder else Fts5Index(self.views, statistics)
        made = Search(self.views, reader, index, statistics, Queries(self.views, reader).resolve, language=language)
        self._searches.append(made)
        return made

    @property
    def index(self) -> Path:
        """Name the folder of the index."""
        return self.folder / "index"

    def close(self) -> None:
        """Let go of every file."""
        for search in self._searches:
            search.close()
        self.views.store.engine.dispose()
        self.engine.dispose()


@contextmanager
def opened(folder: Path) -> Iterator[Network]:
    """Open a network for a while."""
    network = Network(folder)
    try:
        yield network
    finally:
        network.close()


def ids(answer: Mapping[str, Any]) -> list[str]:
    """List what was found, without the subject in front of reflections."""
    return [hit["id"].removeprefix("reflection-") for hit in answer["hits"]]
