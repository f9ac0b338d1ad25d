"""The library: what a search needs, gathered again when something changed, and only of what the reader may see."""

from epex.core.concept import ConceptAdded
from epex.core.theme import ThemeProposed
from tests.search.networks import MEMBER, Network
from tests.search.shelves import AUTHOR, library

NIGHT = "concept-00000000-0000-4000-8000-000000000000"
BOTH = ("en", "de")


def test_a_shelf_holds_what_the_reader_may_see(network: Network) -> None:
    network.reflect("open", "Trust grows.")
    network.reflect("secret", "Trust in a secret garden.", visibility="private")

    member, author = library(network).shelf(), library(network, AUTHOR).shelf()

    assert (list(member.cards), list(author.cards)) == (
        ["reflection-open"],
        ["reflection-open", "reflection-secret"],
    )
    assert (set(member.scope.documents.values()), member.scope.totals.sections) == ({"reflection-open"}, 1)
    assert (member.counts.stems(["trust", "garden"]), author.counts.stems(["trust", "garden"])) == (
        {"trust": 1},
        {"trust": 2, "garden": 1},
    )
    assert member.stand == author.stand


def test_a_shelf_stays_until_something_changes(network: Network) -> None:
    network.reflect("one", "Trust grows.")
    here = library(network)
    first, again = here.shelf(), here.shelf()
    network.reflect("two", "Trust.")
    unseen = here.shelf()
    library(network)

    moved = here.shelf()
    assert (again, unseen) == (first, first)
    assert again is first
    assert (len(moved.cards), moved.counts.stems(["trust"])) == (2, {"trust": 2})


def test_statistics_that_were_counted_anew_are_a_new_shelf(network: Network) -> None:
    network.reflect("one", "Trust grows.")
    here = library(network)
    first = here.shelf()

    library(network, languages=BOTH)

    moved = here.shelf()
    assert (moved is first, moved.cards is first.cards, moved.stand == first.stand) == (False, True, False)


def test_a_document_is_in_the_language_that_it_states_or_that_its_words_are_in(network: Network) -> None:
    network.reflect("stated", "Trust grows.", language="nb")
    network.reflect("guessed", "Sie bauen Vertrauen auf, indem sie im Gefängnis lange warten.", language="")
    network.reflect("untold", {}, language="")
    here = library(network, languages=(*BOTH, "no"))

    before = here._language_of({"id": "reflection-guessed", "language": ""})
    cards = here.shelf().cards

    assert {each: cards[each]["language"] for each in cards} == {
        "reflection-guessed": "de",
        "reflection-stated": "no",
        "reflection-untold": "",
    }
    assert before == ""


def test_concepts_are_those_that_the_reader_may_see_as_they_are_now(network: Network) -> None:
    network.record(NIGHT, ConceptAdded(preferred={"en": "den", "de": "Höhle"}), visibility="private")
    readers = [library(network, reader, "de") for reader in (MEMBER, AUTHOR)]

    found = [[(term.text, term.title) for term in each.thesaurus().related(("den",))] for each in readers]

    assert found == [[], [("den", "Höhle"), ("Höhle", "Höhle")]]


def test_suggestions_are_what_the_reader_may_see(network: Network) -> None:
    network.record("theme-1", ThemeProposed(labels={"en": "Trust first"}), visibility="private")

    found = [library(network, reader).suggestions("tru", 10) for reader in (MEMBER, AUTHOR)]

    assert found == [[], [{"kind": "theme", "id": "theme-1", "title": "Trust first"}]]
