"""Concepts are added, labelled, related, signed and removed."""

from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from epex.core import concept
from epex.core.concept import (
    Concept,
    ConceptAdded,
    ConceptEvent,
    ConceptLabelled,
    ConceptNoted,
    ConceptRelated,
    ConceptRemoved,
    ConceptReopened,
    ConceptSigned,
    ConceptUnlabelled,
    ConceptUnrelated,
)
from epex.core.decision import Actor, On, Refused
from epex.core.thesaurus import KnownConcept
from tests.core.actors import COORDINATOR, EDITOR, PRACTITIONER, only

ID, OTHER, TOP = "concept-prison", "concept-jail", "concept-setting"
PRISON = KnownConcept(
    ID,
    {"en": "prison", "de": "Gefängnis"},
    {"en": ("jail", "gaol")},
    {"en": "Also custody on remand"},
    frozenset({TOP}),
    signed=frozenset({"de"}),
)
SETTING = KnownConcept(TOP, {"en": "setting"})
YARD = KnownConcept(OTHER, {"en": "prison yard"}, related=frozenset({TOP}))
KNOWN = {each.id: each for each in (PRISON, SETTING, YARD)}
GONE = replace(PRISON, status="removed")
EDITING = "Only a coordinator or editor may change the thesaurus; ask one of them to record it."


