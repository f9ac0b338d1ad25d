"""A peer review is asked of an outsider, agreed to by the owner, and written by the one who was asked."""

from dataclasses import replace

import pytest

from epex.core import element, review
from epex.core.decision import Actor, On, Refused
from epex.core.element import (
    Asked,
    Element,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.core.person import Person
from epex.core.review import Review, ReviewWritten
from tests.core.actors import ABROAD, COORDINATOR, EDITOR, EVALUATOR, HOME, PRACTITIONER, STRANGER, VISITOR

ID = "element-1"
SHARED = Element(ID, organisation=HOME.id, label="shared")
DRAFT = replace(SHARED, label="draft")
RETIRED = replace(SHARED, status="retired", label="retired")
REVIEWER = Person(VISITOR.person, ABROAD.id, frozenset({"practitioner"}))
ASKED = replace(SHARED, asked=frozenset({Asked("review-1", VISITOR.person, agreed=False)}))
AGREED = replace(SHARED, asked=frozenset({Asked("review-1", VISITOR.person, agreed=True)}))
TWO = replace(
    SHARED,
    asked=frozenset({Asked("review-1", VISITOR.person, agreed=False), Asked("review-2", "person-other", agreed=False)}),
)
OFFICE = replace(COORDINATOR, organisation="organisation-office")
DESK = replace(EDITOR, organisation="organisation-office")


@pytest.mark.parametrize(("by", "agreed"), [(PRACTITIONER, True), (COORDINATOR, True), (OFFICE, False), (DESK, False)])
def test_request_is_the_owners_agreement_only_when_the_owner_asks(by: Actor, *, agreed: bool) -> None:
    requested = review.request(SHARED, "review-1", REVIEWER, by=by, reason="She knows kitchens")

    event = ElementReviewRequested(
        review="review-1", reviewer=VISITOR.person, agreed=agreed, reason="She knows kitchens"
    )
    assert requested == [On(ID, event)]


@pytest.mark.parametrize("label", ["shared", "inspiring", "peer_reviewed"])
def test_request_is_open_from_shared_on(label: str) -> None:
    assert len(review.request(replace(SHARED, label=label), "review-1", REVIEWER, by=PRACTITIONER)) == 1


def test_request_takes_the_role_of_reviewer() -> None:
    reviewer = replace(REVIEWER, roles=frozenset({"reviewer"}))

    assert len(review.request(SHARED, "review-1", reviewer, by=PRACTITIONER)) == 1


@pytest.mark.parametrize(
    ("state", "reviewer", "by", "why"),
    [
        (SHARED, REVIEWER, VISITOR, "Only a coordinator or editor may work on an element of another organisation"),
        (RETIRED, REVIEWER, OFFICE, "The element is retired, so nobody can have it reviewed any more"),
        (DRAFT, REVIEWER, OFFICE, "The element is a draft; share it with 'epex element label' before"),
        (
            SHARED,
            replace(REVIEWER, organisation=HOME.id),
            OFFICE,
            "A peer review is written by somebody of another organisation; name another person",
        ),
        (
            SHARED,
            replace(REVIEWER, roles=frozenset({"editor"})),
            OFFICE,
            "A peer review is written by a reviewer or practitioner; name somebody with one of these roles",
        ),
        (ASKED, REVIEWER, OFFICE, "This person is asked already; wait for the review, or decline it first"),
        (AGREED, REVIEWER, OFFICE, "This person is asked already"),
    ],
)
def test_request_refuses_what_cannot_be(state: Element, reviewer: Person, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        review.request(state, "review-2", reviewer, by=by, seen=["review-1"])


@pytest.mark.parametrize("state", [SHARED, ASKED, AGREED], ids=["nobody asked", "asked", "agreed"])
def test_request_gets_the_same_answer_whatever_the_asker_may_not_know(state: Element) -> None:
    requested = review.request(state, "review-2", REVIEWER, by=DESK, seen=["review-of-another"])

    assert requested == [On(ID, ElementReviewRequested(review="review-2", reviewer=VISITOR.person, agreed=False))]


def test_who_was_asked_by_two_is_agreed_to_declined_and_writes_once() -> None:
    twice = replace(ASKED, asked=ASKED.asked | {Asked("review-0", VISITOR.person, agreed=False)})

    agreed = review.agree(twice, by=PRACTITIONER)
    declined = review.decline(twice, "No time", by=PRACTITIONER)
    half = replace(twice, asked=AGREED.asked | {Asked("review-0", VISITOR.person, agreed=False)})
    *written, over = review.write(half, "confirmed", "It holds.", by=VISITOR)

    why = {"reviewer": VISITOR.person, "reason": "No time"}
    assert agreed == [
        On(ID, ElementReviewAgreed(review=one, reviewer=VISITOR.person)) for one in ("review-0", "review-1")
    ]
    assert declined == [On(ID, ElementReviewDeclined(review=one, **why)) for one in ("review-0", "review-1")]
    assert [on.stream for on in written] == ["review-1", ID]
    twice_asked = {**why, "reason": "It was asked for twice, and is written as another review."}
    assert over == On(ID, ElementReviewDeclined(review="review-0", **twice_asked))


def test_agree_is_the_owners() -> None:
    agreed = review.agree(ASKED, by=PRACTITIONER)

    assert agreed == [On(ID, ElementReviewAgreed(review="review-1", reviewer=VISITOR.person))]


def test_agree_can_be_passed_on_by_a_coordinator_who_says_how_it_was_given() -> None:
    agreed = review.agree(ASKED, by=OFFICE, reason="Told me on the telephone")

    event = ElementReviewAgreed(review="review-1", reviewer=VISITOR.person, reason="Told me on the telephone")
    assert agreed == [On(ID, event)]


def test_agree_chooses_among_several() -> None:
    agreed = review.agree(TWO, "person-other", by=PRACTITIONER)

    assert agreed == [On(ID, ElementReviewAgreed(review="review-2", reviewer="person-other"))]


@pytest.mark.parametrize(
    ("state", "by", "why"),
    [
        (ASKED, VISITOR, "Only a coordinator may agree to a reviewer for the owner of the element"),
        (ASKED, DESK, "Only a coordinator may agree to a reviewer for the owner of the element"),
        (ASKED, EVALUATOR, "Only a coordinator may agree to a reviewer for the owner of the element"),
        (ASKED, OFFICE, "The reason, which has to say how the owner told you, is empty"),
        (SHARED, PRACTITIONER, "No such review waits for an agreement; 'epex element show' tells what was asked for"),
        (AGREED, PRACTITIONER, "No such review waits for an agreement"),
        (TWO, PRACTITIONER, "Several reviews are asked for; say whose you mean with --reviewer"),
        (
            replace(ASKED, status="retired"),
            PRACTITIONER,
            "The element is retired, so nobody can agree to a review of it",
        ),
    ],
)
def test_agree_refuses_what_cannot_be(state: Element, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        review.agree(state, by=by)


@pytest.mark.parametrize("by", [PRACTITIONER, OFFICE, VISITOR], ids=["owner", "coordinator", "reviewer"])
@pytest.mark.parametrize("state", [ASKED, AGREED], ids=["asked", "agreed"])
def test_decline_is_open_to_the_owner_and_to_the_one_who_was_asked(state: Element, by: Actor) -> None:
    declined = review.decline(state, "We compete for the same money", by=by)

    event = ElementReviewDeclined(review="review-1", reviewer=VISITOR.person, reason="We compete for the same money")
    assert declined == [On(ID, event)]


def test_decline_by_one_of_two_who_were_asked_means_ones_own() -> None:
    declined = review.decline(TWO, "No time", by=VISITOR)

    assert declined == [On(ID, ElementReviewDeclined(review="review-1", reviewer=VISITOR.person, reason="No time"))]


@pytest.mark.parametrize(
    ("state", "reason", "reviewer", "by", "why"),
    [
        (ASKED, " ", "", PRACTITIONER, "The reason is empty"),
        (ASKED, "No", "", STRANGER, "Only a coordinator may decline a reviewer for the owner of the element"),
        (TWO, "No", "person-other", VISITOR, "Only a coordinator may decline a reviewer for the owner"),
        (TWO, "No", "", PRACTITIONER, "Several reviews are asked for; say whose you mean with --reviewer"),
        (SHARED, "No", "", PRACTITIONER, "No such review is asked for; 'epex element show' tells"),
    ],
)
def test_decline_refuses_what_cannot_be(state: Element, reason: str, reviewer: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        review.decline(state, reason, reviewer, by=by)


def test_write_keeps_the_words_apart_from_what_all_are_told() -> None:
    written = review.write(AGREED, "confirmed", "We did it for a month.", by=VISITOR, review_by="2019-06 ")

    words = ReviewWritten(
        element=ID, owner=HOME.id, author=VISITOR.person, result="confirmed", text="We did it for a month."
    )
    assert written == [
        On("review-1", words),
        On(ID, ElementReviewed(review="review-1", result="confirmed", review_by="2019-06")),
    ]


def test_a_written_review_is_done() -> None:
    _, told = review.write(AGREED, "confirmed", "It holds.", by=VISITOR)

    after = element.evolve(AGREED, ID, told.event)  # type: ignore[arg-type]

    assert (after.label, after.asked) == ("peer_reviewed", frozenset())
    with pytest.raises(Refused, match=r"^Nobody asked you for a review of this element"):
        review.write(after, "revise", "On second thought.", by=VISITOR)


@pytest.mark.parametrize(
    ("state", "outcome", "text", "by", "why"),
    [
        (SHARED, "confirmed", "Good.", VISITOR, "Nobody asked you for a review of this element; 'epex element request"),
        (AGREED, "confirmed", "Good.", OFFICE, "Nobody asked you for a review of this element"),
        (ASKED, "confirmed", "Good.", VISITOR, "The owner has not agreed to you as the reviewer yet"),
        (
            AGREED,
            "splendid",
            "Good.",
            VISITOR,
            "'splendid' is not a known outcome; choose one of: confirmed, not_ready",
        ),
        (AGREED, "confirmed", " ", VISITOR, "The review is empty"),
        (
            AGREED,
            "confirmed",
            "Good.",
            replace(VISITOR, organisation=HOME.id),
            "You belong to the element's owner by now; decline the review",
        ),
        (
            replace(AGREED, status="merged"),
            "confirmed",
            "Good.",
            VISITOR,
            "The element is merged, so nobody can review it any more",
        ),
    ],
)
def test_write_refuses_what_cannot_be(state: Element, outcome: str, text: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        review.write(state, outcome, text, by=by)


def test_write_refuses_a_day_that_is_none() -> None:
    with pytest.raises(Refused, match=r"^'soon' is not a date"):
        review.write(AGREED, "confirmed", "Good.", by=VISITOR, review_by="soon")


def test_evolve_remembers_what_was_reviewed() -> None:
    written = ReviewWritten(element=ID, owner=HOME.id, result="revise", text="Say who pays.")

    assert review.evolve(None, "review-1", written) == Review("review-1", ID, "revise")
