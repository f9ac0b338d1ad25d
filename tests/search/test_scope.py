"""The scope of one reader: the sections that this reader may see, and how much they are together."""

import pytest

from epex.core.decision import Actor
from epex.core.reader import Reader, grants_for
from epex.core.reflection import ReflectionReleased, ReflectionTranslated, ReflectionWithdrawalRequested
from epex.projections.statistics import Statistics, Totals
from epex.search.analysis import NetworkAnalysis
from epex.search.scope import Scope, damping_of, scope_of
from tests.search.networks import ANNA, MEMBER, STRANGER, Network

BO = Actor("person-bo", "organisation-south")
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
NOBODY = Reader()


def scope(network: Network, reader: Reader = MEMBER) -> Scope:
    statistics = Statistics(network.views, NetworkAnalysis(("en", "de")))
    statistics.catch_up()
    return scope_of(statistics, reader)


def test_damping_is_one_of_average_length() -> None:
    assert [damping_of(length, 4.0) for length in (0, 4, 8)] == pytest.approx([0.3, 1.2, 2.1])


def test_an_empty_base_is_an_empty_scope(network: Network) -> None:
    found = scope(network)

    assert (found, found.spread) == (Scope({}, {}, {}, {}, frozenset(), Totals()), 1)


def test_sections_are_those_that_the_reader_may_see(network: Network) -> None:
    network.reflect("open", "Oak elm ash birch.", by=BO)
    network.reflect("private", "Oak elm.", visibility="private")
    network.reflect("bo", "Elm.", visibility="private", by=BO)

    found = {name: scope(network, reader) for name, reader in (("author", AUTHOR), ("member", MEMBER), ("no", NOBODY))}

    assert {name: sorted(each.documents.values()) for name, each in found.items()} == {
        "author": ["reflection-open", "reflection-private"],
        "member": ["reflection-bo", "reflection-open"],
        "no": [],
    }
    assert [each.totals for each in found.values()] == [Totals(2, 6, 14), Totals(2, 5, 12), Totals()]


def test_the_average_is_that_of_what_the_reader_sees(network: Network) -> None:
    network.reflect("one", "Oak elm.")
    network.reflect("two", "Oak elm ash birch oak elm.")
    network.reflect("private", "Oak " * 50, visibility="private")

    found, whole = scope(network), scope(network, AUTHOR)

    assert {found.documents[number]: damping for number, damping in found.damping.items()} == pytest.approx(
        {"reflection-one": damping_of(2, 4), "reflection-two": damping_of(6, 4)}
    )
    assert sorted(whole.damping.values()) == pytest.approx([damping_of(length, 58 / 3) for length in (2, 6, 50)])


def test_the_spread_is_how_many_grams_a_section_has(network: Network) -> None:
    network.reflect("one", "Oak.")
    network.reflect("two", "Birch.")

    assert scope(network).spread == 3


def test_each_language_of_a_document_is_a_section_and_the_first_names_it(network: Network) -> None:
    network.reflect("one", "Oak.")
    translation = ReflectionTranslated(answers={"how": "Eiche."}, language="de", version=1, translator=ANNA.person)
    network.record("reflection-one", translation)

    found = scope(network)

    assert [*found.documents.values()] == ["reflection-one", "reflection-one"]
    assert found.languages == {"reflection-one": "en"}


def test_what_was_withdrawn_is_in_no_scope(network: Network) -> None:
    network.reflect("one", "Oak.")
    network.record("reflection-one", ReflectionWithdrawalRequested())

    assert [(each.documents, each.totals) for each in (scope(network), scope(network, AUTHOR))] == [({}, Totals())] * 2


def test_what_was_released_is_in_the_scope_of_its_new_readers(network: Network) -> None:
    network.reflect("one", "Oak.", visibility="private")
    before = scope(network)

    network.record("reflection-one", ReflectionReleased(visibility="public"))

    assert [sorted(each.documents.values()) for each in (before, scope(network), scope(network, STRANGER))] == [
        [],
        ["reflection-one"],
        ["reflection-one"],
    ]
