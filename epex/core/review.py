"""A peer review of an element: asked for, agreed to by the owner, written by somebody else, and not published."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.element import (
    Asked,
    Element,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
    require_open,
    require_workable,
)
from epex.core.periods import parse_optional
from epex.core.person import Person
from epex.core.sealed import Text
from epex.core.vocabulary import REVIEW_OUTCOMES

REVIEWING = ("reviewer", "practitioner")
WRITTEN = "It was asked for twice, and is written as another review."


@dataclass(frozen=True, kw_only=True)
class ReviewWritten:
    """The words of a review, for its author and the owner of the element; the element itself tells only the outcome.

    They go with their author, when that person is erased.
    """

    type: ClassVar[str] = "review.written"
    sentence: ClassVar[str] = "wrote {it}"
    element: str
    owner: str
    author: str = ""
    result: str
    text: Text
    reason: Text = ""


ReviewEvent = ReviewWritten
Events = ReviewEvent


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of a review that was written."""

    id: str
    element: str = ""
    result: str = ""


def evolve(review: Review | None, stream: str, event: ReviewEvent) -> Review:
    """Apply one event."""
    match event:
        case ReviewWritten(element=element, result=result):
            return replace(review or Review(stream), element=element, result=result)
        case _:
            assert_never(event)


def request(
    element: Element, review: str, reviewer: Person, *, by: Actor, reason: str = "", seen: Collection[str] = ()
) -> list[On]:
    """Ask somebody of another organisation for a review; if the owner asks, that is its agreement.

    `seen` are the reviews that the actor may know of; whoever does not know that somebody is asked may ask once more.
    """
    require_workable(element, by, "have it reviewed")
    if element.label == "draft":
        raise Refused("The element is a draft; share it with 'epex element label' before somebody reviews it.")
    require_outsider(element, reviewer)
    if any(asked.reviewer == reviewer.id and asked.review in seen for asked in element.asked):
        raise Refused("This person is asked already; wait for the review, or decline it first.")
    agreed = by.organisation == element.organisation
    event = ElementReviewRequested(review=review, reviewer=reviewer.id, agreed=agreed, reason=reason)
    return [On(element.id, event)]


def agree(element: Element, reviewer: str = "", *, by: Actor, reason: str = "") -> list[On]:
    """Agree to a reviewer for the owner; a coordinator who passes the agreement on says how it was given."""
    require_open(element, "agree to a review of it")
    require_owner(element, by, "agree to a reviewer", reason)
    waiting = (each for each in element.asked if not each.agreed)
    return [
        On(element.id, ElementReviewAgreed(review=asked.review, reviewer=asked.reviewer, reason=reason))
        for asked in asked_of(waiting, reviewer, "waits for an agreement")
    ]


def decline(element: Element, reason: str, reviewer: str = "", *, by: Actor) -> list[On]:
    """Decline a reviewer for the owner, or step back from a review oneself; both say why."""
    require_text(reason, "reason")
    chosen = reviewer or (by.person if any(each.reviewer == by.person for each in element.asked) else "")
    if chosen != by.person:
        require_owner(element, by, "decline a reviewer", reason)
    return [
        On(element.id, ElementReviewDeclined(review=asked.review, reviewer=asked.reviewer, reason=reason))
        for asked in asked_of(element.asked, chosen, "is asked for")
    ]


def write(element: Element, outcome: str, text: str, *, by: Actor, review_by: str = "") -> list[On]:
    """Write the review that one was asked for: the words for the owner, the outcome for all."""
    require_open(element, "review it")
    own = sorted((each for each in element.asked if each.reviewer == by.person), key=lambda each: not each.agreed)
    if not own:
        raise Refused("Nobody asked you for a review of this element; 'epex element request-review' asks somebody.")
    asked, *others = own
    if not asked.agreed:
        raise Refused(
            "The owner has not agreed to you as the reviewer yet; it does so with 'epex element agree-review'."
        )
    if by.organisation == element.organisation:
        raise Refused("You belong to the element's owner by now; decline the review, so that somebody else is asked.")
    require_one_of(outcome, REVIEW_OUTCOMES, "outcome")
    require_text(text, "review")
    ends = {"element": element.id, "owner": element.organisation, "author": by.person}
    written = ReviewWritten(result=outcome, text=text, **ends)
    told = ElementReviewed(review=asked.review, result=outcome, review_by=parse_optional(review_by))
    over = (ElementReviewDeclined(review=one.review, reviewer=one.reviewer, reason=WRITTEN) for one in others)
    return [On(asked.review, written), On(element.id, told), *(On(element.id, one) for one in over)]


def require_outsider(element: Element, reviewer: Person) -> None:
    """Refuse a reviewer who belongs to the owner, or has no role that reviews."""
    if reviewer.organisation == element.organisation:
        raise Refused("A peer review is written by somebody of another organisation; name another person.")
    if reviewer.roles.isdisjoint(REVIEWING):
        raise Refused("A peer review is written by a reviewer or practitioner; name somebody with one of these roles.")


def require_owner(element: Element, by: Actor, act: str, reason: str) -> None:
    """Refuse to speak for the owner, unless a coordinator passes on what it said and tells how it was said."""
    if by.organisation != element.organisation:
        require_role(by, "coordinator", act=f"{act} for the owner of the element")
        require_text(reason, "reason, which has to say how the owner told you,")


def asked_of(asked: Iterable[Asked], reviewer: str, wanted: str) -> list[Asked]:
    """Find what one reviewer is asked for, perhaps by several people; they have to be named when there are others."""
    meant = sorted(each for each in asked if reviewer in ("", each.reviewer))
    if not meant:
        raise Refused(f"No such review {wanted}; 'epex element show' tells what was asked for.")
    if len({each.reviewer for each in meant}) > 1:
        raise Refused("Several reviews are asked for; say whose you mean with --reviewer.")
    return meant
