"""The thesaurus in a question."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core.concept import ConceptAdded
from epex.core.reader import Reader
from epex.core.thesaurus import KnownConcept
from epex.search.answering import answer
from epex.search.facets import Filters
from epex.search.library import Shelf
from epex.search.narrowing import Narrowed
from epex.search.query import Query, Term, parse
from epex.search.ranking import Postings
from epex.search.synonyms import Synonyms, synonyms
from epex.search.thesaurus import Thesaurus
from tests.search.networks import MEMBER, Network, ids
from tests.search.shelves import AUTHOR, asked

BOTH = ("en", "de")
FAMILY = KnownConcept("concept-family", {"en": "family", "de": "Familie"}, {"en": ("relatives",), "de": ("das",)})
BUILDING = KnownConcept("concept-building", {"en": "trust building", "de": "Vertrauen gewinnen", "fr": "confiance"})
THESAURUS = Thesaurus([FAMILY, BUILDING])


def read(text: str, languages: tuple[str, ...] = BOTH) -> tuple[Query, Synonyms]:
    query = parse(text, "en", languages)
    return query, synonyms(query, THESAURUS, languages)


def told(
    network: Network, text: str, reader: Reader = MEMBER, *, kind: str | None = None, named: Synonyms | None = None
) -> list[dict[str, Any]]:
    """Tell what a question found beyond its words."""
    query, found = read(text)

    def question(postings: Postings, shelf: Shelf) -> list[dict[str, Any]]:
        said = answer(found.added(query), Narrowed([[Filters.parse(kind=kind)]]), postings, shelf)
        return (found if named is None else named).told(said, shelf.scope)

    return asked(network, question, reader, BOTH)


def runs(query: Query) -> dict[str, list[str]]:
    return {term.typed: [" ".join(run) for run in term.alternatives] for term in query.wanted}


def test_a_word_stands_for_the_other_labels_of_its_concept_too() -> None:
    query, found = read("family prison", ("en", "de"))

    assert runs(query) == {"family": ["famili", "family"], "prison": ["prison"]}
    assert runs(found.added(query)) == {"family": ["famili", "family", "relat"], "prison": ["prison"]}


def test_each_word_of_a_longer_name_stands_for_the_labels() -> None:
    query, found = read("building trust prison")
    named, labels = found.added(read("trust building prison")[0]), read("trust building prison")[1]

    assert found.labels == ()
    assert runs(labels.added(named)) == {
        "trust": ["trust", "trust build", "vertrau gewinn"],
        "building": ["build", "building", "trust build", "vertrau gewinn"],
        "prison": ["prison"],
    }
    assert query.wanted[0].typed == "building"


def test_only_labels_in_the_languages_of_the_network_count() -> None:
    languages = {label.language for label in read("trust building", ("en", "de", "fr"))[1].labels}

    assert (languages, {label.language for label in read("trust building")[1].labels}) == (
        {"en", "de", "fr"},
        {"en", "de"},
    )


def test_what_is_required_and_the_order_grow_alike() -> None:
    family = Term("family", (("famili",),))
    phrase = Term("open door", (("open", "door"),), kind="phrase")
    query = Query((family, phrase), ((family, phrase),), order=(family, phrase), row=(("family", family), ("", None)))

    found = synonyms(query, THESAURUS, BOTH).added(query)

    grown = replace(family, alternatives=(("famili",), ("relat",)), labels=(("relat",),))
    assert (found.wanted, found.required, found.order) == ((grown, phrase), ((grown, phrase),), (grown, phrase))
    assert found.unwanted == ()


def test_no_concept_adds_and_tells_nothing(network: Network) -> None:
    query, found = read("prison")

    assert (found.labels, found.added(query), Synonyms().added(query)) == ((), query, query)
    assert (told(network, "prison"), told(network, "prison", named=Synonyms())) == ([], [])


def test_labels_are_told_that_find_more_in_what_the_reader_sees(network: Network) -> None:
    network.reflect("one", "Family and relatives.")
    network.reflect("secret", "Vertrauen gewinnen.", language="de", visibility="private")
    family = {
        "words": "family",
        "concept": "concept-family",
        "title": "family",
        "terms": [{"text": "relatives", "language": "en"}],
    }
    building = {
        "words": "trust building",
        "concept": "concept-building",
        "title": "trust building",
        "terms": [{"text": "Vertrauen gewinnen", "language": "de"}],
    }
    text = "the family and trust building"
    assert [told(network, text, reader) for reader in (MEMBER, AUTHOR)] == [[family], [family, building]]


def test_a_label_is_told_only_when_its_words_stand_in_a_row(network: Network) -> None:
    network.reflect("apart", "Gewinnen wir Vertrauen? Trust.", language="de")
    before = told(network, "trust building")
    network.reflect("row", "Vertrauen gewinnen.", language="de")

    after = told(network, "trust building")

    assert (before, [each["terms"] for each in after]) == ([], [[{"text": "Vertrauen gewinnen", "language": "de"}]])


def test_a_label_is_told_only_when_a_hit_says_it(network: Network) -> None:
    network.reflect("one", "Relatives.")

    kinds = {kind: told(network, "family", kind=kind) for kind in ("reflection", "theme")}

    assert {kind: len(concepts) for kind, concepts in kinds.items()} == {"reflection": 1, "theme": 0}


def test_a_concept_is_told_once_however_often_it_is_named(network: Network) -> None:
    network.reflect("one", "Family, relatives.")

    again = told(network, "family prison family trust families")

    assert again == [
        {
            "words": "family, families",
            "concept": "concept-family",
            "title": "family",
            "terms": [{"text": "relatives", "language": "en"}],
        }
    ]
    assert told(network, "family and relatives") == []


@pytest.mark.parametrize("text", ['"family"', "-family prison", "famil*", "family~"])
def test_what_is_quoted_cut_off_or_left_out_names_no_concept(text: str) -> None:
    assert read(text)[1].labels == ()


def test_a_question_finds_the_other_labels_unless_told_not_to(network: Network) -> None:
    network.reflect("german", "Das Gefängnis.", language="de")
    network.reflect("english", "The prison.")
    search = network.search(languages=BOTH)

    wide, narrow = search.search("prison"), search.search("prison", thesaurus=False)

    assert (sorted(ids(wide)), ids(narrow), narrow["thesaurus"]) == (["english", "german"], ["english"], [])
    assert [(each["words"], each["terms"]) for each in wide["thesaurus"]] == [
        ("prison", [{"text": "Gefängnis", "language": "de"}])
    ]


def test_a_hidden_concept_finds_and_tells_nothing(network: Network) -> None:
    night = ConceptAdded(preferred={"en": "den", "de": "Bärenbau"})
    network.reflect("bear", "Ein Bärenbau.", language="de")
    network.reflect("other", "The den.")
    before = network.search(languages=BOTH).search("den")
    network.record("concept-00000000-0000-4000-8000-000000000000", night, visibility="private")

    after, own = (network.search(reader, languages=BOTH).search("den") for reader in (MEMBER, AUTHOR))

    assert {**after, "took_ms": 0} == {**before, "took_ms": 0}
    assert (sorted(ids(own)), [each["title"] for each in own["thesaurus"]]) == (["bear", "other"], ["den"])
