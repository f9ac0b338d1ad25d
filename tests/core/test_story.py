"""Stories of change."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core import story
from epex.core.decision import Actor, On, Refused
from epex.core.log.registry import shape_of
from epex.core.story import Story, StoryChosen, StoryConsentRecorded, StoryReleased, StoryWithdrawn
from tests.core.actors import COORDINATOR, EDITOR, EVALUATOR, PRACTITIONER, STRANGER

ID = "story-1"
YEARS = frozenset({1, 2})
CHOSEN = StoryChosen(
    title="Tea at the gate",
    text="They drank tea.",
    teller=PRACTITIONER.person,
    about="transfer-1",
    year=2,
    considered=9,
    reason="It shows the small step",
)
KEPT = Story(ID)
AGREED = Story(ID, consent="agreed")
SHARED = Story(ID, visibility="network", consent="agreed")
GONE = Story(ID, withdrawn=True)
OUT = StoryReleased(visibility="network", title="Tea at the gate", text="They drank tea.", because="A small step")


@pytest.mark.parametrize("chosen", [CHOSEN, replace(CHOSEN, text="", document="reflection-1", quote="tea")])
def test_choose_records_the_story_with_the_reason_for_choosing_it(chosen: StoryChosen) -> None:
    assert story.choose(ID, chosen, YEARS, by=EVALUATOR) == [On(ID, chosen)]


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR, PRACTITIONER, STRANGER])
def test_choose_is_for_evaluators_alone(by: Actor) -> None:
    with pytest.raises(Refused, match="Only an evaluator may choose a story of change"):
        story.choose(ID, CHOSEN, YEARS, by=by)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, "The title of the story is empty"),
        ({"reason": " "}, "The reason for choosing it is empty; give it a text"),
        ({"text": " "}, "The story has no words; give it a text, or quote a passage with --source and --quote"),
        ({"about": "person-1"}, "A story of change is about one of: transfer, element, visit, theme"),
        ({"method": "dice"}, "'dice' is not a known method of choosing"),
        ({"language": "tlh"}, "'tlh' is not a known language"),
        ({"considered": -1}, "The number of stories it was chosen from is below nought"),
        ({"year": 3}, "Year 3 of the programme is not open"),
    ],
)
def test_choose_refuses(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        story.choose(ID, replace(CHOSEN, **changes), YEARS, by=EVALUATOR)


def test_words_of_names_the_teller_where_the_key_is() -> None:
    tellers = ["person-1", "", "[sealed]", "[erased]"]

    assert [replace(CHOSEN, teller=teller).words_of for teller in tellers] == ["person-1", "", "", ""]


def test_a_story_is_sealed_for_evaluators_until_it_is_released() -> None:
    chosen, released = shape_of(StoryChosen).sealed, shape_of(StoryReleased).sealed

    of_document = {"quote", "passage_hash"}
    assert {mark.wrapping for name, mark in chosen.items() if name not in of_document} == {"evaluation"}
    assert {(mark.wrapping, mark.part) for mark in released.values()} == {("base", "released")}


@pytest.mark.parametrize("agreed", [True, False])
def test_record_consent_keeps_the_answer_and_how_it_was_asked_for(*, agreed: bool) -> None:
    recorded = story.record_consent(KEPT, "On the phone", by=EVALUATOR, agreed=agreed)

    assert recorded == [On(ID, StoryConsentRecorded(agreed=agreed, how="On the phone"))]


@pytest.mark.parametrize(
    ("known", "how", "agreed", "by", "why"),
    [
        (KEPT, "By mail", True, COORDINATOR, "Only an evaluator may record what the teller of a story answered"),
        (GONE, "By mail", True, EVALUATOR, "This story was withdrawn; choose another one with 'epex story choose'"),
        (KEPT, "", True, EVALUATOR, "The way in which the teller was asked is empty"),
        (SHARED, "By mail", False, EVALUATOR, "released already; take it back with 'epex story withdraw'"),
    ],
)
def test_record_consent_refuses(known: Story, how: str, agreed: bool, by: Actor, why: str) -> None:  # noqa: FBT001 - a case
    with pytest.raises(Refused, match=why):
        story.record_consent(known, how, by=by, agreed=agreed)


@pytest.mark.parametrize(("known", "released"), [(AGREED, OUT), (AGREED, replace(OUT, visibility="public"))])
def test_release_lets_it_leave_once_the_teller_agreed(known: Story, released: StoryReleased) -> None:
    assert story.release(known, released, by=EVALUATOR) == [On(ID, released)]


def test_release_may_widen_an_earlier_one() -> None:
    wider = replace(OUT, visibility="public")

    assert story.release(SHARED, wider, by=EVALUATOR) == [On(ID, wider)]


@pytest.mark.parametrize(
    ("known", "changes", "by", "why"),
    [
        (AGREED, {}, COORDINATOR, "Only an evaluator may release a story of change"),
        (GONE, {}, EVALUATOR, "This story was withdrawn"),
        (AGREED, {"visibility": "pair"}, EVALUATOR, "'pair' is not a known visibility of a story that is released"),
        (KEPT, {}, EVALUATOR, "The teller was not asked yet; record their agreement with 'epex story consent' first"),
        (Story(ID, consent="refused"), {}, EVALUATOR, "The teller refused; record their agreement"),
        (SHARED, {}, EVALUATOR, "It is released to 'network' already, and a release only widens that"),
        (AGREED, {"title": ""}, EVALUATOR, "The title of the story is empty"),
    ],
)
def test_release_refuses(known: Story, changes: dict[str, Any], by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        story.release(known, replace(OUT, **changes), by=by)


def test_withdraw_takes_back_a_released_story_as_well() -> None:
    assert story.withdraw(SHARED, by=EVALUATOR, reason="Asked for") == [On(ID, StoryWithdrawn(reason="Asked for"))]


@pytest.mark.parametrize(
    ("known", "by", "why"),
    [(KEPT, EDITOR, "Only an evaluator may withdraw a story"), (GONE, EVALUATOR, "This story was withdrawn")],
)
def test_withdraw_refuses(known: Story, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        story.withdraw(known, by=by)


def test_evolve_follows_consent_release_and_withdrawal() -> None:
    asked = [StoryConsentRecorded(agreed=False, how="Mail"), StoryConsentRecorded(agreed=True, how="Mail")]
    events: list[story.StoryEvent] = [CHOSEN, *asked, OUT, StoryWithdrawn()]

    states: list[Story] = []
    for event in events:
        states.append(story.evolve(states[-1] if states else None, ID, event))

    assert states == [KEPT, Story(ID, consent="refused"), AGREED, SHARED, replace(SHARED, withdrawn=True)]
