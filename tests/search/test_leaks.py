"""Nothing of what a reader may not see shows: not in hits, totals, facets, scores, snippets or suggestions."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.core.decision import Actor
from epex.core.organisation import OrganisationJoined
from epex.core.reader import Reader, grants_for
from epex.core.reflection import ReflectionReleased
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.core.visit import VisitPlanned
from tests.search.networks import ANNA, MEMBER, STRANGER, Network, ids, opened

NOTHING: dict[str, Any] = {"total": 0, "hits": [], "suggestion": None}
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
OVERSEER = Reader(
    "person-dpo",
    "organisation-south",
    frozenset({"data_protection_officer"}),
    grants_for("person-dpo", "organisation-south", ()),
)
COORDINATOR = Reader(
    "person-co", "organisation-south", frozenset({"coordinator"}), grants_for("person-co", "organisation-south", ())
)
VISIT = VisitPlanned(
    title="A week at North",
    year=2,
    purpose="practice_transfer",
    host="organisation-north",
    visitors=("person-bo",),
    visiting_organisations=("organisation-south",),
    setting="prison",
)


def told(network: Network, question: str, reader: Reader) -> dict[str, Any]:
    answer = network.search(reader).search(question)
    return {name: answer[name] for name in NOTHING}


@pytest.mark.parametrize("reader", [STRANGER, MEMBER, COORDINATOR])
def test_a_private_document_is_nothing_to_others(network: Network, reader: Reader) -> None:
    network.reflect("secret", "The xylographer confessed.", visibility="private")

    answers = [told(network, question, reader) for question in ("xylographer", "xylografer", '"the xylographer"')]

    assert answers == [NOTHING] * 3


@pytest.mark.parametrize("reader", [AUTHOR, OVERSEER])
def test_the_author_and_the_data_protection_officer_read_it(network: Network, reader: Reader) -> None:
    network.reflect("secret", "The xylographer confessed.", visibility="private")

    assert ids(network.search(reader).search("xylographer")) == ["secret"]


def test_a_reader_who_may_see_nothing_finds_nothing(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")

    answer = network.search(Reader()).search("trust")

    assert (answer["total"], answer["hits"], set(map(str, answer["facets"].values()))) == (0, [], {"{}"})


def test_total_and_facets_count_only_what_may_be_seen(network: Network) -> None:
    network.reflect("open", "Trust grows slowly.")
    network.reflect("closed", "Vertrauen und Trust.", visibility="private", language="de")

    answer = network.search().search("trust")

    assert (answer["total"], answer["facets"]["language"]) == (1, {"en": 1})


def test_a_suggestion_never_names_a_hidden_word(network: Network) -> None:
    network.reflect("closed", "They were familiar.", visibility="private")
    network.reflect("open", "The family waited.")

    suggestions = [network.search(reader).search("familar")["suggestion"] for reader in (MEMBER, AUTHOR)]

    assert suggestions == ["family", "familiar"]


def test_a_release_opens_a_document_and_nothing_else(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.", visibility="private")
    network.reflect("two", "Trust grows slowly.", visibility="private")
    before = told(network, "trust", MEMBER)

    network.record("reflection-one", ReflectionReleased(visibility="network"))

    assert (before, ids(network.search().search("trust"))) == (NOTHING, ["one"])


def test_the_year_and_title_of_a_hidden_visit_stay_hidden(network: Network) -> None:
    network.record("visit-1", VISIT, visibility="private")
    network.reflect("one", "Trust grows slowly.", about="visit-1", side="visitor")

    answer = network.search().search("trust")

    (hit,) = answer["hits"]
    assert (hit["title"], hit["year"], hit["setting"]) == ("Trust grows slowly.", None, "")
    assert (answer["facets"]["year"], answer["facets"]["setting"]) == ({}, {})


def test_an_organisation_that_is_hidden_is_not_named(network: Network) -> None:
    joined = OrganisationJoined(name="North", country="NO", kind="ngo")
    network.record(ANNA.organisation or "", joined, visibility="private")
    network.reflect("one", "Trust grows slowly.")

    answers = [network.search(reader).search("trust") for reader in (MEMBER, AUTHOR)]

    assert [(answer["hits"][0]["organisation"], answer["facets"]["country"]) for answer in answers] == [
        ("", {}),
        (ANNA.organisation, {"NO": 1}),
    ]


def test_a_hidden_link_to_a_theme_is_no_filter(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.record("theme-1", ThemeProposed(labels={"en": "Patience"}))
    network.record("theme-1", ThemeEvidenceLinked(source="reflection-one", stance="supports"), visibility="private")
    network.record("theme-2", ThemeProposed(labels={"en": "Courage"}), visibility="private")
    network.record("theme-2", ThemeEvidenceLinked(source="reflection-one", stance="supports"))

    totals = [
        network.search(reader).search("trust", theme=theme)["total"]
        for reader in (MEMBER, AUTHOR)
        for theme in ("theme-1", "theme-2")
    ]

    assert totals == [0, 0, 1, 1]


def test_the_evaluation_is_for_evaluators(network: Network) -> None:
    network.reflect("interview", "Trust grows slowly.", visibility="evaluation")
    evaluator = Reader("person-eva", None, frozenset({"evaluator"}), grants_for("person-eva", None, ("evaluator",)))

    found = [ids(network.search(reader).search("trust")) for reader in (OVERSEER, AUTHOR, evaluator)]

    assert found == [[], [], ["interview"]]


WORDS = st.lists(st.sampled_from("trust trusted family prison Vertrauen the".split()), min_size=1, max_size=6)
DOCUMENTS = st.lists(WORDS, max_size=4)
QUESTIONS = st.sampled_from(["trust", "family trust", '"trust family"', "prison -family", "trusd", "famly prisn"])


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS, DOCUMENTS, QUESTIONS)
def test_hidden_documents_change_no_answer(
    tmp_path_factory: pytest.TempPathFactory, open_texts: list[list[str]], hidden_texts: list[list[str]], question: str
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    with opened(folder / "alone") as alone, opened(folder / "among") as among:
        for number, words in enumerate(hidden_texts):
            among.reflect(f"hidden{number}", " ".join(words), visibility="private")
        for network in (alone, among):
            for number, words in enumerate(open_texts):
                network.reflect(f"open{number}", " ".join(words), by=Actor("person-cy"), author="person-cy")
        among.reflect("last", "family trust", visibility="private")

        answers = [{**network.search().search(question), "took_ms": 0} for network in (alone, among)]

    assert answers[0] == answers[1]
