"""Visits that wait for their next step."""

from dataclasses import replace

import pytest

from epex.core.visit import VisitAgreed, VisitPrepared, VisitStarted
from epex.projections.duties.duty import Duty
from epex.projections.duties.visits import duties
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, Base
from tests.projections.society import WEEK

LATER = "visit-later"
READY = VisitAgreed(), VisitPrepared(confidentiality_briefing=True)


def moves(base: Base, today: str = "2016-03-08", actor: object = BEA) -> list[Duty]:
    reading = Reading(base.views, base.queries(actor).reader)  # type: ignore[arg-type]
    return [duty for duty in duties(reading, today) if duty.id == LATER]


def test_the_next_step_waits_for_those_who_take_part(base: Base) -> None:
    base.record(LATER, WEEK)

    duty = Duty(
        heading="Visits to move on",
        id=LATER,
        title=WEEK.title,
        command=f"visit agree {LATER}",
        due="2016-03-07",
        overview="visit board",
    )
    assert [moves(base, actor=actor) for actor in (ANNA, BEA, CLEO)] == [[duty], [duty], []]


@pytest.mark.parametrize(
    ("steps", "today", "command"),
    [
        ((), "2016-03-06", []),
        ((), "2016-03-07", [f"visit start {LATER}"]),
        ((VisitStarted(on="2016-03-07"),), "2016-03-10", []),
        ((VisitStarted(on="2016-03-07"),), "2016-03-11", [f"visit complete {LATER}"]),
    ],
)
def test_nobody_starts_or_ends_a_visit_before_its_day(
    base: Base, steps: tuple[VisitStarted, ...], today: str, command: list[str]
) -> None:
    base.record(LATER, WEEK, *READY, *steps)

    assert [duty.command for duty in moves(base, today)] == command


def test_a_visit_without_a_day_may_start_at_any_time(base: Base) -> None:
    base.record(LATER, replace(WEEK, starts_on="", ends_on=""), *READY)

    assert [duty.command for duty in moves(base)] == [f"visit start {LATER}"]
