"""Peer reviews are for the reviewer and the owner; everybody else is told how they came out."""

from typing import Any

import pytest
import sqlalchemy as sa

from epex.core.decision import Actor, Refused
from epex.core.element import (
    ElementDescribed,
    ElementIdentified,
    ElementLabelled,
    ElementReviewAgreed,
    ElementReviewDeclined,
    ElementReviewed,
    ElementReviewRequested,
)
from epex.core.person import PersonErasureRequested
from epex.core.review import ReviewWritten
from epex.projections.document_rows import DOCUMENTS_TABLE
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base

OWNERS: dict[str, Any] = {"visibility": "organisation", "audience": "organisation-north"}
ASKED = ElementReviewRequested(review="review-tea", reviewer="person-bea", reason="She drinks it")
AGREED = ElementReviewAgreed(review="review-tea", reviewer="person-bea")
WORDS = "Nobody warms the pot."
WRITTEN = ReviewWritten(element="element-tea", owner="organisation-north", result="confirmed", text=WORDS)
REVIEWED = ElementReviewed(review="review-tea", result="confirmed", review_by="2018")


def review(base: Base) -> None:
    """Let the south review the tea of the north."""
    base.record("element-tea", ASKED, AGREED, **OWNERS)
    base.record("review-tea", WRITTEN, by=BEA, **OWNERS)
    base.record("element-tea", REVIEWED, by=BEA, occurred_on="2017-05-02", **OWNERS)


@pytest.mark.parametrize("actor", [ANNA, BEA, DORA], ids=["owner", "reviewer", "overseer"])
def test_a_review_is_read_by_its_writer_the_owner_and_the_overseer(base: Base, actor: Actor) -> None:
    review(base)

    row = base.queries(actor).show("review-tea")

    names = ("title", "element_title", "reviewer_title", "status", "outcome", "written_on", "text", "visibility")
    assert [row[name] for name in names] == [
        *("Review of Tea first", "Tea first", "Bea", "written", "confirmed", "2017-05-02"),
        *(WORDS, "organisation"),
    ]


def test_a_review_is_followed_to_what_it_is_about_both_ways(base: Base) -> None:
    review(base)
    why, trace = (ask("review-tea")["evidence"] for ask in (base.queries(ANNA).why, base.queries(BEA).trace))

    about = [("review-tea", "element-tea", "review_of")]
    assert [(row["of"], row["id"], row["relation"]) for row in why][:1] == about
    assert {row["id"] for row in why} >= {"reflection-guest", "reflection-host", "visit-week"}
    assert [(row["of"], row["id"], row["relation"]) for row in trace][:1] == about
    assert {row["id"] for row in trace} >= {"theme-tea", "theme-trust"}


def test_a_review_of_what_the_reader_may_not_see_leads_nowhere(base: Base) -> None:
    base.record(
        "element-hid",
        ElementIdentified(name="Salt", core="A pinch.", organisation="organisation-north"),
        visibility="private",
    )
    base.record("element-hid", ElementReviewRequested(review="review-hid", reviewer="person-bea"), **OWNERS)

    answers = [ask("review-hid") for ask in (base.queries(BEA).why, base.queries(BEA).trace)]

    assert [(one["evidence"], one["title"]) for one in answers] == [([], "Review of an element")] * 2


@pytest.mark.parametrize("actor", [CLEO, EVE, None], ids=["member", "evaluator", "nobody"])
def test_a_review_leads_nobody_else_anywhere(base: Base, actor: Actor | None) -> None:
    review(base)

    for ask in (base.queries(actor).why, base.queries(actor).trace):
        with pytest.raises(Refused, match=r"^There is no 'review-tea' that you may read"):
            ask("review-tea")


@pytest.mark.parametrize("actor", [CLEO, EVE, None], ids=["member", "evaluator", "nobody"])
def test_a_review_is_not_there_for_anybody_else(base: Base, actor: Actor | None) -> None:
    review(base)
    queries = base.queries(actor)

    assert queries.listing("review") == []
    with pytest.raises(Refused, match=r"^There is no 'review-tea' that you may read; 'epex review list' shows"):
        queries.show("review-tea")
    assert [row["summary"] for row in queries.audit_log() if "review" in row["summary"]] == []


def test_who_asks_for_a_review_of_others_reads_that_and_nothing_of_how_it_goes_on(base: Base) -> None:
    base.record("element-tea", ASKED, by=CLEO, **OWNERS)
    before = base.queries(CLEO).show("review-tea")

    base.record("element-tea", AGREED, **OWNERS)
    base.record("review-tea", WRITTEN, by=BEA, **OWNERS)
    base.record("element-tea", REVIEWED, by=BEA, **OWNERS)

    after = base.queries(CLEO).show("review-tea")
    assert (after, after["status"], after["asker_title"], after["text"]) == (before, "asked", "Cleo", "")
    assert [row["id"] for row in base.queries(CLEO).listing("review")] == ["review-tea"]
    assert [base.queries(one).show("review-tea")["text"] for one in (ANNA, BEA)] == [WORDS, WORDS]
    assert base.queries(EVE).listing("review") == []


def test_everybody_is_told_how_a_review_came_out_and_when(base: Base) -> None:
    review(base)

    for actor in (ANNA, BEA, CLEO):
        row = base.queries(actor).show("element-tea")
        names = ("label", "review_outcome", "reviewed_on", "review_by")
        assert [row[name] for name in names] == ["peer_reviewed", "confirmed", "2017-05-02", "2018"]


