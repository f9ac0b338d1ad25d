"""What is shown of documents that were found."""

from collections.abc import Sequence
from typing import Any

import pytest

from epex.core.reader import Reader
from epex.core.theme import ThemeProposed
from epex.projections.document_queries import Documents
from epex.search.answering import answer
from epex.search.facets import Filters
from epex.search.hits import WITNESSES, Hits
from epex.search.narrowing import Narrowed
from epex.search.query import parse
from epex.search.search import LAST
from tests.search.networks import MEMBER, Network
from tests.search.shelves import AUTHOR, asked

BOTH = ("en", "de")


def hits(network: Network, reader: Reader = MEMBER, language: str = "en") -> Hits:
    return Hits(Documents(network.views, reader, language), language, BOTH)


def shown(
    network: Network, text: str, ids: Sequence[str], language: str = "en", *, explain: bool = False
) -> list[dict[str, Any]]:
    def question(postings: Any, shelf: Any) -> list[dict[str, Any]]:
        found = answer(parse(text, "en", BOTH), Narrowed([[Filters()]]), postings, shelf)
        return list(hits(network, language=language).shown(ids, shelf, found, explain=explain))

    return asked(network, question, languages=BOTH)


@pytest.fixture
def told(network: Network) -> Network:
    """Record a theme in two languages, and reflections."""
    labels = {"en": "Trust first", "de": "Vertrauen zuerst"}
    network.record("theme-1", ThemeProposed(labels=labels), occurred_on="2017-09")
    network.reflect("one", "Trust grows slowly.")
    network.reflect("secret", "A secret trust.", visibility="private")
    return network


def test_a_hit_tells_where_and_when_and_how_well(told: Network) -> None:
    (hit,) = shown(told, "trust", ["reflection-one"])

    assert hit == {
        "kind": "reflection",
        "id": "reflection-one",
        "title": "Trust grows slowly.",
        "snippet": "[[Trust]] grows slowly.",
        "score": hit["score"],
        "language": "en",
        "occurred_on": "2017-03-14",
        "visibility": "network",
        "organisation": "",
        "country": "",
        "setting": "",
        "year": None,
        "label": "",
    }
    assert hit["score"] > 0


def test_hits_come_in_their_order_and_what_the_reader_may_not_see_is_left_out(told: Network) -> None:
    ids = ["theme-1", "reflection-secret", "reflection-nowhere", "reflection-one"]

    assert [hit["id"] for hit in shown(told, "trust", ids)] == ["theme-1", "reflection-one"]


def test_what_was_not_ranked_has_no_score(told: Network) -> None:
    (hit,) = shown(told, "nothing", ["reflection-one"])

    assert (hit["score"], hit["snippet"]) == (0.0, "Trust grows slowly.")


def test_the_reader_s_own_language_is_shown_where_it_answers_as_well(told: Network) -> None:
    titles = [shown(told, "first vertrauen", ["theme-1"], language)[0] for language in BOTH]

    assert [(hit["title"], hit["snippet"]) for hit in titles] == [
        ("Trust first", "Trust [[first]]"),
        ("Vertrauen zuerst", "[[Vertrauen]] zuerst"),
    ]


def test_texts_in_the_reader_s_language_come_first_and_titles_last(network: Network) -> None:
    network.reflect("one", "Trust here.", title="Trust there.")
    network.reflect("two", "Vertrauen hier.", language="de", title="Vertrauen dort.")

    snippets = [hit["snippet"] for hit in shown(network, "trust vertrauen", ["reflection-one", "reflection-two"])]

    assert snippets == ["[[Trust]] here.", "[[Vertrauen]] hier."]


def test_reasons_come_only_when_asked_for(told: Network) -> None:
    plain, told_why = (shown(told, "trust", ["reflection-one"], explain=explain) for explain in (False, True))

    assert told_why == [{**plain[0], "explanation": told_why[0]["explanation"]}]
    assert "explanation" not in plain[0]


def test_words_with_a_stem_are_counted_in_what_the_reader_may_see_of_a_language(network: Network) -> None:
    network.reflect("one", "Trusted, trusting, trusting.")
    network.reflect("two", "Trusted, trusts.")
    network.reflect("secret", "Trusts, trusts, trusts, trusts.", visibility="private")
    network.reflect("german", "Trust.", language="de")
    ids = [f"reflection-{name}" for name in ("one", "two", "secret", "german")]
    network.views.catch_up(["documents"])

    words = [hits(network, reader).words("trust", ids, "en") for reader in (MEMBER, AUTHOR)]

    assert words == [{"trusted": 2, "trusting": 2, "trusts": 1}, {"trusted": 2, "trusting": 2, "trusts": 5}]
    assert [hits(network).words("trust", ids, "de"), hits(network).words("trust", [], "en")] == [{"trust": 1}, {}]
    assert hits(network).words("garden", ids, "en") == {}


def test_words_are_looked_for_in_the_first_documents(network: Network) -> None:
    for number in range(WITNESSES):
        network.reflect(f"{number}", "Trusting.")
    network.reflect("last", "Trusted, trusted, trusted, trusted, trusted, trusted.")
    network.views.catch_up(["documents"])

    ids = [*(f"reflection-{number}" for number in range(WITNESSES)), "reflection-last"]

    assert hits(network).words("trust", ids, "en") == {"trusting": WITNESSES}


def test_what_looks_like_a_word_is_not_marked_beside_the_word(network: Network) -> None:
    network.reflect("both", "Mentor and mentr.")
    network.reflect("alike", "Only a mentr.")

    found = network.search(languages=("en",)).search("mentor", thesaurus=False)

    assert {hit["id"]: hit["snippet"] for hit in found["hits"]} == {
        "reflection-both": "[[Mentor]] and mentr.",
        "reflection-alike": "Only a [[mentr]].",
    }


def test_a_word_is_suggested_and_shown_only_from_what_the_reader_may_see(network: Network) -> None:
    network.reflect("one", "A mentor.")
    before = network.search(languages=("en",)).search("mentour")
    network.reflect("secret", "A mentours mentour.", visibility="private")

    after, own = (network.search(reader, languages=("en",)).search("mentour") for reader in (MEMBER, AUTHOR))

    assert (before["suggestion"], {**after, "took_ms": 0}) == ("mentor", {**before, "took_ms": 0})
    assert (own["suggestion"], own["hint"], after["hint"]) == (
        None,
        LAST,
        "Nothing that you may read says mentour; words that look alike count for a little.",
    )
