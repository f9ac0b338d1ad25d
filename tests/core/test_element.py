"""An element of practice is its organisation's to describe, and everybody's to bear witness to."""

from dataclasses import replace
from functools import reduce
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core import element
from epex.core.decision import Actor, On, Refused
from epex.core.element import (
    Asked,
    Element,
    ElementAbsorbed,
    ElementConditionNoted,
    ElementDescribed,
    ElementEvent,
    ElementEvidenceLinked,
    ElementEvidenceUnlinked,
    ElementIdentified,
    ElementLabelled,
    ElementMerged,
    ElementReopened,
    ElementRetired,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.core.evidence import Link, Passage, Place, passage_hash
from epex.core.ladder import LADDER
from tests.core.actors import ABROAD, COORDINATOR, EDITOR, EVALUATOR, HOME, PRACTITIONER, STRANGER, VISITOR, only

ID = "element-1"
IDENTIFIED = ElementIdentified(name="Kitchen table", core="Meet parents where they live.", organisation=HOME.id)
DRAFT = Element(ID, HOME.id)
SHARED = replace(DRAFT, label="shared")
INSPIRING = replace(DRAFT, label="inspiring")
PEER_REVIEWED = replace(DRAFT, label="peer_reviewed")
MERGED = replace(DRAFT, status="merged")
RETIRED = replace(DRAFT, status="retired", label="retired")
OTHER = Element("element-2", HOME.id)
FOREIGN = Element("element-3", ABROAD.id)
PASSAGE = Passage("reflection-1", 2, 10, 23, "kitchen table")

LINKED = (
    ElementEvidenceLinked(source="visit-1", stance="supports"),
    ElementEvidenceLinked(source="reflection-1", stance="supports", **PASSAGE.fields()),
    ElementEvidenceLinked(
        source="reflection-1", stance="nuances", **Passage("reflection-1", 2, 30, 35, "quiet").fields()
    ),
)

STEPS = {
    "describe": lambda state, by: element.describe(state, ElementDescribed(risks="Neighbours watch"), by=by),
    "note a condition on": lambda state, by: element.note_condition(state, "A car", by=by),
    "label": lambda state, by: element.label(state, "shared", by=by),
    "merge": lambda state, by: element.merge(state, OTHER, "The same thing", by=by),
    "retire": lambda state, by: element.retire(state, "Given up", by=by),
}


def known(*events: ElementEvent) -> Element:
    state = reduce(lambda before, event: element.evolve(before, ID, event), events, None)
    assert state is not None
    return state


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, EDITOR])
def test_identify_is_open_to_the_owner_the_coordinator_and_the_editor(by: Actor) -> None:
    assert element.identify(ID, IDENTIFIED, by=by) == [On(ID, IDENTIFIED)]


def test_identify_keeps_the_whole_description() -> None:
    full = replace(
        IDENTIFIED,
        language="de",
        setting="family_counselling",
        steps=("Ring", "Come by", "Sit down"),
        since=" 2009 ",
        evidence_level="observed",
    )

    identified = element.identify(ID, full, by=PRACTITIONER)

    assert identified == [On(ID, replace(full, since="2009"))]


@pytest.mark.parametrize("by", [VISITOR, STRANGER])
def test_identify_is_refused_to_other_organisations(by: Actor) -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator or editor may identify an element of another organisation"):
        element.identify(ID, IDENTIFIED, by=by)