def known(*events: ConceptEvent) -> Concept:
    state = reduce(lambda before, event: concept.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def added(**told: Any) -> ConceptAdded:
    return ConceptAdded(**{"preferred": {"en": "night shelter"}, **told})


def test_add_brings_labels_into_one_form() -> None:
    told = added(
        preferred={"en": " night\nshelter "},
        alternatives={"en": ("hostel ", "hostel"), "de": ()},
        notes={"en": "A bed\nfor a night"},
        broader=(TOP, TOP, "concept-unknown"),
        related=(OTHER,),
    )

    assert concept.add("concept-new", told, KNOWN, by=EDITOR) == [
        On(
            "concept-new",
            ConceptAdded(
                preferred={"en": "night shelter"},
                alternatives={"en": ("hostel",)},
                notes={"en": "A bed for a night"},
                broader=(TOP, "concept-unknown"),
                related=(OTHER,),
            ),
        )
    ]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"preferred": {}}, "A concept needs a preferred label; give it one in a language of the network."),
        ({"preferred": {"en": " "}}, "The label '' in 'en' has no word in it; give it one."),
        ({"preferred": {"en": "a" * 101}}, "A label has at most 100 letters, and one in 'en' has 101; cut it."),
        (
            {"preferred": {"xx": "a"}},
            "'xx' is not a known language; choose one of: ar, da, de, en, fr, nl, no, sq, sr.",
        ),
        (
            {"preferred": {"en": "Prison"}},
            "'Prison' is the preferred label of another concept in 'en'; add to that one, or choose another label.",
        ),
        (
            {"alternatives": {"de": ("Heim",)}},
            "There is an alternative label in 'de' and no preferred one; give it a preferred label.",
        ),
        (
            {"alternatives": {"en": ("Night  Shelter",)}},
            "Two labels read alike in 'en'; leave one of them out.",
        ),
        ({"notes": {"en": " "}}, "The scope note is empty; give it a text."),
        (
            {"notes": {"en": "a" * 1001}},
            "A scope note has at most 1000 letters, and this one has 1001; cut it.",
        ),
        (
            {"broader": (TOP,), "related": (TOP,)},
            "'setting' is given as broader and as related; choose one of the two.",
        ),
        (
            {"broader": ("concept-unknown",), "related": ("concept-unknown",)},
            "concept-unknown is given as broader and as related; choose one of the two.",
        ),
    ],
)
def test_add_refuses_what_could_not_be_used(told: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.add("concept-new", added(**told), KNOWN, by=COORDINATOR)

    assert str(refused.value) == why


def test_add_refuses_to_name_what_was_removed() -> None:
    with pytest.raises(Refused, match=r"'prison' was removed; take it up again first, with 'epex thesaurus reopen'."):
        concept.add("concept-new", added(broader=(ID,)), {ID: GONE}, by=EDITOR)


@pytest.mark.parametrize("taken", [GONE, KnownConcept("concept-x", {"de": "night shelter"})])
def test_a_label_of_what_was_removed_or_of_another_language_is_free(taken: KnownConcept) -> None:
    label = {"en": "prison"} if taken is GONE else {"en": "night shelter"}

    assert only(concept.add("concept-new", added(preferred=label), {taken.id: taken}, by=EDITOR)).preferred == label


@pytest.mark.parametrize(
    ("words", "language", "preferred", "kind"),
    [
        ("clink", "en", False, "alternative"),
        ("clink", "en", True, "preferred"),
        ("jail", "en", True, "preferred"),
        ("Prison", "en", True, "preferred"),
        ("prison", "fr", False, "preferred"),
    ],
)
def test_label_is_preferred_where_it_is_said_or_the_first(
    words: str, language: str, *, preferred: bool, kind: str
) -> None:
    ons = concept.label(PRISON, words, language, KNOWN, by=EDITOR, preferred=preferred)

    assert ons == [On(ID, ConceptLabelled(language=language, kind=kind, label=words))]


@pytest.mark.parametrize(
    ("words", "preferred", "why"),
    [
        ("prison", True, "'prison' is a label of this concept already; give another one."),
        ("jail", False, "'jail' is a label of this concept already; give another one."),
        ("Jail", False, "'Jail' reads like a label of this concept; give another one."),
        ("-", False, "The label '-' in 'en' has no word in it; give it one."),
        (
            "setting",
            True,
            "'setting' is the preferred label of another concept in 'en'; add to that one, or choose another label.",
        ),
    ],
)
def test_label_refuses_what_is_there(words: str, *, preferred: bool, why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.label(PRISON, words, "en", KNOWN, by=EDITOR, preferred=preferred)

    assert str(refused.value) == why


@pytest.mark.parametrize(("words", "language"), [("jail", "en"), ("Gefängnis", "de")])
def test_unlabel_takes_an_alternative_or_the_last_of_a_language(words: str, language: str) -> None:
    ons = concept.unlabel(PRISON, words, language, by=EDITOR)

    assert ons == [On(ID, ConceptUnlabelled(language=language, label=words))]


@pytest.mark.parametrize(
    ("of", "words", "why"),
    [
        (PRISON, "clink", "This concept has no label 'clink' in 'en'; 'epex thesaurus show' lists its labels."),
        (PRISON, "prison", "'prison' is the preferred label in 'en'; give another one first, with --preferred."),
        (SETTING, "setting", "'setting' is the only label of this concept; take the concept out instead."),
    ],
)
def test_unlabel_leaves_a_preferred_label(of: KnownConcept, words: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.unlabel(of, words, "en", by=EDITOR)

    assert str(refused.value) == why


def test_note_is_written_and_taken_away() -> None:
    written = [concept.note(PRISON, words, "en", by=EDITOR) for words in ("Not\ncustody", "")]

    assert written == [
        [On(ID, ConceptNoted(language="en", note="Not custody"))],
        [On(ID, ConceptNoted(language="en", note=""))],
    ]


@pytest.mark.parametrize(
    ("words", "language", "why"),
    [
        ("Also custody on remand", "en", "This is the scope note already; there is nothing to do."),
        ("", "de", "The scope note is empty; give it a text."),
    ],
)
def test_note_refuses_what_says_nothing_new(words: str, language: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.note(PRISON, words, language, by=EDITOR)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("related", On(ID, ConceptRelated(other=OTHER, relation="related"))),
        ("broader", On(ID, ConceptRelated(other=OTHER, relation="broader"))),
        ("narrower", On(OTHER, ConceptRelated(other=ID, relation="broader"))),
    ],
)
def test_relate_tells_narrower_from_the_other_side(relation: str, expected: On) -> None:
    assert concept.relate(PRISON, YARD, relation, KNOWN, by=EDITOR) == [expected]


@pytest.mark.parametrize(
    ("one", "other", "relation", "why"),
    [
        (PRISON, PRISON, "related", "A concept is not related to itself; name another one."),
        (
            PRISON,
            SETTING,
            "related",
            "'setting' is broader already; take that back first, with 'epex thesaurus unrelate'.",
        ),
        (
            SETTING,
            PRISON,
            "related",
            "'prison' is narrower already; take that back first, with 'epex thesaurus unrelate'.",
        ),
        (
            SETTING,
            YARD,
            "broader",
            "'prison yard' is related already; take that back first, with 'epex thesaurus unrelate'.",
        ),
        (PRISON, SETTING, "like", "'like' is not a known relation; choose one of: broader, narrower, related."),
    ],
)
def test_relate_refuses_what_is_related(one: KnownConcept, other: KnownConcept, relation: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.relate(one, other, relation, KNOWN, by=EDITOR)

    assert str(refused.value) == why


def test_relate_refuses_a_circle_by_way_of_others() -> None:
    cell = KnownConcept("concept-cell", broader=frozenset({ID, "concept-unknown"}))
    wing = KnownConcept("concept-wing", broader=frozenset({cell.id, ID}))

    with pytest.raises(Refused, match="concept-wing is narrower already, by way of others; name them the other way"):
        concept.relate(SETTING, wing, "broader", {**KNOWN, cell.id: cell, wing.id: wing}, by=EDITOR)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (PRISON, SETTING, On(ID, ConceptUnrelated(other=TOP, relation="broader"))),
        (SETTING, PRISON, On(ID, ConceptUnrelated(other=TOP, relation="broader"))),
        (SETTING, YARD, On(OTHER, ConceptUnrelated(other=TOP, relation="related"))),
    ],
)
def test_unrelate_finds_which_of_both_says_so(one: KnownConcept, other: KnownConcept, expected: On) -> None:
    assert concept.unrelate(one, other, by=EDITOR) == [expected]


def test_unrelate_refuses_what_is_not_related() -> None:
    with pytest.raises(Refused, match="'prison yard' is not related to this concept; 'epex thesaurus show' lists what"):
        concept.unrelate(PRISON, YARD, by=EDITOR)


@pytest.mark.parametrize(("spoken", "by"), [(["en"], PRACTITIONER), ([], COORDINATOR)])
def test_sign_is_for_who_works_in_the_language_or_coordinates(spoken: list[str], by: Actor) -> None:
    assert concept.sign(PRISON, "en", spoken, by=by) == [On(ID, ConceptSigned(language="en"))]


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("fr", "'prison' has no label in 'fr'; give it one: 'epex thesaurus label'."),
        ("de", "The labels of 'prison' in 'de' are signed already; there is nothing to do."),
    ],
)
def test_sign_refuses_where_there_is_nothing_to_sign(language: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        concept.sign(PRISON, language, [language], by=PRACTITIONER)

    assert str(refused.value) == why


def test_sign_refuses_who_does_not_work_in_the_language() -> None:
    with pytest.raises(Refused, match="Only a coordinator may sign for 'en' without an organisation that works in it"):
        concept.sign(PRISON, "en", ["de"], by=EDITOR)


def test_remove_and_reopen_turn_the_status() -> None:
    assert concept.remove(PRISON, "Twice", by=EDITOR) == [On(ID, ConceptRemoved(reason="Twice"))]
    assert concept.reopen(GONE, {ID: GONE}, by=EDITOR) == [On(ID, ConceptReopened())]


def test_remove_wants_a_reason() -> None:
    with pytest.raises(Refused, match="The reason is empty; give it a text"):
        concept.remove(PRISON, " ", by=EDITOR)


def test_reopen_refuses_what_is_there_and_a_label_that_is_taken() -> None:
    taken = KnownConcept("concept-new", {"en": "prison"})

    for of, everything, why in ((PRISON, KNOWN, "was not removed"), (GONE, {taken.id: taken}, "of another concept")):
        with pytest.raises(Refused, match=why):
            concept.reopen(of, everything, by=EDITOR)


@pytest.mark.parametrize(
    "decide",
    [
        lambda of, by: concept.label(of, "clink", "en", KNOWN, by=by),
        lambda of, by: concept.unlabel(of, "jail", "en", by=by),
        lambda of, by: concept.note(of, "Not custody", "en", by=by),
        lambda of, by: concept.relate(of, YARD, "related", KNOWN, by=by),
        lambda of, by: concept.relate(YARD, of, "related", KNOWN, by=by),
        lambda of, by: concept.unrelate(of, SETTING, by=by),
        lambda of, by: concept.remove(of, "Twice", by=by),
    ],
)
def test_only_coordinators_and_editors_change_what_was_not_removed(decide: Any) -> None:
    for of, by, why in (
        (PRISON, PRACTITIONER, EDITING),
        (GONE, EDITOR, "'prison' was removed; take it up again first"),
    ):
        with pytest.raises(Refused, match=why):
            decide(of, by)


@pytest.mark.parametrize(
    "decide",
    [
        lambda: concept.add(ID, added(), {}, by=PRACTITIONER),
        lambda: concept.reopen(GONE, {}, by=PRACTITIONER),
    ],
)
def test_only_coordinators_and_editors_add_and_reopen(decide: Any) -> None:
    with pytest.raises(Refused, match=EDITING):
        decide()


def test_every_step_counts_and_a_changed_label_undoes_the_signature() -> None:
    signed = known(added(), ConceptSigned(language="en"))
    labelled = known(added(), ConceptSigned(language="en"), ConceptLabelled(language="en", kind="preferred", label="x"))
    kept = known(added(), ConceptSigned(language="en"), ConceptUnlabelled(language="de", label="x"))
    near = known(
        ConceptNoted(language="en", note="x"),
        ConceptRelated(other=TOP, relation="broader"),
        ConceptUnrelated(other=TOP, relation="broader"),
    )

    assert (signed, labelled) == (Concept(ID, signed=frozenset({"en"}), steps=2), Concept(ID, steps=3))
    assert (kept, near) == (Concept(ID, signed=frozenset({"en"}), steps=3), Concept(ID, steps=3))
    assert known(added(), ConceptRemoved()) == Concept(ID, "removed", steps=2)
    assert known(added(), ConceptRemoved(), ConceptReopened()) == Concept(ID, steps=3)
