"""Reviews wait for the owner's agreement, then for their writer, and for nobody else."""

from typing import Any

from epex.core.decision import Actor
from epex.core.element import (
    ElementMerged,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.projections.duties.reviews import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, Base

OWNERS: dict[str, Any] = {"visibility": "organisation", "audience": "organisation-north"}
ASKED = ElementReviewRequested(review="review-tea", reviewer="person-bea")
AGREED = ElementReviewAgreed(review="review-tea", reviewer="person-bea")


def waiting(base: Base, actor: Actor) -> list[tuple[str, str, str]]:
    reading = Reading(base.views, reader_of(base.views, actor.person))
    return [(duty.heading, duty.title, duty.command) for duty in duties(reading, "2018-01-01")]


def test_the_owner_has_to_agree_first(base: Base) -> None:
    base.record("element-tea", ASKED, **OWNERS)

    assert waiting(base, ANNA) == [
        ("Reviewers to agree to", "Review of Tea first, by Bea", "element agree-review element-tea")
    ]
    assert [waiting(base, actor) for actor in (BEA, CLEO, DORA)] == [[], [], []]


def test_then_the_reviewer_writes(base: Base) -> None:
    base.record("element-tea", ASKED, AGREED, **OWNERS)

    assert waiting(base, BEA) == [
        ("Reviews to write", "Review of Tea first", "element review element-tea --outcome OUTCOME")
    ]
    assert [waiting(base, actor) for actor in (ANNA, CLEO, DORA)] == [[], [], []]


def test_nothing_waits_once_it_is_declined_or_written_or_the_element_has_ended(base: Base) -> None:
    declined = ElementReviewDeclined(review="review-tea", reviewer="person-bea", reason="No time")
    base.record("element-tea", ASKED, declined, **OWNERS)
    other = ElementReviewRequested(review="review-two", reviewer="person-bea", agreed=True)
    base.record("element-tea", other, **OWNERS)
    before = waiting(base, BEA)

    base.record("element-tea", ElementMerged(into="element-cup", reason="Same"))

    assert len(before) == 1
    assert [waiting(base, actor) for actor in (ANNA, BEA)] == [[], []]


def test_a_review_that_was_told_of_waits_no_longer_for_its_writer(base: Base) -> None:
    base.record("element-tea", ASKED, AGREED, **OWNERS)
    base.record("element-tea", ElementReviewed(review="review-tea", result="confirmed"), by=BEA, **OWNERS)

    assert waiting(base, BEA) == []
