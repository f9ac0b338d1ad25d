"""On which day something happened: what of each event with a day tells it, and what does not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest

from epex.core.catalogue import SUBJECTS, event_classes
from epex.core.happening import MENDABLE, MENDS, OWN, had_happened_by, mended_days, own_day
from epex.core.log.registry import shape_of
from epex.core.meeting import MeetingCorrected
from epex.core.theme import ThemeProposed
from epex.core.visit import VisitCorrected

HAPPENED, MENDED = "it happened on this day", "the right day of what it corrects"
PLANNED, LASTS, TOLD = "a plan", "until when something holds or is due", "how long it had been so already"
# For each part of an event that holds a day, or sounds as if it did, what it says.
DECIDED: Mapping[str, str] = {
    "offer.made starts_on": PLANNED,
    "offer.made ends_on": PLANNED,
    "visit.planned starts_on": PLANNED,
    "visit.planned ends_on": PLANNED,
    "visit.agreed starts_on": PLANNED,
    "visit.agreed ends_on": PLANNED,
    "visit.started on": HAPPENED,
    "visit.completed on": HAPPENED,
    "visit.postponed starts_on": PLANNED,
    "visit.postponed ends_on": PLANNED,
    "visit.corrected starts_on": PLANNED,
    "visit.corrected ends_on": PLANNED,
    "visit.corrected started_on": MENDED,
    "visit.corrected completed_on": MENDED,
    "meeting.held held_on": HAPPENED,
    "meeting.corrected held_on": MENDED,
    "element.identified since": TOLD,
    "element.described since": TOLD,
    "element.described review_by": LASTS,
    "element.labelled review_by": LASTS,
    "element.reviewed review_by": LASTS,
    "transfer.anticipated next_review": LASTS,
    "transfer.piloted starts_on": HAPPENED,
    "transfer.piloted ends_on": HAPPENED,
    "transfer.evaluated next_review": LASTS,
    "transfer.sustained next_review": LASTS,
    "transfer.changed next_review": LASTS,
    "request.received received_on": HAPPENED,
    "request.received due_on": LASTS,
    "request.extended due_on": LASTS,
    "incident.reported noticed_on": HAPPENED,
    "incident.reported happened_on": TOLD,
    "incident.notified on": HAPPENED,
    "retention.extended until": LASTS,
    "publication.published on": HAPPENED,
    "consent.given given_on": HAPPENED,
    "consent.given expires_on": LASTS,
}
# They sound like days, and name people, themes or challenges.
NO_DAYS = {"visit.planned matched_on", "visit.corrected matched_on"}
DAYS = re.compile(r"(.*_)?(on|at|by|day|date|days|since|until|expires|due|when)|next_review")


def _dated() -> Iterator[str]:
    known: Iterator[Any] = (one for subject in SUBJECTS for one in event_classes(subject))
    for event_class in known:
        sealed = shape_of(event_class).sealed
        for part in fields(event_class):
            if DAYS.fullmatch(part.name) and part.name not in sealed and "str" in str(part.type):
                yield f"{event_class.type} {part.name}"


def test_each_event_with_a_day_is_decided_on() -> None:
    assert {*_dated()} - NO_DAYS == {*DECIDED}


def test_what_is_decided_is_what_counts() -> None:
    own = {f"{type_name} {name}" for type_name, names in OWN.items() for name in names}
    mended = {f"{type_name} {name}" for type_name, parts in MENDS.items() for name in parts}

    assert own == {part for part, says in DECIDED.items() if says == HAPPENED}
    assert mended == {part for part, says in DECIDED.items() if says == MENDED}
    assert {*OWN} >= MENDABLE


@pytest.mark.parametrize(
    ("type_name", "told", "day"),
    [
        ("visit.started", {"on": "2017-03-13"}, "2017-03-13"),
        ("visit.started", {"on": "2018-05"}, "2018-05"),
        ("visit.started", {"on": "2018-05-18"}, ""),
        ("visit.started", {"on": ""}, ""),
        ("visit.started", {}, ""),
        ("visit.planned", {"starts_on": "2017-03-13"}, ""),
        ("transfer.piloted", {"starts_on": "2017-09", "ends_on": "2017-12"}, "2017-09"),
        ("transfer.piloted", {"starts_on": "", "ends_on": "2017-12"}, "2017-12"),
        ("transfer.piloted", {"starts_on": "2018-09", "ends_on": "2018-12"}, ""),
        ("tea.brewed", {"on": "2017-03-13"}, ""),
    ],
)
def test_an_event_tells_its_own_day_unless_that_was_still_to_come(
    type_name: str, told: Mapping[str, str], day: str
) -> None:
    assert own_day(type_name, told.get, "2018-05-17") == day


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2017", "2017-12-31"),
        ("2018", "2018-05-17"),
        ("2018-05", "2018-05-17"),
        ("2018-05-17", "2018-05-17"),
        ("2018-04", "2018-04-30"),
        ("2018-06", "2018-06-30"),
    ],
)
def test_a_vague_day_ends_when_it_was_known_at_the_latest(stated: str, day: str) -> None:
    assert had_happened_by(stated, "2018-05-17") == day


def test_a_correction_tells_the_day_of_what_it_corrects() -> None:
    visit = VisitCorrected(reason="A slip", started_on="2017-03-13", completed_on="", starts_on="2017-03-14")
    meeting = MeetingCorrected(reason="A slip", held_on="2017-05-10", version=2)

    assert mended_days(visit) == {"visit.started": "2017-03-13"}
    assert mended_days(meeting) == {"meeting.held": "2017-05-10"}
    assert mended_days(ThemeProposed(labels={"en": "Tea"})) == {}