@pytest.mark.parametrize(
    ("identified", "why"),
    [
        (replace(IDENTIFIED, organisation=""), "The organisation is empty"),
        (replace(IDENTIFIED, name=" "), "The element's name is empty"),
        (replace(IDENTIFIED, core=""), "The sentence that says the core is empty"),
        (replace(IDENTIFIED, language="tlh"), "'tlh' is not a known language"),
        (replace(IDENTIFIED, setting="circus"), "'circus' is not a known setting"),
        (replace(IDENTIFIED, evidence_level="rumour"), "'rumour' is not a known evidence level"),
        (replace(IDENTIFIED, since="long ago"), "'long ago' is not a date"),
    ],
)
def test_identify_refuses_what_cannot_be(identified: ElementIdentified, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.identify(ID, identified, by=COORDINATOR)


def test_describe_changes_only_what_it_names() -> None:
    described = element.describe(DRAFT, ElementDescribed(since="2009-03 ", setting=""), by=PRACTITIONER)

    assert described == [On(ID, ElementDescribed(since="2009-03", setting=""))]


@pytest.mark.parametrize(
    ("described", "why"),
    [
        (ElementDescribed(), "The description changes nothing; give at least one field"),
        (ElementDescribed(name=""), "The element's name is empty"),
        (ElementDescribed(core=" "), "The sentence that says the core is empty"),
        (ElementDescribed(language=""), "'' is not a known language"),
        (ElementDescribed(evidence_level=""), "'' is not a known evidence level"),
    ],
)
def test_describe_refuses_what_cannot_be(described: ElementDescribed, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.describe(DRAFT, described, by=PRACTITIONER)


def test_note_condition_is_open_to_a_visitor_who_saw_it_lacking() -> None:
    noted = element.note_condition(DRAFT, "Two nights before the visit.", by=VISITOR)

    assert noted == [On(ID, ElementConditionNoted(text="Two nights before the visit."))]


@pytest.mark.parametrize("step", sorted(set(STEPS) - {"note a condition on"}))
def test_step_is_refused_to_other_organisations(step: str) -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator or editor may work on an element of another organisation"):
        STEPS[step](DRAFT, VISITOR)


@pytest.mark.parametrize("state", [MERGED, RETIRED], ids=["merged", "retired"])
@pytest.mark.parametrize("step", STEPS)
def test_step_is_refused_on_an_element_that_has_ended(step: str, state: Element) -> None:
    why = f"^The element is {state.status}, so nobody can {step} it any more; use one that is open"

    with pytest.raises(Refused, match=why):
        STEPS[step](state, COORDINATOR)


@pytest.mark.parametrize("by", [VISITOR, COORDINATOR, EDITOR])
def test_link_is_open_to_every_practitioner_and_keeps_contradictions(by: Actor) -> None:
    linked = element.link(DRAFT, "visit-1", "contradicts", by=by, note="Fathers never sat down")

    assert linked == [
        On(ID, ElementEvidenceLinked(source="visit-1", stance="contradicts", note="Fathers never sat down"))
    ]


def test_link_takes_the_passage_over() -> None:
    linked = element.link(DRAFT, "reflection-1", "supports", by=VISITOR, passage=PASSAGE)

    event = ElementEvidenceLinked(
        source="reflection-1",
        stance="supports",
        document="reflection-1",
        document_version=2,
        start=10,
        end=23,
        quote="kitchen table",
        passage_hash=passage_hash("kitchen table"),
    )
    assert linked == [On(ID, event)]


def test_link_takes_another_passage_of_evidence_that_is_linked() -> None:
    state = known(IDENTIFIED, ElementEvidenceLinked(source="reflection-1", stance="supports"))

    linked = element.link(state, "reflection-1", "nuances", by=VISITOR, passage=PASSAGE)

    assert len(linked) == 1


def test_link_refuses_the_same_evidence_without_a_passage() -> None:
    state = known(IDENTIFIED, ElementEvidenceLinked(source="reflection-1", stance="supports"))

    with pytest.raises(Refused, match=r"^This evidence is linked already; quote a passage of it to say more"):
        element.link(state, "reflection-1", "supports", by=VISITOR)


@pytest.mark.parametrize(
    ("state", "source", "stance", "by", "why"),
    [
        (DRAFT, "visit-1", "supports", EVALUATOR, "Only a coordinator or practitioner or editor may link evidence"),
        (RETIRED, "visit-1", "supports", VISITOR, "The element is retired, so nobody can link evidence to it any more"),
        (DRAFT, "visit-1", "applauds", VISITOR, "'applauds' is not a known stance"),
        (DRAFT, "element-2", "supports", VISITOR, "An element rests on what people saw and said; link a reflection"),
    ],
)
def test_link_refuses_what_cannot_be(state: Element, source: str, stance: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.link(state, source, stance, by=by)


def test_note_condition_keeps_the_words() -> None:
    noted = element.note_condition(DRAFT, "A telephone that is answered at night", by=EDITOR)

    assert noted == [On(ID, ElementConditionNoted(text="A telephone that is answered at night"))]


def test_note_condition_refuses_an_empty_one() -> None:
    with pytest.raises(Refused, match=r"^The condition is empty"):
        element.note_condition(DRAFT, "", by=PRACTITIONER)


@pytest.mark.parametrize(
    ("state", "label", "reason"),
    [
        (DRAFT, "shared", ""),
        (SHARED, "inspiring", "Three visitors took it home"),
        (INSPIRING, "shared", "Two of them gave it up"),
        (SHARED, "draft", "The description is of another service"),
        (PEER_REVIEWED, "inspiring", "The house that it was reviewed in has closed"),
    ],
)
def test_label_moves_one_step(state: Element, label: str, reason: str) -> None:
    (labelled,) = element.label(state, label, by=PRACTITIONER, reason=reason)

    assert labelled == On(ID, ElementLabelled(label=label, reason=reason))
    assert element.evolve(state, ID, only([labelled])) == replace(state, label=label)


@pytest.mark.parametrize(
    ("state", "label", "why"),
    [
        (DRAFT, "inspiring", "The element is labelled draft; go one step at a time, to shared"),
        (DRAFT, "draft", "The element is labelled draft; go one step at a time, to shared"),
        (SHARED, "shared", "The element is labelled shared; go one step at a time, to draft or inspiring"),
        (INSPIRING, "draft", "The element is labelled inspiring; go one step at a time, to shared"),
        (INSPIRING, "peer_reviewed", "Only a peer review gives this label; ask for one with 'epex element request-"),
        (PEER_REVIEWED, "shared", "The element is labelled peer reviewed; go one step at a time, to inspiring"),
        (SHARED, "retired", "Retiring is not a label; use 'epex element retire' and say why"),
        (SHARED, "brilliant", "'brilliant' is not a known label"),
        (SHARED, "inspiring", "The reason is empty"),
        (SHARED, "draft", "The reason is empty"),
    ],
)
def test_label_refuses_what_cannot_be(state: Element, label: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.label(state, label, by=PRACTITIONER)


def test_merge_tells_both_elements() -> None:
    merged = element.merge(DRAFT, OTHER, "Two names for one thing", by=PRACTITIONER)

    assert merged == [
        On(ID, ElementMerged(into="element-2", reason="Two names for one thing")),
        On("element-2", ElementAbsorbed(merged=ID, evidence=())),
    ]


def test_merge_across_organisations_is_the_editors() -> None:
    merged = element.merge(DRAFT, FOREIGN, "One thing", by=EDITOR)

    assert [on.stream for on in merged] == [ID, "element-3"]


@pytest.mark.parametrize(
    ("into", "reason", "why"),
    [
        (DRAFT, "The same", "An element cannot be merged into itself; name another element with --into"),
        (FOREIGN, "The same", "Only a coordinator or editor may work on an element of another organisation"),
        (
            replace(OTHER, status="retired"),
            "The same",
            "The element is retired, so nobody can merge another one into it",
        ),
        (replace(OTHER, status="merged"), "The same", "The element is merged, so nobody can merge another one into it"),
        (OTHER, "", "The reason is empty"),
    ],
)
def test_merge_refuses_what_cannot_be(into: Element, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.merge(DRAFT, into, reason, by=PRACTITIONER)


def test_retire_says_why() -> None:
    assert element.retire(DRAFT, "Nobody does it now", by=EDITOR) == [
        On(ID, ElementRetired(reason="Nobody does it now"))
    ]


def test_retire_needs_a_reason() -> None:
    with pytest.raises(Refused, match=r"^The reason is empty"):
        element.retire(DRAFT, " ", by=PRACTITIONER)


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, EDITOR])
def test_reopen_takes_a_retired_element_up_again_as_a_draft(by: Actor) -> None:
    reopened = element.reopen(RETIRED, "Two of us walk again", by=by)

    assert reopened == [On(ID, ElementReopened(reason="Two of us walk again"))]
    assert element.evolve(RETIRED, ID, only(reopened)) == DRAFT


@pytest.mark.parametrize(
    ("state", "reason", "by", "why"),
    [
        (SHARED, "Again", PRACTITIONER, "The element is open already; 'epex element describe' and 'link' work on it"),
        (MERGED, "Again", PRACTITIONER, "The element was merged into another one; work on the one that went on"),
        (RETIRED, " ", PRACTITIONER, "The reason is empty"),
        (RETIRED, "Again", VISITOR, "Only a coordinator or editor may work on an element of another organisation"),
    ],
)
def test_reopen_refuses_what_cannot_be(state: Element, reason: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.reopen(state, reason, by=by)


def test_what_is_refused_on_a_retired_element_says_how_to_take_it_up_again() -> None:
    with pytest.raises(Refused, match="use one that is open, or take it up again with 'epex element reopen'"):
        element.note_condition(RETIRED, "A car", by=PRACTITIONER)


def test_label_goes_down_from_a_peer_review_with_a_reason() -> None:
    lowered = element.label(PEER_REVIEWED, "inspiring", by=PRACTITIONER, reason="It has changed since")

    assert lowered == [On(ID, ElementLabelled(label="inspiring", reason="It has changed since"))]


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (ElementDescribed(risks="None"), DRAFT),
        (ElementConditionNoted(text="A car"), DRAFT),
        (ElementAbsorbed(merged="element-2"), DRAFT),
        (
            ElementEvidenceLinked(source="visit-1", stance="supports"),
            replace(DRAFT, links=frozenset({Link("visit-1")})),
        ),
        (ElementMerged(into="element-2", reason="The same"), MERGED),
        (ElementRetired(reason="Given up"), RETIRED),
        (ElementReopened(reason="Taken up"), DRAFT),
    ],
)
def test_event_changes_what_decisions_need(event: ElementEvent, state: Element) -> None:
    assert known(IDENTIFIED, event) == state


@given(st.lists(st.sampled_from(LADDER), max_size=10))
def test_labels_that_are_allowed_never_skip_a_step(labels: list[str]) -> None:
    state = DRAFT
    heights = [0]
    for label in labels:
        if abs(LADDER.index(label) - heights[-1]) == 1:
            (labelled,) = element.label(state, label, by=PRACTITIONER, reason="Seen again")
            state = element.evolve(state, ID, only([labelled]))
        heights.append(LADDER.index(state.label))

    assert all(abs(after - before) <= 1 for before, after in pairwise(heights))


def test_link_refuses_a_passage_that_is_linked_already() -> None:
    passage = Passage("reflection-1", 1, 0, 5, "Trust")
    state = element.evolve(
        DRAFT, ID, only(element.link(DRAFT, "reflection-1", "supports", by=PRACTITIONER, passage=passage))
    )

    with pytest.raises(Refused, match="This passage is linked already"):
        element.link(state, "reflection-1", "supports", by=VISITOR, passage=passage)


def test_label_and_describe_say_when_to_look_again() -> None:
    labelled = element.label(DRAFT, "shared", by=PRACTITIONER, review_by="2018-06 ")
    described = element.describe(DRAFT, ElementDescribed(review_by="2019"), by=PRACTITIONER)

    assert labelled == [On(ID, ElementLabelled(label="shared", review_by="2018-06"))]
    assert described == [On(ID, ElementDescribed(review_by="2019"))]


@pytest.mark.parametrize("review_by", ["soon", "2018-13"])
def test_a_day_to_look_again_that_is_no_date_is_refused(review_by: str) -> None:
    with pytest.raises(Refused, match=f"^'{review_by}' is not a date; write it as"):
        element.label(DRAFT, "shared", by=PRACTITIONER, review_by=review_by)
    with pytest.raises(Refused, match=f"^'{review_by}' is not a date; write it as"):
        element.describe(DRAFT, ElementDescribed(review_by=review_by), by=PRACTITIONER)


ASKED = ElementReviewRequested(review="review-1", reviewer="person-visitor")
OTHERWISE = ElementReviewRequested(review="review-2", reviewer="person-other", agreed=True)


@pytest.mark.parametrize(
    ("event", "asked", "label"),
    [
        (ASKED, {("review-1", "person-visitor", False), ("review-2", "person-other", True)}, "draft"),
        (
            ElementReviewAgreed(review="review-1", reviewer="person-visitor"),
            {("review-1", "person-visitor", True), ("review-2", "person-other", True)},
            "draft",
        ),
        (
            ElementReviewDeclined(review="review-1", reviewer="person-visitor", reason="Too near"),
            {("review-2", "person-other", True)},
            "draft",
        ),
        (
            ElementReviewed(review="review-1", result="confirmed"),
            {("review-2", "person-other", True)},
            "peer_reviewed",
        ),
    ],
)
def test_event_of_a_review_changes_who_is_asked(event: ElementEvent, asked: set[Asked], label: str) -> None:
    state = known(IDENTIFIED, OTHERWISE, ASKED, event)

    assert (set(state.asked), state.label) == (asked, label)


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR])
def test_unlink_takes_back_all_that_was_linked_of_a_source(by: Actor) -> None:
    state = known(IDENTIFIED, *LINKED)

    (taken,) = element.unlink(state, "reflection-1", "It speaks of another house", by=by)

    assert taken == On(ID, ElementEvidenceUnlinked(source="reflection-1", reason="It speaks of another house"))
    assert element.evolve(state, ID, taken.event).evidence == {"visit-1"}  # type: ignore[arg-type]


