"""What holds for every step: who reads it, whom it binds, and when it was."""

from typing import Any

import pytest

from epex.core import catalogue, theme
from epex.core.challenge import ChallengeStated
from epex.core.decision import On, Refused
from epex.core.element import Element, ElementReviewRequested
from epex.core.finding import Finding, FindingEvidenceLinked
from epex.core.incident import Incident, IncidentClosed
from epex.core.match import MatchProposed
from epex.core.meeting import Meeting, MeetingCorrected
from epex.core.steps import FOR_ALL, TOLD_TO_ALL, any_for_two_sides, binds, require_for_all, require_later
from epex.core.theme import Theme, ThemeDiscussed, ThemeParked, ThemeRenamed, ThemeReopened
from epex.core.year import YearOpened

PARKED = ThemeParked(rationale="Later")
DISCUSSED = ThemeDiscussed(rationale="Once more")
LINKED = FindingEvidenceLinked(source="story-1", stance="supports")
ASKED = ElementReviewRequested(review="review-1", reviewer="person-1")
OPENED = YearOpened(number=1, purpose="publication")


@pytest.mark.parametrize(
    ("state", "event", "label"),
    [
        (Theme("theme-1"), PARKED, "private"),
        (Theme("theme-1"), PARKED, "evaluation"),
        (Meeting("meeting-1", version=1), MeetingCorrected(version=2, held_on="2017", reason="x"), "private"),
        (Finding("finding-1"), LINKED, "private"),
        (Incident("incident-1", assessed=True), IncidentClosed(measures="x"), "evaluation"),
    ],
)
def test_a_step_binds_when_later_decisions_look_at_what_it_changes(state: Any, event: Any, label: str) -> None:
    assert binds(state, state.id, [On(state.id, event)], label)


@pytest.mark.parametrize(
    ("state", "events", "label"),
    [
        (theme.evolve(Theme("theme-1"), "theme-1", DISCUSSED), [DISCUSSED], "private"),
        (Theme("theme-1"), [ThemeRenamed(labels={"en": "Trust"}, rationale="Short")], "organisation"),
        (theme.evolve(Theme("theme-1"), "theme-1", DISCUSSED), [PARKED, ThemeReopened(rationale="Now")], "private"),
        # A version counts corrections, and decides nothing.
        (Meeting("meeting-1", version=1), [MeetingCorrected(version=2, minutes="x", reason="x")], "private"),
        # Those who decide read it.
        (Finding("finding-1"), [LINKED], "evaluation"),
        (Incident("incident-1", assessed=True), [IncidentClosed(measures="x")], "private"),
        # Everybody is told, whatever its label.
        (Element("element-1"), [ASKED], "organisation"),
    ],
)
def test_a_step_that_misleads_nobody_who_decides_does_not_bind(state: Any, events: list[Any], label: str) -> None:
    assert not binds(state, state.id, [On(state.id, event) for event in events], label)


def test_steps_on_something_else_do_not_bind() -> None:
    assert not binds(Theme("theme-1"), "theme-1", [On("theme-2", PARKED)], "private")


def test_what_only_a_plugin_knows_binds_nobody() -> None:
    assert not binds(None, "weather-1", [On("weather-1", PARKED)], "private")


@pytest.mark.parametrize("label", ["private", "pair", "organisation", "evaluation"])
def test_what_there_is_once_is_for_the_whole_network(label: str) -> None:
    with pytest.raises(Refused, match="Programme years are for the whole network; leave out --visibility"):
        require_for_all([On("year-1", OPENED)], label)


def test_matches_are_for_the_whole_network() -> None:
    proposed = MatchProposed(host="organisation-1", visitor="organisation-2", year=1)

    with pytest.raises(Refused, match=r"^Matches are for the whole network; leave out --visibility"):
        require_for_all([On("match-1", proposed)], "organisation")


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), False),
        (("network",), False),
        (("network", "network", "private", "evaluation"), False),
        (("network", "pair", "network"), True),
        (("network", "organisation"), True),
        (("organisation", "organisation"), False),
        (("pair", "pair"), False),
        (("evaluation", "pair"), False),
    ],
)
def test_steps_are_for_the_two_sides_when_fewer_read_them_than_the_visit(
    labels: tuple[str, ...],
    expected: bool,  # noqa: FBT001 - a case of a table
) -> None:
    assert any_for_two_sides(labels) == expected


def test_what_there_is_many_times_may_be_for_fewer() -> None:
    require_for_all([On("year-1", OPENED)], "public")
    require_for_all(
        [On("challenge-1", ChallengeStated(text="How?", language="en", organisation="organisation-1"))], "private"
    )


def test_rules_name_events_that_there_are() -> None:
    known = {event.type for subject in catalogue.SUBJECTS for event in catalogue.event_classes(subject)}

    assert {*TOLD_TO_ALL, *FOR_ALL} - known == set()


@pytest.mark.parametrize(
    ("day", "before"),
    [("", ["2018"]), ("2018", []), ("2018", ["2017-05", "2018-03-14"]), ("2018-03", ["2018-03-14", ""])],
)
def test_a_step_is_dated_from_the_one_before_on(day: str, before: list[str]) -> None:
    require_later(day, before)


def test_a_step_dated_before_the_one_before_is_refused() -> None:
    with pytest.raises(Refused, match="2017 lies before the step of 2018-03-14"):
        require_later("2017", ["2017-05", "2018-03-14"])
