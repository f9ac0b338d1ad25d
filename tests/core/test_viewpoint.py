"""Viewpoints: one person's own words, signed by them."""

from typing import Any

import pytest

from epex.core import viewpoint
from epex.core.chapter import Chapter, ChapterViewpointAdded
from epex.core.decision import Actor, On, Refused
from epex.core.viewpoint import Viewpoint, ViewpointSigned, ViewpointWithdrawn, ViewpointWritten
from tests.core.actors import EDITOR, EVALUATOR, PRACTITIONER, VISITOR

ID = "viewpoint-1"
CHAPTER = Chapter("chapter-1")
OWN = Viewpoint(ID, "chapter-1", VISITOR.person)


def test_write_by_the_signer_is_signed_at_once() -> None:
    written = viewpoint.write(ID, CHAPTER, VISITOR.person, "I saw it fail.", by=VISITOR, dissenting=True)

    told = ViewpointWritten(
        chapter="chapter-1", signer=VISITOR.person, text="I saw it fail.", dissenting=True, signed=True
    )
    assert written == [On(ID, told), On("chapter-1", ChapterViewpointAdded(viewpoint=ID))]
    assert told.words_of == VISITOR.person


def test_write_by_an_editor_waits_for_the_signature() -> None:
    first, _ = viewpoint.write(ID, CHAPTER, VISITOR.person, "I saw it fail.", by=EDITOR, title="Not always")

    assert first.event == ViewpointWritten(
        chapter="chapter-1", signer=VISITOR.person, text="I saw it fail.", title="Not always"
    )


def test_write_is_open_to_whoever_writes_the_chapter() -> None:
    chapter = Chapter("chapter-1", writers=frozenset({EVALUATOR.person}))

    first, _ = viewpoint.write(ID, chapter, EVALUATOR.person, "I heard it fail.", by=EVALUATOR)

    assert first.event == ViewpointWritten(
        chapter="chapter-1", signer=EVALUATOR.person, text="I heard it fail.", signed=True
    )


@pytest.mark.parametrize(
    ("chapter", "text", "more", "by", "why"),
    [
        (CHAPTER, "No.", {}, PRACTITIONER, "may type in somebody else's viewpoint"),
        (
            CHAPTER,
            "No.",
            {},
            Actor(VISITOR.person, roles=frozenset({"evaluator"})),
            "coordinator may write a viewpoint",
        ),
        (Chapter("chapter-1", status="frozen"), "No.", {}, VISITOR, "The edition of this chapter is frozen"),
        (CHAPTER, " ", {}, VISITOR, "The viewpoint is empty"),
        (CHAPTER, "No.", {"language": "tlh"}, VISITOR, "'tlh' is not a known language"),
    ],
)
def test_write_refuses(chapter: Chapter, text: str, more: Any, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        viewpoint.write(ID, chapter, VISITOR.person, text, by=by, **more)


def test_sign_and_withdraw_are_the_signers_own() -> None:
    assert viewpoint.sign(OWN, by=VISITOR) == [On(ID, ViewpointSigned())]
    assert viewpoint.withdraw(OWN, by=VISITOR) == [On(ID, ViewpointWithdrawn())]


@pytest.mark.parametrize(
    ("decide", "state", "by", "why"),
    [
        (viewpoint.sign, OWN, EDITOR, "Only the person whose viewpoint it is may sign it"),
        (viewpoint.withdraw, OWN, EDITOR, "Only the person whose viewpoint it is may withdraw it"),
        (viewpoint.sign, Viewpoint(ID, signer=VISITOR.person, signed=True), VISITOR, "is signed already"),
        (viewpoint.sign, Viewpoint(ID, signer=VISITOR.person, withdrawn=True), VISITOR, "was withdrawn; write a new"),
        (viewpoint.withdraw, Viewpoint(ID, signer=VISITOR.person, withdrawn=True), VISITOR, "was withdrawn already"),
    ],
)
def test_sign_and_withdraw_refuse(decide: Any, state: Viewpoint, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(state, by=by)


def test_evolve_follows_the_signature_and_the_end() -> None:
    written = viewpoint.evolve(None, ID, ViewpointWritten(chapter="chapter-1", signer="person-1", text="No."))
    signed = viewpoint.evolve(written, ID, ViewpointSigned())
    withdrawn = viewpoint.evolve(signed, ID, ViewpointWithdrawn())

    assert [(each.signed, each.withdrawn) for each in (written, signed, withdrawn)] == [
        (False, False),
        (True, False),
        (True, True),
    ]
