"""A plugin's table over which the tests search: what somebody said of things, a row for each time it was said."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from epex.core.decision import Actor
from epex.core.element import ElementIdentified
from epex.core.meeting import MeetingHeld
from epex.core.organisation import OrganisationJoined
from epex.core.reader import Reader
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.plugins.views import READERS, Batch, Fact, Projection, Table, readers
from epex.projections.field import SearchField
from epex.projections.queries import Queries
from epex.projections.runner import Views
from epex.projections.statistics import Statistics
from epex.search.analysis import NetworkAnalysis
from epex.search.backend import Backend
from epex.search.search import Search
from tests.search.networks import ANNA, Network

NORTH, SOUTH = "organisation-north", "organisation-south"
SAYINGS = Table("tea_sayings", ("id",), {"id": str, "thing": str, "pace": str, "cups": int, **READERS})
PACE = SearchField(name="tea-pace", summary="How fast.", table=SAYINGS.name, of="thing", value="pace", facet=True)
CUPS = SearchField(name="tea-cups", summary="How many.", table=SAYINGS.name, of="thing", value="cups")


def view(version: int = 1) -> Projection:
    """Make a view that takes a row from the minutes of a meeting, which is nothing that is searched."""
    made = Projection("tea_sayings", version=version, tables=[SAYINGS])

    @made.on(MeetingHeld)
    def held(rows: Batch, fact: Fact, event: MeetingHeld) -> None:
        thing, pace, cups = event.minutes.split("|")
        row = {"id": fact.stream, "thing": thing, "pace": pace, "cups": int(cups)}
        rows[SAYINGS].put({**row, **readers(fact)})

    return made


@dataclass(frozen=True)
class Saying:
    """What is said of a thing, for a circle of readers."""

    thing: str
    pace: str
    cups: int = 1
    visibility: str = "network"
    by: Actor = ANNA

    def record(self, network: Network, number: int) -> None:
        """Say it."""
        event = MeetingHeld(
            title="Tea", kind="other", held_on="2017-03-14", minutes=f"{self.thing}|{self.pace}|{self.cups}"
        )
        network.record(f"meeting-{number}", event, self.by, visibility=self.visibility)


def tell(network: Network, sayings: Iterable[Saying] = ()) -> None:
    """Record two organisations with an element each, a theme that rests on one of them, and what is said."""
    for identity, name, country in ((NORTH, "North", "NO"), (SOUTH, "South", "DE")):
        network.record(identity, OrganisationJoined(name=name, country=country, kind="ngo"), visibility="network")
    for name, organisation in (("round", NORTH), ("pot", SOUTH)):
        event = ElementIdentified(name=f"Tea {name}", core=f"Tea in a {name}.", organisation=organisation)
        network.record(f"element-{name}", event, visibility="network")
    network.record("theme-warm", ThemeProposed(labels={"en": "Tea is warm"}), visibility="network")
    network.record("theme-warm", ThemeEvidenceLinked(source="element-pot", stance="supports"), visibility="network")
    network.reflect("alone", "Tea by myself.", by=Actor("person-lone"))
    for number, saying in enumerate(sayings):
        saying.record(network, number)


def search_over(
    reader: Reader,
    views: Views,
    index: Callable[[Views, Statistics], Backend],
    fields: Sequence[SearchField] = (PACE, CUPS),
) -> Search:
    """Search views that a plugin keeps one of, as somebody."""
    statistics = Statistics(views, NetworkAnalysis(("en", "de")))
    find: Any = Queries(views, reader).resolve
    return Search(views, reader, index(views, statistics), statistics, find, added=lambda: fields)