def test_whoever_linked_evidence_takes_it_back() -> None:
    linked_by = {VISITOR.person}

    taken = element.unlink(known(IDENTIFIED, *LINKED), "visit-1", "Another house", by=VISITOR, linked_by=linked_by)

    assert taken == [On(ID, ElementEvidenceUnlinked(source="visit-1", reason="Another house"))]


def test_what_others_linked_too_or_what_came_with_a_merge_is_not_ones_own() -> None:
    state = known(IDENTIFIED, *LINKED)
    taken_over = replace(state, taken=frozenset({"visit-1"}))

    for grounds, linked_by in (
        (state, {VISITOR.person, PRACTITIONER.person}),
        (state, set[str]()),
        (taken_over, {VISITOR.person}),
    ):
        with pytest.raises(Refused, match="Only a coordinator or editor may unlink evidence that others linked"):
            element.unlink(grounds, "visit-1", "Another house", by=VISITOR, linked_by=linked_by)


def test_unlink_takes_back_one_passage_and_keeps_another() -> None:
    state = known(IDENTIFIED, *LINKED)

    (taken,) = element.unlink(state, "reflection-1", "Misread", by=EDITOR, place=PASSAGE.place)

    kept = element.evolve(state, ID, taken.event).links  # type: ignore[arg-type]
    assert kept == {Link("visit-1"), Link("reflection-1", "reflection-1", 2, 30, 35, "nuances")}


