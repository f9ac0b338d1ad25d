"""A concept becomes what another thesaurus says that it is."""

from dataclasses import replace

import pytest

from epex.core.concept import (
    ConceptAdded,
    ConceptEvent,
    ConceptLabelled,
    ConceptNoted,
    ConceptRelated,
    ConceptRemoved,
    ConceptReopened,
    ConceptUnlabelled,
    ConceptUnrelated,
)
from epex.core.concept_revision import as_told, retire, revise
from epex.core.decision import On, Refused
from epex.core.thesaurus import KnownConcept
from tests.core.actors import EDITOR, PRACTITIONER

ID = "concept-prison"
TOLD = ConceptAdded(
    preferred={"en": "prison", "de": "Gefängnis"},
    alternatives={"en": ("jail",)},
    notes={"en": "Custody"},
    broader=("concept-1",),
    related=("concept-2",),
)
PRISON = as_told(ID, TOLD)


def steps(told: ConceptAdded, of: KnownConcept = PRISON) -> list[ConceptEvent]:
    ons = revise(of, told, {ID: of}, by=EDITOR)
    assert {on.stream for on in ons} <= {ID}
    return [on.event for on in ons]  # type: ignore[misc]


def test_what_is_told_as_it_is_takes_no_step() -> None:
    assert steps(TOLD) == []


def test_labels_are_given_and_taken_a_preferred_one_first() -> None:
    told = replace(TOLD, preferred={"en": "gaol", "fr": "prison"}, alternatives={"en": ("prison", "clink")})

    assert steps(told) == [
        ConceptLabelled(language="en", kind="preferred", label="gaol"),
        ConceptUnlabelled(language="en", label="jail"),
        ConceptLabelled(language="en", kind="alternative", label="clink"),
        ConceptUnlabelled(language="de", label="Gefängnis"),
        ConceptLabelled(language="fr", kind="preferred", label="prison"),
    ]


def test_notes_and_relations_follow() -> None:
    told = replace(TOLD, notes={"de": "Haft"}, broader=("concept-3", "concept-1"), related=())

    assert steps(told) == [
        ConceptNoted(language="en", note=""),
        ConceptNoted(language="de", note="Haft"),
        ConceptRelated(other="concept-3", relation="broader"),
        ConceptUnrelated(other="concept-2", relation="related"),
    ]


def test_what_was_removed_is_taken_up_again() -> None:
    assert steps(TOLD, replace(PRISON, status="removed")) == [ConceptReopened()]


def test_what_another_has_removed_is_removed_once() -> None:
    assert [retire(each, by=EDITOR) for each in (PRISON, replace(PRISON, status="removed"))] == [
        [On(ID, ConceptRemoved())],
        [],
    ]


def test_only_coordinators_and_editors_may() -> None:
    why = "Only a coordinator or editor may change the thesaurus"

    with pytest.raises(Refused, match=why):
        revise(PRISON, TOLD, {}, by=PRACTITIONER)
    with pytest.raises(Refused, match=why):
        retire(PRISON, by=PRACTITIONER)
