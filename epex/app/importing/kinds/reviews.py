"""Rows of peer reviews: asked for, agreed to, and written by whoever imports them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import NAMED, Column, Unfit, code, date, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Circle, Course, Dated, Kind, Values
from epex.core import review
from epex.core.decision import Actor
from epex.core.element import (
    Element,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.core.log.envelope import Fact
from epex.core.review import ReviewWritten
from epex.core.vocabulary import REVIEW_OUTCOMES

STATUSES = ("asked", "agreed", "declined", "written")
WORDS = ("outcome", "text", "review_by")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Ask for it, and take every step up to its status."""
    element, reviewer = ground.state(values["element"]), ground.state(values["reviewer"])
    said = ("review", element.id, reviewer.id)
    asking = writing = ground.by
    if ground.is_again:
        # What was recorded is only told again, whoever may record it now, and whatever came after it.
        element = replace(element, status="open", label="shared", asked=frozenset())
        reviewer = replace(reviewer, organisation="", roles=frozenset(review.REVIEWING))
        is_owner = ground.by.organisation == element.organisation
        asking = ground.by if is_owner else Actor(ground.by.person, roles=frozenset({"coordinator"}))
        writing = Actor(values["reviewer"])
    elif known := _standing(element, reviewer.id, ground.earlier(said), ground):
        raise Unfit("id", f"This person is asked already; give the row the id {known}, and add --revise.")
    course, given = Course(element.id, element), {"reason": "as before", **values} if ground.is_again else values
    course.take(review.request(element, stream, reviewer, by=asking, reason=given.get("reason", "")))
    _go_on(course, stream, given, asking, writing)
    ground.keep(said, stream)
    return course.steps


def _standing(element: Element, reviewer: str, earlier: str, ground: Ground) -> str:
    """Name the review that somebody is asked for already, if the importer may know of it."""
    seen = {earlier, *(row["id"] for row in ground.rows("review"))}
    return next((one.review for one in element.asked if one.reviewer == reviewer and one.review in seen), "")


def revise(state: Any, change: Change, ground: Ground) -> Sequence[Dated]:  # noqa: ARG001 - the element knows
    """Take the steps that are left."""
    element: Element = ground.state(change.row["element"])
    if not any(asked.review == change.stream for asked in element.asked):
        raise Unfit("status", "This review is over, so nothing is added to it; ask for another one.")
    course = Course(element.id, element)
    _go_on(course, change.stream, change.row, ground.by, ground.by)
    return course.steps


def lies(stream: str, values: Values, ground: Ground) -> Sequence[Fact]:
    """List what its element tells of it."""
    return [fact for fact in ground.facts(values["element"]) if getattr(fact.event, "review", "") == stream]


def circle(values: Values, ground: Ground) -> Circle:
    """Let nobody but the owner of the element and who records it read it."""
    return Circle("organisation", ground.state(values["element"]).organisation)


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell how far it came, and what was written."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case ElementReviewRequested(reviewer=reviewer, agreed=agreed):
                said |= {"reviewer": reviewer, "status": "agreed" if agreed else "asked"}
            case ElementReviewAgreed():
                said["status"] = "agreed"
            case ElementReviewDeclined():
                said["status"] = "declined"
            case ElementReviewed(result=result, review_by=review_by):
                said |= {"status": "written", "outcome": result, "review_by": review_by}
            case ReviewWritten(text=text):
                said["text"] = text
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ARG001 - as all kinds
    """Give the reason of the last step, and its day."""
    steps = shown.get("steps", ())
    reasons = [step["reason"] for step in steps if step.get("reason")]
    days = [step["occurred_on"] for step in steps[1:]]
    return {**shown, "reason": "".join(reasons[-1:]), "answered_on": "".join(days[-1:])}


def _go_on(course: Course, stream: str, values: Values, asking: Actor, writing: Actor) -> None:
    written = [name for name in WORDS if name in values]
    status = values.get("status") or ("written" if written else "asked")
    if written and status != "written":
        raise Unfit(written[0], f"The review is {status}, so nothing is written yet; leave this cell empty.")
    day, reviewer, reason = values.get("answered_on", ""), values["reviewer"], values.get("reason", "")
    agreed = next(asked.agreed for asked in course.state.asked if asked.review == stream)
    if status == "declined":
        course.take(review.decline(course.state, reason, reviewer, by=asking), day)
    elif status != "asked" and not agreed:
        course.take(review.agree(course.state, reviewer, by=asking, reason=reason), day)
    if status == "written":
        _write(course, values, writing, day)


def _write(course: Course, values: Values, by: Actor, day: str) -> None:
    if by.person != values["reviewer"]:
        raise Unfit(
            "text",
            "A review is recorded by who wrote it; let them import the row, or leave out outcome and text, and they"
            " write it with 'epex element review'.",
        )
    if not (values.get("outcome") and values.get("text")):
        raise Unfit("text", "A review that is written has an outcome and a text; give both.")
    again = values.get("review_by", "")
    course.take(review.write(course.state, values["outcome"], values["text"], by=by, review_by=again), day)


KIND = Kind(
    name="reviews",
    subject="review",
    columns=(
        Column(name="element", takes=f"what is reviewed: {NAMED}", read=reference("element"), required=True),
        Column(name="reviewer", takes="who reviews it: an id or a name", read=reference("person"), required=True),
        Column(
            name="status",
            takes=f"one of {', '.join(STATUSES)}; written only by the reviewer",
            read=code(STATUSES, "status of a review"),
        ),
        Column(
            name="outcome",
            takes=f"what all are told: {', '.join(REVIEW_OUTCOMES)}",
            read=code(REVIEW_OUTCOMES, "outcome"),
        ),
        Column(name="text", takes="the review, for the owner"),
        date("review_by", "until when to look at it again"),
        Column(name="reason", takes="how the owner agreed, or why it was declined"),
        date("answered_on", "when it was agreed to, declined or written"),
        date("occurred_on", "when it was asked for"),
    ),
    decide=decide,
    revise=revise,
    revisable=("status", *WORDS),
    revises="the steps that are left",
    told=told,
    derived=("review_by",),
    exported=exported,
    visibility="organisation",
    circle=circle,
    closed=True,
    lies=lies,
    body="text",
)
