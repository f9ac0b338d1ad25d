"""The peer reviews: who was asked, who agreed, and what was written, for the reviewer and the element's owner."""

from typing import Any

from epex.core.element import (
    ElementDescribed,
    ElementIdentified,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.review import ReviewWritten
from epex.core.sealed import ERASED
from epex.projections.columns import COLUMNS, ORIGIN, access, founding, is_as_open, label_of, occurred_on, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell_readers
from epex.projections.table import Batch, Table

OPEN_LABELS = ("network", "public")

# Whoever asked for a review of others' practice reads that, and nothing of how it goes on.
REVIEWS_TABLE = Table(
    "reviews",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "element", "owner", "reviewer", "asker", "status", "outcome", "written_on"), str),
    },
    indexes=(("element",), ("reviewer",)),
)
STEPS_TABLE = Table("review_steps", ("review", "position"), {"review": str, **ORIGIN, "step": str, "reason": str})
TEXTS_TABLE = Table("review_texts", ("review",), {"review": str, **ORIGIN, "text": str})
# What the title of a review is made of.
NAMES_TABLE = Table(
    "review_elements", ("element",), dict.fromkeys(("element", "name", "organisation", "access", "author"), str)
)
REVIEWS = Projection("reviews", version=2, tables=[REVIEWS_TABLE, STEPS_TABLE, TEXTS_TABLE, NAMES_TABLE])


@REVIEWS.on(ElementIdentified)
def identified(rows: Batch, fact: Fact, event: ElementIdentified) -> None:
    """Remember the name of an element and whose it is."""
    known = {"element": fact.stream, "name": event.name, "organisation": event.organisation}
    rows[NAMES_TABLE].put({**known, "access": access(fact), "author": fact.envelope.actor})


@REVIEWS.on(ElementDescribed)
def described(rows: Batch, fact: Fact, event: ElementDescribed) -> None:
    """Take over a new name."""
    if event.name is not None and is_as_open(fact, rows[NAMES_TABLE].get(fact.stream)):
        rows[NAMES_TABLE].change(fact.stream, name=event.name)


@REVIEWS.on(ElementReviewRequested)
def requested(rows: Batch, fact: Fact, event: ElementReviewRequested) -> None:
    """Add a review that is asked for; its words will be the reviewer's."""
    element = rows[NAMES_TABLE].get(fact.stream)
    # A name that fewer people may read than the review stays out of its title.
    named = element["name"] if element and label_of(element["access"]) in OPEN_LABELS else "an element"
    rows[REVIEWS_TABLE].put(
        {
            **founding(fact),
            "id": event.review,
            "author": event.reviewer,
            "title": f"Review of {named}",
            "element": fact.stream,
            "owner": element["organisation"] if element else "",
            "reviewer": event.reviewer,
            "asker": fact.envelope.actor,
            "status": "agreed" if event.agreed else "asked",
        }
    )
    _step(rows, fact, event.review, "asked", reason=event.reason)


@REVIEWS.on(ElementReviewAgreed)
def agreed(rows: Batch, fact: Fact, event: ElementReviewAgreed) -> None:
    """Note that the owner agreed to the reviewer."""
    tell_readers(rows[REVIEWS_TABLE], fact, event.review, status="agreed")
    _step(rows, fact, event.review, "agreed", reason=event.reason)


@REVIEWS.on(ElementReviewDeclined)
def declined(rows: Batch, fact: Fact, event: ElementReviewDeclined) -> None:
    """Note that it will not be written."""
    tell_readers(rows[REVIEWS_TABLE], fact, event.review, status="declined")
    _step(rows, fact, event.review, "declined", reason=event.reason)


@REVIEWS.on(ReviewWritten)
def written(rows: Batch, fact: Fact, event: ReviewWritten) -> None:
    """Keep the words, which are for fewer people than that there is a review."""
    if is_as_open(fact, rows[REVIEWS_TABLE].get(fact.stream)):
        rows[TEXTS_TABLE].put({"review": fact.stream, **origin(fact), "text": event.text})


@REVIEWS.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Take the words of an author away at once."""
    for document in event.documents:
        rows[TEXTS_TABLE].change(document, text=ERASED)


@REVIEWS.on(ElementReviewed)
def reviewed(rows: Batch, fact: Fact, event: ElementReviewed) -> None:
    """Note how it came out, and when."""
    told = {"status": "written", "outcome": event.result, "written_on": occurred_on(fact)}
    tell_readers(rows[REVIEWS_TABLE], fact, event.review, **told)
    _step(rows, fact, event.review, "written")


def _step(rows: Batch, fact: Fact, review: str, step: str, **said: Any) -> None:
    rows[STEPS_TABLE].put({"review": review, **origin(fact), "step": step, **said})
