"""A visit goes its way in order, and only its people take it along."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core import visit
from epex.core.decision import Actor, On, Refused
from epex.core.match import Match
from epex.core.visit import (
    Visit,
    VisitAgreed,
    VisitCancelled,
    VisitCompleted,
    VisitEvent,
    VisitMonitored,
    VisitPlanned,
    VisitPostponed,
    VisitPrepared,
    VisitSigned,
    VisitStarted,
)
from tests.core.actors import only

ID = "visit-1"
HOST = Actor("person-host", "organisation-lindenhof", frozenset({"practitioner"}))
VISITOR = Actor("person-visitor", "organisation-millrace", frozenset({"practitioner"}))
STRANGER = Actor("person-stranger", "organisation-elsewhere", frozenset({"practitioner"}))
COLLEAGUE = Actor("person-colleague", "organisation-lindenhof", frozenset({"practitioner"}))
COORDINATOR = Actor("person-coordinator", "organisation-office", frozenset({"coordinator"}))

PLANNED = VisitPlanned(
    title="Kitchen tables",
    year=1,
    purpose="getting_to_know",
    host="organisation-lindenhof",
    host_people=("person-host",),
    visitors=("person-visitor",),
    visiting_organisations=("organisation-millrace",),
)

HOMES = {
    "person-host": "organisation-lindenhof",
    "person-colleague": "organisation-lindenhof",
    "person-visitor": "organisation-millrace",
    "person-second": "organisation-millrace",
    "person-stranger": "organisation-elsewhere",
}

AGREED = VisitAgreed()
PREPARED = VisitPrepared(confidentiality_briefing=True)
STARTED = VisitStarted(on="2016-03-21")
COMPLETED = VisitCompleted(on="2016-03-23")
MONITORED = VisitMonitored(attained="One home meeting seen")
POSTPONED = VisitPostponed(reason="Flu in the team")
CANCELLED = VisitCancelled(reason="The prison withdrew its permission")

HISTORIES: dict[str, tuple[VisitEvent, ...]] = {
    "planned": (PLANNED,),
    "agreed": (PLANNED, AGREED),
    "prepared": (PLANNED, AGREED, PREPARED),
    "started": (PLANNED, AGREED, PREPARED, STARTED),
    "completed": (PLANNED, AGREED, PREPARED, STARTED, COMPLETED),
    "monitored": (PLANNED, AGREED, PREPARED, STARTED, COMPLETED, MONITORED),
    "postponed": (PLANNED, AGREED, POSTPONED),
    "cancelled": (PLANNED, CANCELLED),
}
STEPS = {
    "agree": lambda state, by: visit.agree(state, by=by),
    "prepare": lambda state, by: visit.prepare(state, by=by, confidentiality_briefing=True),
    "start": lambda state, by: visit.start(state, by=by),
    "complete": lambda state, by: visit.complete(state, by=by),
    "monitor": lambda state, by: visit.monitor(state, "Trust came first", by=by),
    "postpone": lambda state, by: visit.postpone(state, "Flu in the team", by=by),
    "cancel": lambda state, by: visit.cancel(state, "The prison closed", by=by),
}
ALLOWED = {
    "planned": {"agree", "postpone", "cancel"},
    "agreed": {"prepare", "postpone", "cancel"},
    "prepared": {"start", "postpone", "cancel"},
    "started": {"complete", "cancel"},
    "completed": {"monitor"},
    "monitored": {"monitor"},
    "postponed": {"agree", "postpone", "cancel"},
    "cancelled": set(),
}
PAIRS = [(status, step) for status in HISTORIES for step in STEPS]


def known(*events: VisitEvent) -> Visit:
    state = reduce(lambda before, event: visit.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def refusal(status: str, act: str, instead: str) -> str:
    return f"^The visit is {status}, so nobody can {act} now; {instead}.$"


@pytest.mark.parametrize("by", [HOST, VISITOR, COORDINATOR], ids=["host", "visitor", "coordinator"])
def test_plan_is_open_to_both_sides_and_the_coordinator(by: Actor) -> None:
    planned = visit.plan(ID, PLANNED, by=by, homes=HOMES)

    assert planned == [On(ID, PLANNED)]


def test_plan_keeps_every_name_once_and_tidies_the_dates() -> None:
    wordy = replace(
        PLANNED,
        host_people=("person-host", "person-host"),
        visitors=("person-visitor", "person-second", "person-visitor"),
        visiting_organisations=("organisation-millrace", "organisation-millrace"),
        matched_on=("challenge-1", "challenge-1"),
        starts_on=" 2016-03-21",
        ends_on="2016-03",
        setting="family_counselling",
        level="tertiary",
    )

    planned = visit.plan(ID, wordy, by=HOST, homes=HOMES)

    tidy = replace(
        wordy,
        host_people=("person-host",),
        visitors=("person-visitor", "person-second"),
        visiting_organisations=("organisation-millrace",),
        matched_on=("challenge-1",),
        starts_on="2016-03-21",
    )
    assert planned == [On(ID, tidy)]


def test_plan_is_refused_to_other_organisations() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may plan a visit between other organisations; ask one"):
        visit.plan(ID, PLANNED, by=STRANGER, homes=HOMES)


def test_plan_is_refused_to_somebody_who_does_not_practise() -> None:
    evaluator = Actor("person-evaluator", "organisation-millrace", frozenset({"evaluator"}))

    with pytest.raises(Refused, match=r"^Only a coordinator or practitioner may plan a visit; ask one"):
        visit.plan(ID, PLANNED, by=evaluator, homes=HOMES)


@pytest.mark.parametrize(
    ("planned", "why"),
    [
        (replace(PLANNED, title=" "), "The visit's title is empty"),
        (replace(PLANNED, year=0), "Programme years are counted from 1"),
        (replace(PLANNED, purpose="tourism"), "'tourism' is not a known purpose"),
        (replace(PLANNED, place_precision="street"), "'street' is not a known precision of the place"),
        (replace(PLANNED, setting="circus"), "'circus' is not a known setting"),
        (replace(PLANNED, level="fourth"), "'fourth' is not a known prevention level"),
        (replace(PLANNED, host=""), "The host organisation is empty"),
        (replace(PLANNED, visitors=()), "A visit needs somebody who visits"),
        (replace(PLANNED, visiting_organisations=()), "A visit needs somebody who visits"),
        (
            replace(PLANNED, visiting_organisations=("organisation-millrace", "organisation-lindenhof")),
            "A visitor cannot be of the host organisation; name somebody from another one",
        ),
        (replace(PLANNED, visitors=("person-host",)), "Somebody is named as host and as visitor"),
        (
            replace(PLANNED, host_people=("person-host", "person-stranger")),
            "^Only people of the host organisation host a visit; name people who belong to it",
        ),
        (
            replace(PLANNED, visitors=("person-visitor", "person-stranger")),
            "^Only people of a visiting organisation visit; name people who belong to one",
        ),
        (
            replace(PLANNED, host_people=("person-nobody",)),
            "^Only people of the host organisation host a visit; name people who belong to it",
        ),
        (
            replace(PLANNED, place="Storgata 5, Oslo", place_precision="city"),
            "^The place shows up to its first comma; begin with the city, such as 'Oslo, Storgata 5'",
        ),
        (replace(PLANNED, starts_on="2017-13-40"), "'2017-13-40' is not a date"),
        (replace(PLANNED, starts_on="2016-03-21", ends_on="2016-03-20"), "give the dates in their order"),
    ],
)
def test_plan_refuses_what_cannot_be(planned: VisitPlanned, why: str) -> None:
    with pytest.raises(Refused, match=why):
        visit.plan(ID, planned, by=COORDINATOR, homes=HOMES)


@pytest.mark.parametrize(("status", "step"), [pair for pair in PAIRS if pair[1] in ALLOWED[pair[0]]])
def test_step_is_taken_when_it_is_its_turn(status: str, step: str) -> None:
    state = known(*HISTORIES[status])

    (taken,) = STEPS[step](state, VISITOR)

    assert taken.stream == ID
    assert visit.evolve(state, ID, only([taken])).id == ID


@pytest.mark.parametrize(("status", "step"), [pair for pair in PAIRS if pair[1] not in ALLOWED[pair[0]]])
def test_step_is_refused_when_it_is_not_its_turn(status: str, step: str) -> None:
    state = known(*HISTORIES[status])

    with pytest.raises(Refused, match=f"^The visit is {status}, so nobody can {step} (it|on it) now; "):
        STEPS[step](state, COORDINATOR)


@pytest.mark.parametrize("step", STEPS)
def test_step_is_refused_to_strangers_before_they_learn_the_status(step: str) -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may act on a visit in which they neither host nor visit"):
        STEPS[step](known(PLANNED), COLLEAGUE)


@pytest.mark.parametrize(("status", "events"), HISTORIES.items())
def test_history_leads_to_its_status(status: str, events: tuple[VisitEvent, ...]) -> None:
    state = known(*events)

    assert state.status == status


@pytest.mark.parametrize(
    ("status", "instead"),
    [
        ("planned", "the next step is 'epex visit agree'"),
        ("agreed", "the next step is 'epex visit prepare', or 'epex visit sign' for a side that has not signed"),
        ("prepared", "the next step is 'epex visit start'"),
        ("postponed", "the next step is 'epex visit agree', once both sides have a new date"),
        ("monitored", "what else was attained goes into 'epex visit monitor'"),
        (
            "cancelled",
            "plan another one with 'epex visit plan', or take a mistake back with 'epex visit correct --status'",
        ),
    ],
)
def test_complete_refused_too_early_or_too_late_says_what_comes_next(status: str, instead: str) -> None:
    with pytest.raises(Refused, match=refusal(status, "complete it", instead)):
        visit.complete(known(*HISTORIES[status]), by=HOST)


def test_agree_can_change_the_terms_and_name_the_hosts() -> None:
    planned = known(replace(PLANNED, host_people=()))
    terms = VisitAgreed(
        objectives="Who picks up the phone",
        host_people=("person-colleague", "person-colleague"),
        starts_on="2016-03-21",
        ends_on="2016-03-23",
    )

    (agreed,) = visit.agree(planned, terms, by=VISITOR, is_written=False, homes=HOMES)

    assert agreed == On(ID, replace(terms, host_people=("person-colleague",), signed_for="visitor"))
    assert visit.evolve(planned, ID, only([agreed])).host_people == frozenset({"person-colleague"})


def test_agree_lets_nobody_into_what_was_written() -> None:
    others, same = (
        VisitAgreed(host_people=("person-host", "person-colleague")),
        VisitAgreed(host_people=("person-host",)),
    )

    with pytest.raises(Refused, match=r"^Nobody is let in once something was written for those who take part; ask its"):
        visit.agree(known(PLANNED), others, by=COORDINATOR, homes=HOMES)
    assert only(visit.agree(known(PLANNED), same, by=HOST, homes=HOMES)) == replace(same, signed_for="host")


def test_agree_without_new_hosts_keeps_those_of_the_plan() -> None:
    state = known(PLANNED, AGREED)

    assert state.host_people == frozenset({"person-host"})


def test_agree_refuses_a_visitor_as_host() -> None:
    with pytest.raises(Refused, match=r"^Somebody is named as host and as visitor; name each person on one side only"):
        visit.agree(known(PLANNED), VisitAgreed(host_people=("person-visitor",)), by=HOST)


def test_agree_refuses_somebody_of_another_organisation_as_host() -> None:
    with pytest.raises(
        Refused, match=r"^Only people of the host organisation host a visit; name people who belong to it"
    ):
        visit.agree(known(PLANNED), VisitAgreed(host_people=("person-stranger",)), by=VISITOR, homes=HOMES)


def test_the_status_before_each_step_is_known() -> None:
    twice = (*HISTORIES["monitored"], MONITORED)

    assert [known(*events).before for events in (HISTORIES["planned"], HISTORIES["cancelled"], twice)] == [
        (),
        ("planned",),
        ("planned", "agreed", "prepared", "started", "completed"),
    ]


def test_plan_from_a_match_keeps_it() -> None:
    accepted = Match("match-1", PLANNED.host, "organisation-millrace", accepted=frozenset({"host", "visitor"}))

    assert visit.plan(ID, PLANNED, by=HOST, match=accepted, homes=HOMES) == [On(ID, replace(PLANNED, match="match-1"))]


def test_plan_from_a_match_of_others_is_refused() -> None:
    accepted = Match("match-1", "organisation-elsewhere", PLANNED.host, accepted=frozenset({"host", "visitor"}))

    with pytest.raises(Refused, match=r"^The visit is not between the two that were matched"):
        visit.plan(ID, PLANNED, by=COORDINATOR, match=accepted, homes=HOMES)


@pytest.mark.parametrize(
    ("by", "signed_for", "kept"),
    [
        (HOST, "", "host"),
        (VISITOR, "", "visitor"),
        (COORDINATOR, "", ""),
        (COORDINATOR, "host", "host"),
        (VISITOR, "visitor", "visitor"),
    ],
)
def test_agree_signs_for_ones_own_side_and_a_coordinator_for_both(by: Actor, signed_for: str, kept: str) -> None:
    agreed = visit.agree(known(PLANNED), VisitAgreed(signed_for=signed_for), by=by)

    assert agreed == [On(ID, VisitAgreed(signed_for=kept))]


def test_agree_for_the_other_side_is_the_coordinators() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may sign for the other side; ask one of them to record it"):
        visit.agree(known(PLANNED), VisitAgreed(signed_for="visitor"), by=HOST)
    with pytest.raises(Refused, match=r"^'audience' is not a known side of a visit; choose one of: host, visitor"):
        visit.agree(known(PLANNED), VisitAgreed(signed_for="audience"), by=COORDINATOR)


def test_agreement_of_earlier_events_was_signed_by_both_sides() -> None:
    histories = [(), (AGREED,), (VisitAgreed(signed_for="host"),), (AGREED, POSTPONED)]

    signed = [known(PLANNED, *events).signed for events in histories]

    assert signed == [frozenset(), {"host", "visitor"}, {"host"}, frozenset()]


def test_sign_adds_the_missing_signature() -> None:
    half = known(PLANNED, VisitAgreed(signed_for="host"))

    by_visitor, by_coordinator = visit.sign(half, by=VISITOR), visit.sign(half, by=COORDINATOR)

    assert by_visitor == by_coordinator == [On(ID, VisitSigned(signed_for="visitor"))]
    assert visit.evolve(half, ID, VisitSigned(signed_for="visitor")).signed == {"host", "visitor"}


def test_sign_refuses_a_second_signature() -> None:
    half, whole = known(PLANNED, VisitAgreed(signed_for="host")), known(PLANNED, AGREED)

    with pytest.raises(Refused, match=r"^The host has signed this agreement already; 'epex visit board' shows whose"):
        visit.sign(half, by=HOST)
    with pytest.raises(Refused, match=r"^Both sides have signed this agreement already"):
        visit.sign(whole, by=COORDINATOR)


@pytest.mark.parametrize("status", ["planned", "completed", "cancelled", "postponed"])
def test_sign_is_refused_when_there_is_nothing_to_sign(status: str) -> None:
    with pytest.raises(Refused, match=f"^The visit is {status}, so nobody can sign the agreement now; "):
        visit.sign(known(*HISTORIES[status]), by=COORDINATOR)


def test_prepare_says_who_was_briefed() -> None:
    agreed = known(PLANNED, AGREED)

    everybody = visit.prepare(agreed, by=HOST, confidentiality_briefing=True)
    named = visit.prepare(
        agreed, by=HOST, confidentiality_briefing=True, briefed=("person-visitor", "person-host", "person-host")
    )

    assert everybody == [On(ID, VisitPrepared(confidentiality_briefing=True, briefed=("person-visitor",)))]
    both = ("person-visitor", "person-host")
    assert named == [On(ID, VisitPrepared(confidentiality_briefing=True, briefed=both))]


@pytest.mark.parametrize(
    ("briefed", "why"),
    [
        (
            ("person-host",),
            "Not every visitor was briefed; brief them all, or correct who visits with 'epex visit corr",
        ),
        (("person-visitor", "person-stranger"), "Somebody was briefed who takes no part; name hosts and visitors, or"),
    ],
)
def test_prepare_refuses_a_briefing_of_others(briefed: tuple[str, ...], why: str) -> None:
    with pytest.raises(Refused, match=why):
        visit.prepare(known(PLANNED, AGREED), by=HOST, confidentiality_briefing=True, briefed=briefed)


def test_side_of_is_the_side_that_somebody_takes_part_on() -> None:
    state = known(PLANNED)

    assert [state.side_of(by.person) for by in (HOST, VISITOR, STRANGER)] == ["host", "visitor", ""]


def test_prepare_refuses_a_visit_without_a_briefing() -> None:
    with pytest.raises(Refused, match=r"^A visit needs a confidentiality briefing; hold it with the visitors"):
        visit.prepare(known(PLANNED, AGREED), by=HOST, confidentiality_briefing=False)


def test_start_and_complete_keep_their_days() -> None:
    started = visit.start(known(*HISTORIES["prepared"]), by=HOST, on="2016-03-21")
    completed = visit.complete(known(*HISTORIES["started"]), by=VISITOR, on="2016-03-23")

    assert started == [On(ID, STARTED)]
    assert completed == [On(ID, COMPLETED)]


def test_complete_refuses_a_day_before_the_start() -> None:
    with pytest.raises(Refused, match=r"^It would end \(2016-03-20\) before it starts \(2016-03-21\); give the dates"):
        visit.complete(known(*HISTORIES["started"]), by=HOST, on="2016-03-20")


def test_monitor_refuses_an_empty_account() -> None:
    with pytest.raises(Refused, match=r"^The account of what was attained is empty"):
        visit.monitor(known(*HISTORIES["completed"]), "", by=HOST)


def test_monitor_can_be_told_again_months_later() -> None:
    monitored = visit.monitor(known(*HISTORIES["monitored"]), "Still in use", by=HOST, unexpected="The rota too")

    assert monitored == [On(ID, VisitMonitored(attained="Still in use", unexpected="The rota too"))]


def test_postpone_takes_new_dates_when_they_are_known() -> None:
    postponed = visit.postpone(known(PLANNED), "Flu", by=HOST, starts_on="2016-09-05", ends_on="2016-09-07")

    assert postponed == [On(ID, VisitPostponed(reason="Flu", starts_on="2016-09-05", ends_on="2016-09-07"))]


@pytest.mark.parametrize("step", [visit.postpone, visit.cancel])
def test_postpone_and_cancel_need_a_reason(step: Callable[..., list[On]]) -> None:
    with pytest.raises(Refused, match=r"^The reason is empty; give it a text"):
        step(known(PLANNED), " ", by=HOST)


def test_postponed_visit_is_agreed_again_and_goes_on() -> None:
    state = known(*HISTORIES["postponed"], AGREED, PREPARED, STARTED, COMPLETED)

    assert state.status == "completed"


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_any_steps_that_decisions_allow_replay_to_the_same_state(steps: list[str]) -> None:
    events: list[VisitEvent] = [PLANNED]
    state = known(PLANNED)
    for step in steps:
        if step in ALLOWED[state.status]:
            (taken,) = STEPS[step](state, HOST)
            events.append(only([taken]))
            state = visit.evolve(state, ID, only([taken]))

    assert known(*events) == state


def test_agree_refuses_a_day_on_the_wrong_side_of_the_one_that_was_planned() -> None:
    planned = known(replace(PLANNED, starts_on="2016-03-21", ends_on="2016-03-23"))

    with pytest.raises(
        Refused, match=r"^It would end \(2016-03-23\) before it starts \(2016-04-01\), as it was planned; give"
    ):
        visit.agree(planned, VisitAgreed(starts_on="2016-04-01"), by=HOST)