def test_only_those_who_read_a_review_find_it_on_the_elements_page(base: Base) -> None:
    review(base)

    pages = {actor.person: base.queries(actor).show("element-tea") for actor in (ANNA, BEA, CLEO)}

    assert {person: [row["text"] for row in page["reviews"] if row["text"]] for person, page in pages.items()} == {
        "person-anna": [WORDS],
        "person-bea": [WORDS],
        "person-cleo": [],
    }
    assert [step["step"] for step in pages["person-cleo"]["history"]] == ["labelled"]
    assert "person-bea" not in str(pages["person-cleo"])


def test_the_page_of_a_review_tells_how_it_came_about(base: Base) -> None:
    review(base)

    steps = base.queries(ANNA).show("review-tea")["steps"]

    assert [(step["step"], step.get("reason"), step["actor_name"]) for step in steps] == [
        ("asked", "She drinks it", "Anna"),
        ("agreed", None, "Anna"),
        ("written", None, "Bea"),
    ]


def test_a_review_is_declined(base: Base) -> None:
    declined = ElementReviewDeclined(review="review-tea", reviewer="person-bea", reason="She sells it")
    base.record("element-tea", ASKED, declined, **OWNERS)

    row = base.queries(ANNA).show("review-tea")

    assert (row["status"], row["outcome"]) == ("declined", "")


def test_a_request_of_the_owner_is_agreed_to(base: Base) -> None:
    base.record("element-tea", ElementReviewRequested(review="r", reviewer="person-bea", agreed=True), **OWNERS)

    assert [row["status"] for row in base.queries(BEA).listing("review")] == ["agreed"]


def test_a_review_is_titled_by_the_elements_name_of_the_day(base: Base) -> None:
    base.record("element-tea", ElementDescribed(name="Tea before talk"), ElementDescribed(risks="Cold tea"))
    base.record("element-tea", ElementDescribed(name="Poison"), visibility="private")
    base.record("element-tea", ASKED, **OWNERS)

    assert [row["title"] for row in base.queries(BEA).listing("review")] == ["Review of Tea before talk"]


def test_a_review_does_not_repeat_a_name_that_fewer_may_read(base: Base) -> None:
    secret = ElementIdentified(name="The hidden pot", core="It is hidden.", organisation="organisation-north")
    base.record("element-pot", secret, visibility="private")
    base.record("element-pot", ElementReviewRequested(review="review-pot", reviewer="person-bea"), **OWNERS)

    assert [row["title"] for row in base.queries(BEA).listing("review")] == ["Review of an element"]


def test_words_that_fewer_may_read_than_the_review_stay_out_of_it(base: Base) -> None:
    base.record("element-tea", ASKED, AGREED, **OWNERS)
    base.record("review-tea", WRITTEN, by=BEA, visibility="private")

    row = base.queries(ANNA).show("review-tea")
    assert (row["status"], row["text"]) == ("agreed", "")


def test_a_review_that_nobody_asked_for_makes_no_row(base: Base) -> None:
    base.record("review-tea", WRITTEN, by=BEA, **OWNERS)
    base.record("element-none", REVIEWED, ASKED, **OWNERS)

    assert [(row["id"], row["title"]) for row in base.queries(ANNA).listing("review")] == [
        ("review-old", "Review of Tea first"),
        ("review-tea", "Review of an element"),
    ]
    assert base.queries(ANNA).show("review-tea")["text"] == ""


def test_a_peer_review_that_no_longer_confirms_takes_the_label_back(base: Base) -> None:
    review(base)
    base.record("element-tea", ElementReviewed(review="review-two", result="revise"), by=BEA, **OWNERS)

    row = base.queries(CLEO).show("element-tea")

    assert (row["label"], row["review_outcome"], row["review_by"]) == ("inspiring", "revise", "2018")


def test_search_knows_the_label_that_a_review_gives(base: Base) -> None:
    review(base)
    base.record("element-none", REVIEWED, **OWNERS)
    base.views.catch_up(["documents"])
    documents = base.views.table(DOCUMENTS_TABLE)

    found = base.views.read(sa.select(documents.c.label).where(documents.c.kind == "element"))

    assert [row["label"] for row in found] == ["peer_reviewed"]


def test_a_look_again_is_dated_by_a_label_and_by_a_description(base: Base) -> None:
    days = []
    for event in (
        ElementLabelled(label="shared", review_by="2018-03"),
        ElementLabelled(label="inspiring"),
        ElementDescribed(review_by="2019"),
        ElementDescribed(risks="None"),
        ElementDescribed(review_by=""),
    ):
        base.record("element-tea", event)
        days.append(base.queries(CLEO).show("element-tea")["review_by"])

    assert days == ["2018-03", "2018-03", "2019", "2019", ""]


def test_only_a_description_dates_the_description(base: Base) -> None:
    base.record("element-tea", ElementDescribed(review_by="2019"), occurred_on="2018-02-03")
    before = base.queries(CLEO).show("element-tea")["described_on"]
    base.record("element-tea", ElementDescribed(risks="Spilt tea"), occurred_on="2018-02-04")

    assert before != "2018-02-03"
    assert base.queries(CLEO).show("element-tea")["described_on"] == "2018-02-04"


def test_the_words_of_a_reviewer_who_is_erased_are_gone_and_the_outcome_stays(base: Base) -> None:
    review(base)
    base.record("person-bea", PersonErasureRequested(ground="Asked for it", documents=("review-tea", "reflection-x")))

    row = base.queries(ANNA).show("review-tea")

    assert (row["text"], row["outcome"], row["reviewer_title"]) == ("[erased]", "confirmed", "an erased person")
