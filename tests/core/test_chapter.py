"""Chapters: outlined, drafted, reviewed by somebody else, approved, frozen."""

from typing import Any

import pytest

from epex.core import chapter
from epex.core.chapter import (
    Chapter,
    ChapterApproved,
    ChapterDrafted,
    ChapterFrozen,
    ChapterMessageStated,
    ChapterOutlined,
    ChapterReviewed,
    ChapterViewpointAdded,
)
from epex.core.decision import Actor, On, Refused
from epex.core.manuscript import Resting
from epex.core.publication import Publication
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, VISITOR

ID = "chapter-1"
BOOK = Publication("publication-1")
WRITERS = frozenset({PRACTITIONER.person})
OUTLINED = Chapter(ID, "publication-1", writers=WRITERS)
FROZEN = Chapter(ID, "publication-1", "frozen", writers=WRITERS)


def at(status: Any, **more: Any) -> Chapter:
    state = {"version": 1, "drafter": PRACTITIONER.person, "writers": WRITERS}
    return Chapter(ID, "publication-1", status, **{**state, **more})


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR])
def test_outline_names_themes_and_writers(by: Actor) -> None:
    outlined = chapter.outline(
        ID, BOOK, "Trust", by=by, number=2, themes=("theme-1", "theme-1"), writers=("person-1", "person-1")
    )

    event = ChapterOutlined(
        publication="publication-1", title="Trust", number=2, themes=("theme-1",), writers=("person-1",)
    )
    assert outlined == [On(ID, event)]


