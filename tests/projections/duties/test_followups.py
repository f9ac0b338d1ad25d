"""Follow-ups that are due."""

import pytest

from epex.core.decision import Actor
from epex.core.reflection import ReflectionRecorded
from epex.core.visit import VisitCompleted
from epex.projections.duties.followups import duties
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, Base
from tests.projections.society import WEEK

LATER = "visit-later"
AFTER_6 = "after 6 months; after 3 months nothing was written"
AFTER_12 = "after 12 months; after 3 and 6 months nothing was written"


def told(base: Base, actor: Actor, today: str) -> list[tuple[str, str, str]]:
    reading = Reading(base.views, base.queries(actor).reader)
    return [(duty.command, duty.due, duty.note) for duty in duties(reading, today) if duty.id == LATER]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2016-05-11", []),
        ("2016-05-12", [(f"reflection record {LATER} --follow-up 3", "2016-06-11", "after 3 months")]),
        ("2016-12-31", [(f"reflection record {LATER} --follow-up 6", "2016-09-11", AFTER_6)]),
        ("2026-01-01", [(f"reflection record {LATER} --follow-up 12", "2017-03-11", AFTER_12)]),
    ],
)
def test_follow_ups_wait_from_a_month_before_they_are_due(
    base: Base, today: str, expected: list[tuple[str, str, str]]
) -> None:
    base.record(LATER, WEEK, VisitCompleted(on="2016-03-11"))

    assert [told(base, actor, today) for actor in (ANNA, BEA, CLEO)] == [expected, expected, []]


def test_a_follow_up_that_the_side_has_written_waits_no_more(base: Base) -> None:
    base.record(LATER, WEEK, VisitCompleted(on="2016-03-11"))
    written = ReflectionRecorded(
        answers={"why": "A"}, about=LATER, side="visitor", author="person-bea", follow_up=3, visibility="private"
    )
    base.record("reflection-later", written, by=BEA, visibility="private")

    assert told(base, BEA, "2016-06-11") == []
    assert [command for command, *_ in told(base, ANNA, "2016-06-11")] == [f"reflection record {LATER} --follow-up 3"]
