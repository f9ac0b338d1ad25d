"""The thesaurus at a query."""

from pathlib import Path

import pytest

from epex.core.concept import ConceptAdded
from epex.core.reader import Reader, grants_for
from epex.core.thesaurus import KnownConcept
from epex.core.vocabulary import LANGUAGES
from epex.projections.starter import starter
from epex.search.folding import words
from epex.search.thesaurus import Term, Thesaurus
from tests.search.networks import ANNA, MEMBER, Network

TRUST = KnownConcept("concept-1", {"en": "trust building", "de": "Vertrauensaufbau"}, {"en": ("building trust",)})
AUTHOR = Reader(ANNA.person, ANNA.organisation, frozenset(), grants_for(ANNA.person, ANNA.organisation, ()))
PLAIN = KnownConcept("concept-2", {"en": "trust", "de": "Vertrauen"})


@pytest.fixture(scope="module")
def program() -> Thesaurus:
    return Thesaurus(starter().values())


def meant(thesaurus: Thesaurus, text: str) -> list[tuple[str, int, int]]:
    """Give which concepts a text names, and where."""
    return list(dict.fromkeys((term.title, term.start, term.end) for term in thesaurus.related(tuple(words(text)))))


def test_a_concept_gives_all_its_labels_in_every_language() -> None:
    found = Thesaurus([TRUST, PLAIN], "de").related(("how", "trust", "building", "works"))

    assert found == (
        Term("trust building", "en", "concept-1", "Vertrauensaufbau", 1, 3),
        Term("building trust", "en", "concept-1", "Vertrauensaufbau", 1, 3),
        Term("Vertrauensaufbau", "de", "concept-1", "Vertrauensaufbau", 1, 3),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trust", [("trust", 0, 1)]),
        ("trust building", [("trust building", 0, 2)]),
        ("building the trust", [("trust building", 0, 3)]),
        ("How did they build trust with families?", [("trust building", 3, 5), ("family", 6, 7)]),
        ("prisons", [("prison", 0, 1)]),
        ("mentors", [("mentor", 0, 1)]),
        ("mentoring", [("mentoring", 0, 1)]),
        ("policier", [("police", 0, 1)]),
        ("Häftlinge", [("prisoner", 0, 1)]),
        ("haeftlinge", [("prisoner", 0, 1)]),
        ("gevangenissen", [("prison", 0, 1)]),
        ("fængsler", [("prison", 0, 1)]),
        ("izgradnje poverenja", [("trust building", 0, 2)]),
        ("затвор", [("prison", 0, 1)]),
        ("السجون", [("prison", 0, 1)]),
        ("والسجن", [("prison", 0, 1)]),
        ("i burgosur", [("prisoner", 1, 2)]),
        ("burgu", [("prison", 0, 1)]),
        ("besimin", [("trust", 0, 1)]),
        ("familjen", [("family", 0, 1)]),
        ("والثقة", [("trust", 0, 1)]),
        ("للأسرة", [("family", 0, 1)]),
        ("how does it work", []),
        ("", []),
        ("%&/ 🙂", []),
    ],
)
def test_words_of_any_language_name_concepts_the_longest_label_first(
    program: Thesaurus, text: str, expected: list[tuple[str, int, int]]
) -> None:
    assert meant(program, text) == expected


def test_every_label_names_its_own_concept_and_no_other(program: Thesaurus) -> None:
    shared: dict[str, set[str]] = {}
    for each in starter().values():
        for language in LANGUAGES:
            for label in each.labels(language):
                shared.setdefault(" ".join(words(label)), set()).add(each.id)

    lost = [label for label, ids in shared.items() if {t.concept for t in program.related(label.split())} != ids]

    assert lost == []


def test_no_concept_expands_nothing() -> None:
    assert Thesaurus([]).related(("prison",)) == ()


def test_labels_in_cyrillic_are_found_by_latin_words() -> None:
    thesaurus = Thesaurus([KnownConcept("concept-1", {"sr": "ноћно склониште"})])

    assert meant(thesaurus, "noćno sklonište") == [("ноћно склониште", 0, 2)]


def test_a_hidden_concept_expands_nothing_for_who_may_not_read_it(tmp_path: Path) -> None:
    network = Network(tmp_path)
    for number, (label, visibility) in enumerate({"den": "network", "lair": "private"}.items()):
        stream = f"concept-00000000-0000-4000-8000-00000000000{number}"
        network.record(stream, ConceptAdded(preferred={"en": label}), visibility=visibility)

    found = [meant(Thesaurus.read(network.views, reader), "den or lair") for reader in (MEMBER, AUTHOR)]

    assert found == [[("den", 0, 1)], [("den", 0, 1), ("lair", 2, 3)]]
    network.close()
