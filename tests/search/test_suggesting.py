"""What a few letters may be the beginning of."""

from typing import Any

import pytest

from epex.core.challenge import ChallengeStated
from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonErasureRequested, PersonRegistered
from epex.core.theme import ThemeProposed
from epex.core.visit import VisitPlanned
from epex.search.suggesting import MOST, is_called, suggestions
from epex.search.suggesting import named as names_of
from tests.search.networks import MEMBER, Network
from tests.search.shelves import AUTHOR

NORTH = "organisation-north"


@pytest.fixture
def named(network: Network) -> Network:
    """Name things of several kinds alike."""
    network.record(NORTH, OrganisationJoined(name="Open Gate", country="NO", kind="ngo"))
    network.record("element-1", ElementIdentified(name="The open gate", core="They wait.", organisation=NORTH))
    network.record("theme-1", ThemeProposed(labels={"en": "Gates that open", "de": "Offene Türen"}))
    network.record("theme-2", ThemeProposed(labels={"en": "Gatekeepers"}))
    visit = VisitPlanned(
        title="A gate a day",
        year=1,
        purpose="getting_to_know",
        host=NORTH,
        visitors=("person-bo",),
        visiting_organisations=(),
    )
    network.record("visit-1", visit)
    network.record(
        "challenge-1", ChallengeStated(text="Who opens the gate?", language="en", organisation=NORTH, setting="prison")
    )
    return network


def found(network: Network, beginning: str, language: str = "en", **more: Any) -> list[tuple[str, str]]:
    told = suggestions(network.views, more.pop("reader", MEMBER), language, beginning, **more)
    return [(each["id"], each["title"]) for each in told]


def test_what_begins_so_comes_first_then_what_has_such_a_word(named: Network) -> None:
    assert suggestions(named.views, MEMBER, "en", "gat") == [
        {"kind": "theme", "id": "theme-2", "title": "Gatekeepers"},
        {"kind": "theme", "id": "theme-1", "title": "Gates that open"},
        {"kind": "visit", "id": "visit-1", "title": "A gate a day"},
        {"kind": "organisation", "id": NORTH, "title": "Open Gate"},
        {"kind": "element", "id": "element-1", "title": "The open gate"},
        {"kind": "challenge", "id": "challenge-1", "title": "Who opens the gate?"},
    ]


def test_several_words_stand_in_a_row_the_last_of_them_begun(named: Network) -> None:
    assert found(named, "Open G") == [(NORTH, "Open Gate"), ("element-1", "The open gate")]
    assert found(named, "gate a d") == [("visit-1", "A gate a day")]
    assert found(named, "ope gate") == []
    assert found(named, "open gate hinge") == []


@pytest.mark.parametrize("typed", ["turen", "Türen", "TÜR", "offene tu"])
def test_letters_are_folded_and_a_title_in_another_language_counts(named: Network, typed: str) -> None:
    assert found(named, typed) == [("theme-1", "Offene Türen")]


@pytest.mark.parametrize(
    "typed", ["Faehrhaus", "Fährhaus", "fahrhaus", "faehr", "fähr", "oestre", "Østre", "Fährhaus oest"]
)
def test_a_title_is_found_in_every_spelling_of_its_words(network: Network, typed: str) -> None:
    network.record(NORTH, OrganisationJoined(name="Fährhaus Østre", country="NO", kind="ngo"))

    assert found(network, typed) == [(NORTH, "Fährhaus Østre")]


def test_names_hold_some_words_and_the_last_may_be_required_whole(named: Network) -> None:
    def names(spoken: str, *, whole: bool = False) -> list[str]:
        return names_of(named.views, MEMBER, "en", "theme", spoken, whole=whole)

    assert [names("gate"), names("gate", whole=True), names("gates that", whole=True)] == [
        ["Gatekeepers", "Gates that open"],
        [],
        ["Gates that open"],
    ]
    assert [names(""), names("that gates")] == [[], []]


def test_a_whole_name_is_one_in_any_spelling() -> None:
    told = [is_called("Fährhaus Nord", spoken) for spoken in ("faehrhaus nord", "Fahrhaus, Nord", "Fährhaus", "Nord")]

    assert told == [True, True, False, False]


def test_a_thing_is_named_once_by_its_title_that_fits_best(network: Network) -> None:
    network.record("theme-1", ThemeProposed(labels={"en": "The first gate", "da": "Gate først"}))

    assert found(network, "gate") == [("theme-1", "Gate først")]


def test_no_more_come_than_were_asked_for(named: Network) -> None:
    assert found(named, "gat", limit=2) == [("theme-2", "Gatekeepers"), ("theme-1", "Gates that open")]
    assert found(named, "gat", limit=0) == []
    for number in range(MOST):
        named.record(f"theme-9{number}", ThemeProposed(labels={"en": f"Gate {number}"}))
    assert len(found(named, "gat")) == MOST


@pytest.mark.parametrize("typed", ["", "  ", "?!", "🙂", "\udcff", "\x00", "\u200f", "%", "_", "ـ", "x" * 100_000])
def test_what_is_no_beginning_suggests_nothing(named: Network, typed: str) -> None:
    assert found(named, typed) == []


def test_people_are_suggested_by_their_names(network: Network) -> None:
    network.record(NORTH, OrganisationJoined(name="Open Gate", country="NO", kind="ngo"))
    network.record("person-cy", PersonRegistered(name="Čedomir Ilić", organisation=NORTH, roles=("practitioner",)))

    assert [found(network, typed) for typed in ("ced", "чед", "Ilić")] == [[("person-cy", "Čedomir Ilić")]] * 3


def test_nobody_who_was_erased_is_suggested(network: Network) -> None:
    network.record(NORTH, OrganisationJoined(name="Open Gate", country="NO", kind="ngo"))
    for number in range(2):
        network.record(f"person-{number}", PersonRegistered(name="Cy Ilić", organisation=NORTH, roles=()))
    network.record("person-0", PersonErasureRequested(ground="Asked."))

    assert [found(network, typed) for typed in ("erased", "an erased person", "person", "somebody", "Cy")] == [
        *([[]] * 4),
        [("person-1", "Cy Ilić")],
    ]


def test_a_hidden_title_is_neither_suggested_nor_in_the_way(named: Network) -> None:
    before = {reader: found(named, "gat", reader=reader, limit=3) for reader in (MEMBER, AUTHOR)}
    named.record("theme-3", ThemeProposed(labels={"en": "Gate of secrets"}), visibility="private")
    named.record("element-2", ElementIdentified(name="Gate", core="x", organisation=NORTH), visibility="private")

    after = {reader: found(named, "gat", reader=reader, limit=3) for reader in (MEMBER, AUTHOR)}
    assert before[MEMBER] == before[AUTHOR] == after[MEMBER]
    assert after[AUTHOR] == [("element-2", "Gate"), ("theme-3", "Gate of secrets"), ("theme-2", "Gatekeepers")]