@pytest.mark.parametrize(
    ("state", "source", "place", "reason", "by", "why"),
    [
        (DRAFT, "visit-1", None, "Wrong", COORDINATOR, "This evidence is not linked to the element; 'epex element"),
        (DRAFT, "visit-1", None, "Wrong", PRACTITIONER, "Only a coordinator or editor may unlink evidence"),
        (RETIRED, "visit-1", None, "Wrong", EDITOR, "The element is retired, so nobody can unlink evidence from it"),
        (DRAFT, "visit-1", None, " ", EDITOR, "The reason is empty"),
    ],
)
def test_unlink_refuses_what_cannot_be(
    state: Element, source: str, place: Place | None, reason: str, by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        element.unlink(state, source, reason, by=by, place=place)


def test_unlink_refuses_a_passage_that_is_not_linked() -> None:
    with pytest.raises(Refused, match=r"^This passage is not linked to the element; 'epex element show' lists those"):
        element.unlink(known(IDENTIFIED, *LINKED), "visit-1", "Wrong", by=EDITOR, place=PASSAGE.place)


def test_merge_takes_the_evidence_along() -> None:
    _, absorbed = element.merge(known(IDENTIFIED, *LINKED), OTHER, "One thing", by=PRACTITIONER)

    heir = element.evolve(OTHER, OTHER.id, absorbed.event)  # type: ignore[arg-type]

    assert heir.sources == known(IDENTIFIED, *LINKED).sources
    with pytest.raises(Refused, match=r"^This evidence is linked already"):
        element.link(heir, "visit-1", "supports", by=PRACTITIONER)
