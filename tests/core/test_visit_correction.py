"""What was recorded wrongly of a visit is corrected, and who takes part."""

from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from epex.core import visit, visit_correction
from epex.core.decision import Actor, On, Refused
from epex.core.visit import Visit, VisitAgreed, VisitCorrected, VisitEvent, VisitPlanned, VisitPrepared
from tests.core.test_visit import (
    AGREED,
    COLLEAGUE,
    COMPLETED,
    COORDINATOR,
    HISTORIES,
    HOST,
    ID,
    PLANNED,
    PREPARED,
    STARTED,
    VISITOR,
)

SLIP = "A slip of the pen"
DATED = replace(PLANNED, starts_on="2016-03-21", ends_on="2016-03-23")
SECOND = ("person-visitor", "person-second")
BOTH_HOMES = ("organisation-millrace", "organisation-elsewhere")


def known(*events: VisitEvent) -> Visit:
    state = reduce(lambda before, event: visit.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def corrected(state: Visit, by: Actor = HOST, **right: Any) -> VisitCorrected:
    (on,) = visit_correction.correct(state, VisitCorrected(reason=SLIP, **right), by=by)
    assert isinstance(on.event, VisitCorrected)
    assert on.stream == ID
    return on.event


@pytest.mark.parametrize("by", [HOST, VISITOR, COORDINATOR], ids=["host", "visitor", "coordinator"])
def test_correct_is_open_to_both_sides_and_the_coordinator(by: Actor) -> None:
    event = VisitCorrected(reason=SLIP, title="Kitchen tables", setting="school", level="primary", year=2)

    assert visit_correction.correct(known(PLANNED), event, by=by) == [On(ID, event)]


def test_correct_is_refused_to_strangers() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may act on a visit in which they neither host nor visit"):
        corrected(known(PLANNED), by=COLLEAGUE, title="Kitchen tables")


@pytest.mark.parametrize("status", sorted(set(HISTORIES) - {"cancelled"}))
def test_correct_is_possible_until_a_visit_is_cancelled(status: str) -> None:
    assert corrected(known(*HISTORIES[status]), title="Kitchen tables").title == "Kitchen tables"


def test_correct_is_refused_after_a_cancellation() -> None:
    with pytest.raises(Refused, match=r"^The visit is cancelled, so nobody can correct it now; plan another one with"):
        corrected(known(*HISTORIES["cancelled"]), title="Kitchen tables")


@pytest.mark.parametrize(
    ("right", "why"),
    [
        ({}, "The correction changes nothing; give at least one field, such as --starts-on"),
        ({"title": " "}, "The visit's title is empty"),
        ({"year": 0}, "Programme years are counted from 1"),
        ({"purpose": "tourism"}, "'tourism' is not a known purpose"),
        ({"place_precision": "street"}, "'street' is not a known precision of the place"),
        ({"setting": "circus"}, "'circus' is not a known setting"),
        ({"level": "fourth"}, "'fourth' is not a known prevention level"),
        ({"starts_on": "2017-13"}, "'2017-13' is not a date"),
        ({"starts_on": "2016-03-24"}, r"It would end \(2016-03-23\) before it starts \(2016-03-24\)"),
        ({"started_on": "2016-03-21"}, "The visit has not started; correct the planned day with --starts-on, or note"),
        ({"completed_on": "2016-03-21"}, "The visit is not over; correct the planned day with --ends-on, or note"),
        ({"visitors": ()}, "A visit needs somebody who visits"),
        ({"visitors": ("person-second",)}, "A visit needs somebody who visits; name a visitor who belongs"),
        (
            {"visitors": ("person-second",), "visiting_organisations": ("organisation-lindenhof",)},
            "A visitor cannot be of the host organisation",
        ),
        ({"host_people": ("person-visitor",)}, "Somebody is named as host and as visitor"),
        (
            {"visitors": ("person-host",), "visiting_organisations": ("organisation-millrace",)},
            "Somebody is named as host and as visitor",
        ),
    ],
)
def test_correct_refuses_what_cannot_be(right: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        corrected(known(DATED), **right)


def test_correct_needs_a_reason() -> None:
    with pytest.raises(Refused, match=r"^The reason is empty; give it a text"):
        visit_correction.correct(known(PLANNED), VisitCorrected(reason="", title="Tables"), by=HOST)


def test_correct_moves_the_days_and_can_take_them_away() -> None:
    state = known(DATED, AGREED, PREPARED, STARTED, COMPLETED)

    event = corrected(state, starts_on="", started_on=" 2016-03-22", completed_on="2016-03-24")

    right = visit.evolve(state, ID, event)
    days = (right.starts_on, right.ends_on, right.started_on, right.completed_on)
    assert days == ("", "2016-03-23", "2016-03-22", "2016-03-24")


def test_correct_lets_somebody_else_take_part() -> None:
    twice = (*SECOND, "person-second")

    event = corrected(known(PLANNED), visitors=twice, visiting_organisations=BOTH_HOMES, host_people=())

    right = visit.evolve(known(PLANNED), ID, event)
    assert (event.visitors, event.host_people, event.brief_again) == (SECOND, (), False)
    assert (right.visitors, right.visiting_organisations) == (frozenset(SECOND), frozenset(BOTH_HOMES))
    assert right.host_people == frozenset()


def test_correct_asks_for_another_briefing_when_somebody_new_visits() -> None:
    prepared = known(PLANNED, AGREED, PREPARED)

    event = corrected(prepared, visitors=SECOND, visiting_organisations=BOTH_HOMES)

    assert event.brief_again
    assert visit.evolve(prepared, ID, event).status == "agreed"


def test_correct_asks_for_no_briefing_of_those_who_had_it() -> None:
    wide = replace(PLANNED, visitors=SECOND)
    prepared = known(wide, AGREED, VisitPrepared(confidentiality_briefing=True))

    event = corrected(prepared, visitors=("person-visitor",), visiting_organisations=("organisation-millrace",))

    assert not event.brief_again
    assert visit.evolve(prepared, ID, event).status == "prepared"


def test_correct_of_people_is_the_participants_once_a_visit_has_started() -> None:
    under_way = known(*HISTORIES["started"])
    swap = {"visitors": SECOND, "visiting_organisations": BOTH_HOMES}

    assert corrected(under_way, by=VISITOR, **swap).visitors == SECOND
    assert corrected(under_way, by=COORDINATOR, title="Tables").title == "Tables"
    with pytest.raises(
        Refused, match=r"once a visit has started only its hosts and visitors may correct who took part"
    ):
        corrected(under_way, by=COORDINATOR, **swap)


def test_changed_names_what_a_correction_gives_a_new_value() -> None:
    event = VisitCorrected(reason=SLIP, place="", visitors=SECOND, brief_again=True)

    assert visit_correction.changed(event) == ["visitors", "place"]


def test_a_title_is_no_part_of_the_state() -> None:
    assert known(PLANNED, VisitCorrected(reason=SLIP, title="Tables")) == known(
        VisitPlanned(**{**vars(PLANNED), "title": "Other"})
    )


def test_correct_of_something_else_is_possible_though_the_days_are_wrong() -> None:
    wrong = known(DATED, VisitAgreed(starts_on="2016-04-01"))

    assert corrected(wrong, title="Kitchen tables").title == "Kitchen tables"
    assert corrected(wrong, ends_on="2016-04-02").ends_on == "2016-04-02"
