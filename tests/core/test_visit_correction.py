"""What was recorded wrongly of a visit is corrected, and who takes part."""

from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from epex.core import visit, visit_correction
from epex.core.decision import Actor, On, Refused
from epex.core.visit import Visit, VisitAgreed, VisitCancelled, VisitCorrected, VisitEvent, VisitPlanned, VisitPrepared
from tests.core.test_visit import (
    AGREED,
    COLLEAGUE,
    COMPLETED,
    COORDINATOR,
    HISTORIES,
    HOMES,
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
ELSEWHERE = {"person-second": "organisation-elsewhere"}
BOTH_HOMES = ("organisation-millrace", "organisation-elsewhere")


def known(*events: VisitEvent) -> Visit:
    state = reduce(lambda before, event: visit.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def corrected(
    state: Visit, by: Actor = HOST, *, is_written: bool = False, standing: str = "", **right: Any
) -> VisitCorrected:
    given = VisitCorrected(reason=SLIP, **right)
    (on,) = visit_correction.correct(
        state, given, by=by, is_written=is_written, homes={**HOMES, **ELSEWHERE}, standing=standing
    )
    assert isinstance(on.event, VisitCorrected)
    assert on.stream == ID
    return on.event


@pytest.mark.parametrize("by", [HOST, VISITOR, COORDINATOR], ids=["host", "visitor", "coordinator"])
def test_correct_is_open_to_both_sides_and_the_coordinator(by: Actor) -> None:
    event = VisitCorrected(reason=SLIP, title="Kitchen tables", setting="school", level="primary", year=2)

    assert visit_correction.correct(known(PLANNED), event, by=by, is_written=True) == [On(ID, event)]


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
        ({"host_people": ("person-host", "person-stranger")}, "Only people of the host organisation host a visit"),
        ({"host_people": ("person-nobody",)}, "Only people of the host organisation host a visit"),
        (
            {"visitors": ("person-stranger",), "visiting_organisations": ("organisation-millrace",)},
            "Only people of a visiting organisation visit",
        ),
        ({"place": "5 Mill Lane, Leeds", "place_precision": "city"}, "The place shows up to its first comma; begin"),
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
        visit_correction.correct(known(PLANNED), VisitCorrected(reason="", title="Tables"), by=HOST, is_written=False)


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
    swap: dict[str, Any] = {"visitors": SECOND, "visiting_organisations": BOTH_HOMES}

    assert corrected(under_way, by=VISITOR, **swap).visitors == SECOND
    assert corrected(under_way, by=COORDINATOR, title="Tables").title == "Tables"
    with pytest.raises(Refused, match=r"^Only hosts and visitors may correct who took part once a visit has started"):
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


def test_nobody_is_added_once_something_was_written_for_the_two_sides() -> None:
    over = known(*HISTORIES["completed"])
    swap: dict[str, Any] = {"visitors": SECOND, "visiting_organisations": BOTH_HOMES}

    with pytest.raises(Refused, match=r"^Nobody is let in once something was written for those who take part; ask its"):
        corrected(over, by=VISITOR, is_written=True, **swap)
    with pytest.raises(Refused, match=r"^Nobody is let in once something was written"):
        corrected(over, is_written=True, host_people=("person-host", "person-colleague"))
    assert corrected(over, is_written=True, host_people=()).host_people == ()
    assert corrected(over, by=VISITOR, **swap).visitors == SECOND


def test_nobody_of_another_organisation_lets_themselves_in() -> None:
    guest = Actor("person-second", "organisation-elsewhere", COORDINATOR.roles)
    home = Actor("person-colleague", "organisation-lindenhof", COORDINATOR.roles)
    swap: dict[str, Any] = {"visitors": SECOND, "visiting_organisations": BOTH_HOMES}

    with pytest.raises(Refused, match=r"^Nobody of another organisation lets themselves in; ask a host or a visitor"):
        corrected(known(PLANNED), by=guest, **swap)
    assert corrected(known(PLANNED), by=COORDINATOR, **swap).visitors == SECOND
    assert corrected(known(PLANNED), by=home, host_people=("person-colleague",)).host_people == ("person-colleague",)


@pytest.mark.parametrize(
    ("right", "fallen"),
    [
        ({"visitors": ("person-stranger",), "visiting_organisations": ("organisation-elsewhere",)}, ("visitor",)),
        ({"visitors": SECOND, "visiting_organisations": BOTH_HOMES}, ("visitor",)),
        ({"host_people": ("person-colleague",)}, ("host",)),
        ({"host_people": ("person-host", "person-colleague")}, ()),
        ({"title": "Tables"}, ()),
    ],
)
def test_a_signature_falls_when_others_stand_on_its_side(right: dict[str, Any], fallen: tuple[str, ...]) -> None:
    agreed = known(PLANNED, AGREED)

    event = corrected(agreed, **right)

    assert event.unsigned == fallen
    assert visit.evolve(agreed, ID, event).signed == {"host", "visitor"}.difference(fallen)


def test_a_signature_that_nobody_gave_does_not_fall() -> None:
    half = known(PLANNED, VisitAgreed(signed_for="visitor"))

    assert corrected(half, host_people=("person-colleague",)).unsigned == ()


@pytest.mark.parametrize(
    ("status", "before", "noted"),
    [
        ("agreed", "planned", {"unsigned": ("host", "visitor")}),
        ("prepared", "agreed", {}),
        ("started", "prepared", {"started_on": ""}),
        ("completed", "started", {"completed_on": ""}),
        ("monitored", "completed", {}),
        ("cancelled", "planned", {}),
    ],
)
def test_the_last_step_is_taken_back(status: str, before: str, noted: dict[str, Any]) -> None:
    state = known(*HISTORIES[status])

    event = corrected(state, status=before)

    assert event == VisitCorrected(reason=SLIP, status=before, **noted)
    right = visit.evolve(state, ID, event)
    assert (right.status, right.before) == (before, state.before[:-1])


def test_a_cancellation_that_is_taken_back_leaves_the_signatures() -> None:
    state = known(PLANNED, AGREED, VisitCancelled(reason="A slip"))

    right = visit.evolve(state, ID, corrected(state, status="agreed"))

    assert right == known(PLANNED, AGREED)


@pytest.mark.parametrize(
    ("status", "wanted", "given", "why"),
    [
        (
            "planned",
            "agreed",
            {},
            "Only the last step can be taken back, and the visit is planned now; there is nothing",
        ),
        ("completed", "agreed", {}, "and the visit is completed now; say --status started to take that back"),
        ("postponed", "agreed", {}, "A visit that was put off by mistake is agreed on again; 'epex visit agree' takes"),
        ("completed", "started", {"is_written": True}, "Somebody has looked back on this visit, so it stays completed"),
        (
            "cancelled",
            "planned",
            {"standing": "visit-2"},
            "Another visit was planned from its match meanwhile: visit-2; cancel that one first",
        ),
    ],
)
def test_taking_back_is_refused(status: str, wanted: str, given: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        corrected(known(*HISTORIES[status]), status=wanted, **given)


def test_what_was_monitored_is_taken_back_though_people_wrote() -> None:
    assert corrected(known(*HISTORIES["monitored"]), status="completed", is_written=True).status == "completed"


def test_another_host_is_named_before_anybody_signed() -> None:
    planned = known(PLANNED)

    alone = corrected(planned, host="organisation-elsewhere")
    with_people = corrected(planned, host="organisation-elsewhere", host_people=("person-stranger",))

    assert (alone.host_people, with_people.host_people) == ((), ("person-stranger",))
    right = visit.evolve(planned, ID, with_people)
    assert (right.host, right.host_people) == ("organisation-elsewhere", frozenset({"person-stranger"}))


@pytest.mark.parametrize(
    ("events", "given", "why"),
    [
        ((PLANNED, AGREED), {}, "Who hosts was signed, or written about, already; cancel the visit, and plan another"),
        ((PLANNED,), {"is_written": True}, "Who hosts was signed, or written about, already"),
        ((replace(PLANNED, match="match-1"),), {}, "The visit comes from a match that names its host; cancel it, and"),
        ((PLANNED,), {"host": "organisation-millrace"}, "A visitor cannot be of the host organisation; name another"),
        ((PLANNED,), {"host_people": ("person-host",)}, "Only people of the host organisation host a visit"),
    ],
)
def test_another_host_is_refused(events: tuple[VisitEvent, ...], given: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        corrected(known(*events), **{"host": "organisation-elsewhere", **given})


def test_the_challenges_behind_a_visit_are_named_anew() -> None:
    planned = known(replace(PLANNED, matched_on=("challenge-1", "challenge-2")))

    event = corrected(planned, matched_on=("challenge-2", "challenge-3", "challenge-3"))

    assert (event.matched_on, event.unmatched) == (("challenge-2", "challenge-3"), ("challenge-1",))
    assert visit.evolve(planned, ID, event).matched_on == {"challenge-2", "challenge-3"}


def test_a_place_is_checked_with_the_precision_that_it_has() -> None:
    city = known(replace(PLANNED, place="Leeds", place_precision="city"))

    assert corrected(city, place="5 Mill Lane, Leeds", place_precision="region").place == "5 Mill Lane, Leeds"
    with pytest.raises(Refused, match=r"^The place shows up to its first comma"):
        corrected(city, place="5 Mill Lane, Leeds")
