"""The thesaurus of a network: what comes with the program, and what the network made of it."""

import pytest

from epex.core.concept import (
    ConceptAdded,
    ConceptLabelled,
    ConceptNoted,
    ConceptRelated,
    ConceptRemoved,
    ConceptReopened,
    ConceptSigned,
    ConceptUnlabelled,
    ConceptUnrelated,
)
from epex.core.decision import Refused
from epex.core.thesaurus import KnownConcept, stream_of
from epex.projections.concepts import Concepts
from tests.projections.bases import ANNA, BEA, Base

PRISON, SETTING, COACHING = map(stream_of, ("prison", "setting", "coaching"))
SHELTER = "concept-00000000-0000-4000-8000-000000000001"
ADDED = ConceptAdded(
    preferred={"en": "night shelter", "de": "Notschlafstelle"},
    alternatives={"en": ("hostel",)},
    notes={"en": "A bed for a night"},
    broader=(SETTING,),
)


def concepts(base: Base) -> Concepts:
    return base.queries(ANNA).concepts


def test_what_comes_with_the_program_is_there_without_an_event(empty: Base) -> None:
    known = concepts(empty)

    found = known.find("Gefängnis")
    assert (found.id, found.status, found.is_of_the_program, found.signed) == (PRISON, "open", True, frozenset())
    assert known.of_the_program("jail") == found
    assert known.listing(language="sq", unreviewed=True)[0]["unreviewed"] == [
        *("en", "de", "fr", "nl", "da", "no", "sr", "ar", "sq")
    ]


def test_a_concept_that_is_added_stands_beside_it(base: Base) -> None:
    base.record(SHELTER, ADDED)

    known = concepts(base)
    assert known.every[SHELTER] == KnownConcept(
        SHELTER,
        {"en": "night shelter", "de": "Notschlafstelle"},
        {"en": ("hostel",)},
        {"en": "A bed for a night"},
        frozenset({SETTING}),
    )
    assert [known.find(text).id for text in ("Hostel", "notschlafstelle", SHELTER, "concept-00000000-0")] == [
        SHELTER
    ] * 4
    assert SHELTER in [each["id"] for each in known.page(known.find("setting"))["narrower"]]
    assert base.queries(ANNA).titles([SHELTER]) == {SHELTER: "night shelter"}
    assert base.queries(ANNA).show(SHELTER)["alternatives"] == {"en": ["hostel"]}
    assert base.queries(ANNA).resolve("Notschlafstelle", "concept") == SHELTER


def test_steps_change_what_came_with_the_program(base: Base) -> None:
    before = concepts(base).every[PRISON]
    base.record(
        PRISON,
        ConceptSigned(language="en"),
        ConceptSigned(language="de"),
        ConceptLabelled(language="en", kind="preferred", label="clink"),
        ConceptLabelled(language="de", kind="alternative", label="Knast"),
        ConceptUnlabelled(language="en", label="jail"),
        ConceptUnlabelled(language="fr", label="prison"),
        ConceptNoted(language="en", note="Also custody"),
        ConceptNoted(language="de", note="Auch Haft"),
        ConceptNoted(language="de", note=""),
        ConceptRelated(other=COACHING, relation="related"),
        ConceptRelated(other=COACHING, relation="broader"),
        ConceptUnrelated(other=COACHING, relation="broader"),
        ConceptRelated(other=COACHING, relation="unheard of"),
        ConceptUnrelated(other=COACHING, relation="unheard of"),
        ConceptSigned(language="en"),
    )

    after = concepts(base).every[PRISON]
    assert (after.labels("en"), after.labels("de")[-1]) == (("clink", "prison", "penal institution"), "Knast")
    assert (after.labels("fr"), after.notes) == (before.labels("fr")[1:], {"en": "Also custody"})
    assert (after.broader, after.related) == (before.broader, frozenset({COACHING}))
    assert (after.signed, after.status, after.is_of_the_program) == (frozenset({"en"}), "open", True)
    assert concepts(base).of_the_program("clink") is None


def test_the_first_and_the_last_label_of_a_language_come_and_go(base: Base) -> None:
    base.record(
        SHELTER,
        ADDED,
        ConceptLabelled(language="en", kind="preferred", label="hostel"),
        ConceptUnlabelled(language="en", label="night shelter"),
        ConceptUnlabelled(language="de", label="Notschlafstelle"),
        ConceptLabelled(language="fr", kind="preferred", label="abri de nuit"),
    )

    found = concepts(base).every[SHELTER]
    assert (found.preferred, found.alternatives) == ({"en": "hostel", "fr": "abri de nuit"}, {})


def test_what_was_removed_is_not_listed_and_found_only_by_who_looks_for_it(base: Base) -> None:
    base.record(COACHING, ConceptRemoved(reason="Twice"))
    base.record(SHELTER, ADDED)
    base.record(SHELTER, ConceptRemoved(reason="Twice"), ConceptReopened())

    known = concepts(base)
    listed = [row["id"] for row in known.listing()]
    assert (COACHING in listed, SHELTER in listed, known.find("coaching").status) == (False, True, "removed")


def test_a_page_says_who_vouches_for_which_labels(base: Base) -> None:
    base.record(PRISON, ConceptSigned(language="en"))

    page = concepts(base).page(concepts(base).find("prison"))
    assert [(each["language"], each["actor_name"] != "") for each in page["signed"]] == [("en", True)]
    assert "en" not in page["unreviewed"]


def test_a_hidden_concept_is_not_there_for_others(base: Base) -> None:
    base.record(SHELTER, ADDED, visibility="private", by=BEA)

    known = concepts(base)
    assert (SHELTER in known.every, SHELTER in base.queries(BEA).concepts.every) == (False, True)
    for text in ("hostel", SHELTER, ""):
        with pytest.raises(Refused, match=f"There is no concept '{text}' that you may read; 'epex thesaurus list'"):
            known.find(text)
    assert [row for row in known.listing(language="en") if row["id"] == SHELTER] == []


def test_a_step_for_fewer_people_changes_nothing(base: Base) -> None:
    base.record(SHELTER, ADDED)
    base.record(SHELTER, ConceptLabelled(language="en", kind="alternative", label="den"), visibility="private", by=BEA)

    assert base.queries(BEA).concepts.every[SHELTER].labels("en") == ("night shelter", "hostel")


def test_a_beginning_that_fits_several_is_refused(base: Base) -> None:
    with pytest.raises(Refused, match="'concept-1' means several concepts: concept-1"):
        concepts(base).find("concept-1")
