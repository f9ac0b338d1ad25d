"""Given, when, then: for a plugin's events and for the program's own."""

from collections.abc import Mapping

import pytest

from epex.core.challenge import ChallengeStated
from epex.core.decision import On, Refused
from epex.plugins import Desk
from epex.testing import given, scene

CHALLENGE = "challenge-1"
STATED = ChallengeStated(text="How do we begin?", language="en", organisation="organisation-1")


def state_again(desk: Desk, options: Mapping[str, str]) -> list[On]:
    if desk.load(options["which"]) is None:
        raise Refused("There is no such challenge; state one.")
    return [On(desk.new("challenge"), STATED), On(desk.new("challenge"), STATED)]


def test_given_events_are_what_the_desk_loads() -> None:
    begun = scene().given(CHALLENGE, STATED)

    assert begun.load(CHALLENGE) == given(CHALLENGE, STATED)
    assert begun.load("challenge-2") is None


def test_when_decides_for_somebody_on_some_day() -> None:
    seen: list[object] = []

    def look(desk: Desk, _options: Mapping[str, str]) -> list[On]:
        seen.extend([desk.by.roles, desk.today])
        return []

    scene(today="2018-01-01").when(look).then()

    assert seen == [frozenset({"practitioner"}), "2018-01-01"]


def test_then_compares_what_is_recorded() -> None:
    outcome = scene().given(CHALLENGE, STATED).when(state_again, {"which": CHALLENGE})

    outcome.then(On("challenge-new-1", STATED), On("challenge-new-2", STATED))
    with pytest.raises(AssertionError, match="expected"):
        outcome.then(On("challenge-new-1", STATED))
    with pytest.raises(AssertionError, match="expected a refusal with 'no such'"):
        outcome.refuses("no such")


def test_refusal_is_compared_by_its_words() -> None:
    outcome = scene().when(state_again, {"which": CHALLENGE})

    outcome.refuses("no such challenge")
    with pytest.raises(AssertionError, match="refused: There is no such challenge; state one"):
        outcome.then()
    with pytest.raises(AssertionError, match="expected a refusal with 'other words'"):
        outcome.refuses("other words")
