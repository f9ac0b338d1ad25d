"""Reading the documents: completed by what they touch, and named as lists name them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from epex.core.element import ElementEvidenceLinked, ElementIdentified, ElementMerged
from epex.core.meeting import MeetingHeld
from epex.core.organisation import OrganisationJoined
from epex.core.reader import Reader, grants_for
from epex.core.theme import ThemeEvidenceLinked, ThemeMerged, ThemeProposed
from epex.core.transfer import TransferConsidered
from epex.core.visit import VisitPlanned
from epex.projections.document_queries import Documents
from epex.projections.filters import Filters
from epex.projections.queries import Queries
from epex.projections.runner import Views
from tests.search.networks import MEMBER, Network, opened

HOST, GUEST = "organisation-host", "organisation-guest"


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Network]:
    """Record a visit, a reflection on it, an element and a theme that rest on them."""
    with opened(tmp_path / "network") as network:
        network.record(HOST, OrganisationJoined(name="Host", country="NO", kind="ngo"))
        network.record(GUEST, OrganisationJoined(name="Guest", country="XK", kind="ngo"))
        visit = VisitPlanned(
            title="A week at the harbour",
            year=2,
            purpose="practice_transfer",
            host=HOST,
            visitors=("person-bo",),
            visiting_organisations=(GUEST,),
            setting="prison",
        )
        network.record("visit-1", visit)
        network.reflect("1", "They wait.", about="visit-1", side="visitor", organisation=GUEST)
        network.record("element-1", ElementIdentified(name="Waiting", core="They wait.", organisation=HOST))
        network.record("element-1", ElementEvidenceLinked(source="reflection-1", stance="supports"))
        network.record("theme-1", ThemeProposed(labels={"en": "Patience", "de": "Geduld"}))
        network.record("theme-1", ThemeEvidenceLinked(source="element-1", stance="supports"))
        yield network


def documents(network: Network, reader: Reader = MEMBER, language: str = "en") -> Documents:
    network.views.catch_up(["documents"])
    return Documents(network.views, reader, language)


def test_documents_touch_what_they_rest_on(network: Network) -> None:
    seen = documents(network).permitted()

    touched = {
        identity: (card["organisations"], card["countries"], card["settings"], card["years"])
        for identity, card in seen.items()
    }
    assert touched == {
        "visit-1": ({HOST, GUEST}, {"NO", "XK"}, {"prison"}, {2}),
        "reflection-1": ({GUEST}, {"XK"}, {"prison"}, {2}),
        "element-1": ({HOST}, {"NO"}, set(), {2}),
        "theme-1": ({HOST}, {"NO"}, set(), {2}),
    }
    assert {identity for identity, card in seen.items() if "theme-1" in card["themes"]} == set(seen)


@pytest.mark.slow
@pytest.mark.parametrize(
    "filters",
    [
        Filters(country=("XK",)),
        Filters(organisation=(HOST,)),
        Filters(setting=("prison",)),
        Filters(year=(2,)),
        Filters(theme=("theme-1",)),
    ],
)
@pytest.mark.parametrize("subject", ["visit", "reflection", "element", "theme"])
def test_search_and_lists_agree_on_every_filter(network: Network, filters: Filters, subject: str) -> None:
    listed = [row["id"] for row in Queries(network.views, MEMBER).listing(subject, filters)]

    options = {name: getattr(filters, name) for name in ("country", "organisation", "setting", "year", "theme")}
    found = network.search().search("wait patience week harbour", kind=subject, **options)

    assert [hit["id"] for hit in found["hits"]] == listed


def test_themes_go_on_after_a_merge_and_through_a_transfer(network: Network) -> None:
    network.record("theme-2", ThemeProposed(labels={"en": "Time"}))
    network.record("theme-1", ThemeMerged(into="theme-2", rationale="Same."))
    network.record("theme-3", ThemeProposed(labels={"en": "Transfer"}))
    network.record("transfer-1", TransferConsidered(element="element-1", source=HOST, receiving=GUEST))
    network.record("theme-3", ThemeEvidenceLinked(source="transfer-1", stance="supports"))

    seen = documents(network).permitted()

    assert seen["reflection-1"]["themes"] == {"theme-1", "theme-2", "theme-3"}


def test_links_in_a_circle_end(network: Network) -> None:
    network.record("theme-2", ThemeProposed(labels={"en": "Time"}))
    network.record("theme-2", ThemeEvidenceLinked(source="theme-1", stance="supports"))
    network.record("theme-1", ThemeEvidenceLinked(source="theme-2", stance="supports"))

    seen = documents(network).permitted()

    assert seen["reflection-1"]["themes"] == {"theme-1", "theme-2"}


def test_the_list_stays_the_same_until_the_view_moves_on(network: Network) -> None:
    reading = documents(network)
    first = reading.permitted()

    again = reading.permitted()
    network.record("element-2", ElementIdentified(name="Sitting", core="They sit.", organisation=HOST))
    network.record("element-1", ElementMerged(into="element-2", reason="Same."))
    network.views.catch_up(["documents"])
    moved = reading.permitted()

    assert again is first
    assert moved["element-2"]["years"] == {2}


def test_words_come_with_the_title_that_lists_give(network: Network) -> None:
    network.record("meeting-1", MeetingHeld(title="Spring plenary", kind="plenary", held_on="2017-05-04"))
    network.reflect("2", "We met.", about="meeting-1", side="participant")
    network.reflect("3", "A text that stands for itself.")
    network.reflect("4", "Untold.", about="visit-2", side="host")
    network.reflect("5", {})
    known = ["visit-1", "theme-1", "element-1", *(f"reflection-{number}" for number in range(1, 6))]

    words = documents(network, language="de").words(known)

    assert {identity: words[identity]["title"] for identity in known} == {
        "visit-1": "A week at the harbour",
        "theme-1": "Geduld",
        "element-1": "Waiting",
        "reflection-1": "Visitor reflection: A week at the harbour",
        "reflection-2": "Participant reflection: Spring plenary",
        "reflection-3": "A text that stands for itself.",
        "reflection-4": "Untold.",
        "reflection-5": "[erased]",
    }


def test_what_a_reader_may_not_see_is_neither_listed_nor_read(network: Network) -> None:
    network.reflect("secret", "Untold.", visibility="private")
    somebody = documents(network)
    author = documents(network, Reader("person-anna", "", frozenset(), grants_for("person-anna", "", ())))

    listed = ["reflection-secret" in reading.permitted() for reading in (somebody, author)]
    read = [list(reading.words(["reflection-secret"])) for reading in (somebody, author)]

    assert (listed, read) == ([False, True], [[], ["reflection-secret"]])


def test_documents_are_read_alike_on_postgresql(network: Network, postgres_url: str) -> None:
    shared = Views.open(postgres_url, network.log)
    shared.create()
    shared.catch_up(["documents"])
    there, here = Documents(shared, MEMBER), documents(network)

    read = [(dict(each.permitted()), each.words(["visit-1", "reflection-1"])) for each in (there, here)]
    shared.store.engine.dispose()

    assert read[0] == read[1]
