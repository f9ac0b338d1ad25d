"""Meetings."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core import meeting
from epex.core.decision import Actor, On, Refused
from epex.core.meeting import Decided, Meeting, MeetingCorrected, MeetingHeld
from tests.core.actors import COORDINATOR, EDITOR, PRACTITIONER, only

ID = "meeting-1"
HELD = Meeting(ID, frozenset({"person-1", "person-2"}), "2017-03-14", 1)


def hold(
    by: Actor = COORDINATOR,
    title: str = "Second plenary",
    kind: str = "plenary",
    held_on: str = "2017-03-14",
    **details: Any,
) -> list[On]:
    return meeting.hold(ID, title, kind=kind, held_on=held_on, by=by, **details)


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR])
def test_hold_records_the_whole_meeting(by: Actor) -> None:
    details: dict[str, Any] = {
        "place": "Vienna",
        "attended": ("person-1", "person-2"),
        "agenda": ("Themes", "Year 2"),
        "minutes": "Two themes were merged.",
    }
    event = MeetingHeld(title="Second plenary", kind="plenary", held_on="2017-03-14", **details)

    assert hold(by=by, **details) == [On(ID, event)]


def test_hold_counts_a_person_named_twice_once_and_keeps_the_order() -> None:
    event = only(hold(attended=("person-2", "person-1", "person-2")))

    assert event.attended == ("person-2", "person-1")


def test_hold_accepts_a_partial_date() -> None:
    event = only(hold(held_on=" 2017-03 "))

    assert event.held_on == "2017-03"


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"by": PRACTITIONER}, "Only a coordinator or editor may record a meeting"),
        ({"title": ""}, "The meeting's title is empty"),
        ({"kind": "party"}, "'party' is not a known kind of meeting; choose one of: plenary, steering, working"),
        ({"held_on": "2017-13-40"}, "'2017-13-40' is not a date"),
    ],
)
def test_hold_refuses(details: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        hold(**details)


def test_evolve_knows_who_attended() -> None:
    event = only(hold(attended=("person-1", "person-2")))

    assert meeting.evolve(None, ID, event) == HELD


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR])
def test_correct_records_what_changes_with_its_reason(by: Actor) -> None:
    given = MeetingCorrected(
        title="Third plenary",
        kind="working",
        held_on=" 2017-03-15 ",
        attended=("person-3", "person-1", "person-3"),
        agenda=("Themes",),
        minutes="One theme was parked.",
        version=0,
        reason="The list of those who came was found.",
    )

    corrected = meeting.correct(HELD, given, by=by)

    event = replace(given, held_on="2017-03-15", attended=("person-3", "person-1"), version=2)
    assert corrected == [On(ID, event)]
    assert meeting.evolve(HELD, ID, event) == Meeting(ID, frozenset({"person-1", "person-3"}), "2017-03-15", 2)


def test_a_correction_leaves_what_it_does_not_name() -> None:
    event = only(meeting.correct(HELD, MeetingCorrected(minutes="Longer.", version=0, reason="Fuller"), by=EDITOR))

    assert meeting.evolve(HELD, ID, event) == replace(HELD, version=2)


@pytest.mark.parametrize(
    ("changes", "by", "why"),
    [
        ({"minutes": "Longer."}, PRACTITIONER, "Only a coordinator or editor may correct a meeting; ask one of them"),
        ({}, EDITOR, "The correction changes nothing; give at least one field, such as --attended"),
        ({"minutes": "Longer.", "reason": " "}, EDITOR, "The reason is empty"),
        ({"title": ""}, EDITOR, "The meeting's title is empty"),
        ({"kind": "party"}, EDITOR, "'party' is not a known kind of meeting"),
        ({"held_on": "soon"}, EDITOR, "'soon' is not a date"),
    ],
)
def test_correct_refuses(changes: dict[str, Any], by: Actor, why: str) -> None:
    given = MeetingCorrected(**{"version": 0, "reason": "Misheard", **changes})

    with pytest.raises(Refused, match=why):
        meeting.correct(HELD, given, by=by)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"held_on": "2017-03-16"},
            "A decision was taken at it on 2017-03-15, so it was not held on 2017-03-16; record the meeting of that",
        ),
        ({"attended": ("person-1",)}, "2 voted at it, so no fewer attended than that; name with --attended who else"),
        ({"attended": ()}, "2 voted at it, so no fewer attended than that"),
    ],
)
def test_correct_refuses_what_decisions_at_it_do_not_bear(changes: dict[str, Any], why: str) -> None:
    given = MeetingCorrected(**{"version": 0, "reason": "Misheard", **changes})

    with pytest.raises(Refused, match=why):
        meeting.correct(HELD, given, by=EDITOR, decided=[Decided("2017-03-15", 2)])


def test_correct_moves_a_meeting_to_a_day_that_its_decisions_bear() -> None:
    given = MeetingCorrected(held_on="2017-03", attended=("person-1", "person-2"), version=0, reason="Misheard")

    event = only(meeting.correct(HELD, given, by=EDITOR, decided=[Decided("2017-03-15", 2), Decided("2017")]))

    assert event == replace(given, version=2)