@pytest.mark.parametrize(
    ("book", "title", "themes", "number", "by", "why"),
    [
        (BOOK, "Trust", ("theme-1",), 1, PRACTITIONER, "Only a coordinator or editor may outline a chapter"),
        (Publication("p", "frozen"), "Trust", ("theme-1",), 1, EDITOR, "The edition is frozen, so nobody can outline"),
        (BOOK, "", ("theme-1",), 1, EDITOR, "The chapter's title is empty"),
        (BOOK, "Trust", (), 1, EDITOR, "A chapter is outlined from at least one theme"),
        (BOOK, "Trust", ("theme-1",), -1, EDITOR, "Chapters are counted from 1"),
    ],
)
def test_outline_refuses(
    book: Publication, title: str, themes: tuple[str, ...], number: int, by: Actor, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        chapter.outline(ID, book, title, by=by, themes=themes, number=number)


@pytest.mark.parametrize("by", [EDITOR, PRACTITIONER])
def test_draft_keeps_what_each_paragraph_rests_on(by: Actor) -> None:
    resting = [Resting(("theme-1", "element-1"), (4, 7)), Resting(quote="quote-1", positions=(9,)), Resting()]

    drafted = chapter.draft(OUTLINED, ["Trust.", "[[quote-1]]", "The end."], resting, by=by, language="fr")

    event = ChapterDrafted(
        version=1,
        drafter=by.person,
        paragraphs=("Trust.", "[[quote-1]]", "The end."),
        language="fr",
        sources=("theme-1", "element-1"),
        source_places=(0, 0),
        positions=(4, 7, 9),
        position_places=(0, 0, 1),
        quotes=("quote-1",),
    )
    assert drafted == [On(ID, event)]


@pytest.mark.parametrize(
    ("state", "paragraphs", "language", "by", "why"),
    [
        (OUTLINED, ["Trust."], "en", VISITOR, "Only an editor may draft a chapter that does not name them"),
        (FROZEN, ["Trust."], "en", PRACTITIONER, "is frozen, so it cannot be drafted; record an erratum"),
        (OUTLINED, ["Trust."], "tlh", PRACTITIONER, "'tlh' is not a known language"),
        (OUTLINED, [], "en", PRACTITIONER, "The draft is empty; write at least one paragraph"),
    ],
)
def test_draft_refuses(state: Chapter, paragraphs: list[str], language: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        chapter.draft(state, paragraphs, [], by=by, language=language)


@pytest.mark.parametrize(("number", "told"), [(0, 3), (1, 1)])
@pytest.mark.parametrize("by", [EDITOR, COORDINATOR, PRACTITIONER])
def test_message_is_a_new_one_or_takes_the_place_of_another(by: Actor, number: int, told: int) -> None:
    stated = chapter.message(at("drafted", messages=2), "ministries", "Fund it.", by=by, number=number)

    assert stated == [On(ID, ChapterMessageStated(number=told, audience="ministries", text="Fund it."))]


@pytest.mark.parametrize(
    ("state", "audience", "text", "number", "by", "why"),
    [
        (OUTLINED, "all", "Fund it.", 0, VISITOR, "may state a message of a chapter"),
        (FROZEN, "all", "Fund it.", 0, EDITOR, "is frozen, so it cannot be changed"),
        (OUTLINED, "", "Fund it.", 0, EDITOR, "The audience is empty"),
        (OUTLINED, "all", "", 0, EDITOR, "The message is empty"),
        (OUTLINED, "all", "Fund it.", 1, EDITOR, "There is no message 1 to replace; the chapter has 0"),
    ],
)
def test_message_refuses(state: Chapter, audience: str, text: str, number: int, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        chapter.message(state, audience, text, by=by, number=number)


def test_review_is_somebody_elses() -> None:
    reviewed = chapter.review(at("drafted"), "revise", by=VISITOR, comment="Say what failed.")

    event = ChapterReviewed(verdict="revise", version=1, reviewer=VISITOR.person, comment="Say what failed.")
    assert reviewed == [On(ID, event)]


def test_review_that_accepts_needs_no_comment() -> None:
    reviewed = chapter.review(at("reviewed"), "accept", by=EDITOR)

    assert reviewed == [On(ID, ChapterReviewed(verdict="accept", version=1, reviewer=EDITOR.person))]


@pytest.mark.parametrize(
    ("state", "verdict", "by", "why"),
    [
        (at("drafted"), "accept", EVALUATOR, "may review a chapter"),
        (at("drafted"), "praise", EDITOR, "'praise' is not a known outcome of a review"),
        (at("drafted"), "accept", PRACTITIONER, "Nobody reviews what they drafted themselves"),
        (OUTLINED, "accept", EDITOR, "The chapter is outlined, so there is no draft to review"),
        (at("drafted"), "revise", EDITOR, "The comment, which says what to revise, is empty"),
    ],
)
def test_review_refuses(state: Chapter, verdict: str, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        chapter.review(state, verdict, by=by)


@pytest.mark.parametrize("by", [EDITOR, COORDINATOR])
def test_approve_follows_an_accepting_review(by: Actor) -> None:
    assert chapter.approve(at("reviewed"), by=by) == [On(ID, ChapterApproved(version=1))]


@pytest.mark.parametrize(
    ("state", "by", "why"),
    [
        (at("reviewed"), PRACTITIONER, "Only an editor or coordinator may approve a chapter"),
        (at("drafted"), EDITOR, "The chapter is drafted; a review has to accept its newest draft"),
        (at("reviewed", drafter=EDITOR.person), EDITOR, "Nobody approves what they drafted themselves; ask another"),
    ],
)
def test_approve_refuses(state: Chapter, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        chapter.approve(state, by=by)


STATED = ChapterMessageStated(number=1, audience="all", text="Fund it.")
ADDED = ChapterViewpointAdded(viewpoint="viewpoint-1")
ACCEPTED = ChapterReviewed(verdict="accept", version=1, reviewer="person-1")


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        ("outlined", STATED, "outlined"),
        ("approved", STATED, "drafted"),
        ("reviewed", ADDED, "drafted"),
        ("drafted", ADDED, "drafted"),
        ("drafted", ACCEPTED, "reviewed"),
        ("reviewed", ChapterReviewed(verdict="revise", version=1, reviewer="person-1"), "drafted"),
        ("reviewed", ChapterApproved(version=1), "approved"),
        ("approved", ChapterFrozen(publication="publication-1", version=1), "frozen"),
        ("approved", ChapterDrafted(version=2, drafter="person-1", paragraphs=()), "drafted"),
    ],
)
def test_what_changes_a_chapter_is_reviewed_again(before: str, event: Any, after: str) -> None:
    assert chapter.evolve(at(before), ID, event).status == after


def test_evolve_begins_with_the_outline() -> None:
    event = ChapterOutlined(publication="publication-1", title="Trust", writers=("person-1",))

    assert chapter.evolve(None, ID, event) == Chapter(ID, "publication-1", writers=frozenset({"person-1"}))


@pytest.mark.parametrize(("status", "expected"), [("open", OUTLINED), ("frozen", FROZEN), ("published", FROZEN)])
def test_within_an_edition_that_is_frozen_no_chapter_is_open(status: Any, expected: Chapter) -> None:
    assert chapter.within(OUTLINED, Publication("publication-1", status)) == expected
