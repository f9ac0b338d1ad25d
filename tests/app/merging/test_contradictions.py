"""What each branch might decide alone, and the two of them together might not: it waits until a person decides."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.merging.settling import objection, settle_conflict
from epex.core import element, match, organisation, person, publication, reflection, theme, transfer, visit
from epex.core.decision import On, new_id
from epex.core.log.command import Command
from epex.core.organisation import Organisation
from epex.core.reflection import AboutVisit, ReflectionRecorded
from epex.core.visit_correction import correct
from tests.app.merging.branches import JUDGED, Branches, decide, discuss, propose, record, standings
from tests.core.life import identified

pytestmark = pytest.mark.slow

AWAY, BEN, ELEMENT, VISIT = (new_id(subject) for subject in ("organisation", "person", "element", "visit"))
MATCH = new_id("match")
STEPS: list[Any] = [visit.agree, partial(visit.prepare, confidentiality_briefing=True), visit.start, visit.complete]


def home_of(base: KnowledgeBase) -> str:
    """Name the organisation that founded the network."""
    return str(base.begin().by.organisation)


@pytest.fixture
def shared(branches: Branches) -> Branches:
    """Give two branches that share two organisations, a visit that is over, an element and a proposed match."""
    base = branches.home
    by, home = base.begin().by, home_of(base)
    planned = visit.VisitPlanned(
        title="Listening", year=1, purpose="getting_to_know", host=home, host_people=(by.person,), visitors=(BEN,),
        visiting_organisations=(AWAY,),
    )  # fmt: skip
    away = Organisation(AWAY)
    record(base, *organisation.join(AWAY, "Away", country="AT", kind="ngo", by=by))
    record(base, *person.register(BEN, "Ben Okafor", away, roles=("editor",), by=by))
    record(base, *element.identify(ELEMENT, identified(home), by=by))
    record(base, *visit.plan(VISIT, planned, by=by, homes={by.person: home, BEN: AWAY}))
    pair = match.MatchProposed(host=home, visitor=AWAY)
    record(base, *match.propose(MATCH, pair, Organisation(home), away, by=by))
    for step in STEPS:
        act = base.begin()
        act.record(step(act.load(VISIT), by=act.by))
    branches.part("home", "boat")
    return branches


def reflected(base: KnowledgeBase) -> list[On]:
    by = base.begin().by
    about = AboutVisit(VISIT, "completed", frozenset({by.person}), frozenset({BEN}))
    return reflection.record(new_id("reflection"), ReflectionRecorded(answers={"why": "Trust."}), about, by=by)


def opened(base: KnowledgeBase) -> list[On]:
    return publication.open(new_id("publication"), "What travels", by=base.begin().by)


def considered(base: KnowledgeBase) -> list[On]:
    by = base.begin().by
    return transfer.consider(new_id("transfer"), base.begin().load(ELEMENT), AWAY, by=by)


def proposed(base: KnowledgeBase) -> list[On]:
    by, home = base.begin().by, home_of(base)
    pair = match.MatchProposed(host=AWAY, visitor=home, year=2)
    return match.propose(new_id("match"), pair, Organisation(AWAY), Organisation(home), by=by)


@pytest.mark.parametrize("deciding", [reflected, opened, considered, proposed])
def test_what_there_may_be_once_waits_when_both_have_it(
    shared: Branches, deciding: Callable[[KnowledgeBase], list[On]]
) -> None:
    record(shared.home, *deciding(shared.home))
    record(shared.open("boat"), *deciding(shared.open("boat")))

    answer = shared.send("boat", "home")

    assert [one["why"] for one in answer["held"]] == ["elsewhere"]
    assert objection(shared.home, answer["held"][0]["event_id"]) == "elsewhere"


def test_a_visit_at_somebody_who_left_waits(shared: Branches) -> None:
    home, boat = shared.home, shared.open("boat")
    planned = visit.VisitPlanned(
        title="Next", year=2, purpose="getting_to_know", host=AWAY, visitors=(home.begin().by.person,),
        visiting_organisations=(home_of(home),),
    )  # fmt: skip
    record(boat, *visit.plan(new_id("visit"), planned, by=boat.begin().by, homes={boat.person: home_of(home)}))
    act = home.begin()
    act.record(organisation.leave(act.load(AWAY), by=act.by))

    answer = shared.send("boat", "home")

    assert [one["why"] for one in answer["held"]] == ["elsewhere"]


def test_what_was_written_for_fewer_people_waits_where_somebody_was_let_in(shared: Branches) -> None:
    home, ana = shared.home, new_id("person")
    act = home.begin()
    act.record(person.register(ana, "Ana Lopes", act.load(home_of(home)), by=act.by))
    act = home.begin()
    let_in = visit.VisitCorrected(reason="She came too.", host_people=(str(home.person), ana))
    homes = {ana: home_of(home), str(home.person): home_of(home)}
    act.record(correct(act.load(VISIT), let_in, by=act.by, is_written=False, homes=homes))
    record(shared.open("boat"), *reflected(shared.open("boat")))

    answer = shared.send("boat", "home")

    assert [one["why"] for one in answer["held"]] == ["elsewhere"]


@pytest.mark.parametrize(("origin", "target"), [("boat", "home"), ("home", "boat")])
def test_a_step_for_the_two_sides_and_somebody_new_do_not_come_together(
    shared: Branches, origin: str, target: str
) -> None:
    home, ana = shared.home, new_id("person")
    host, place = str(home.person), home_of(home)
    act = home.begin()
    act.record(person.register(ana, "Ana Lopes", act.load(place), by=act.by))
    act = home.begin()
    let_in = visit.VisitCorrected(reason="She came too.", host_people=(host, ana))
    act.record(correct(act.load(VISIT), let_in, by=act.by, is_written=False, homes={ana: place, host: place}))
    act = shared.open("boat").begin(Command(visibility="pair", audience=VISIT))
    told = visit.VisitCorrected(reason="For us two.", objectives="What failed")
    act.record(correct(act.load(VISIT), told, by=act.by, is_written=True), label_is_stated=True)

    answer = shared.send(origin, target)

    assert [one["why"] for one in answer["held"]] == ["elsewhere"]


def revised(base: KnowledgeBase, *roles: str) -> None:
    """Give Ben other roles."""
    act = base.begin()
    act.record(person.revise(act.load(BEN), by=act.by, roles=roles))


def as_ben(shared: Branches, stream: str, decision: Any) -> str:
    """Let Ben decide on a theme on the boat; give the event."""
    act = shared.open("boat", BEN).begin()
    act.record(decision(act.load(stream), JUDGED, by=act.by))
    return shared.open("boat").log.facts()[-1].envelope.event_id


def test_a_decision_by_somebody_who_had_lost_the_role_before_waits(shared: Branches, trust: str) -> None:
    revised(shared.home, "practitioner")
    event = as_ben(shared, trust, theme.reject)

    answer = shared.send("boat", "home")
    shared.send("home", "boat")

    assert answer["held"] == [{"event_id": event, "why": "right"}]
    assert standings(shared.home) == standings(shared.open("boat")) == {"Trust": "candidate"}


def test_it_waits_whichever_branch_merges_first(shared: Branches, trust: str) -> None:
    revised(shared.home, "practitioner")
    event = as_ben(shared, trust, theme.reject)

    shared.send("home", "boat")
    answer = shared.send("boat", "home")

    assert answer["held"] == [{"event_id": event, "why": "right"}]


def test_a_decision_before_the_role_was_lost_counts(shared: Branches, trust: str) -> None:
    as_ben(shared, trust, theme.reject)
    revised(shared.home, "practitioner")

    answer = shared.send("boat", "home")

    assert answer["held"] == []
    assert standings(shared.home) == {"Trust": "rejected"}


def test_a_decision_under_a_role_that_was_given_there_counts(shared: Branches, trust: str) -> None:
    revised(shared.open("boat"), "practitioner", "editor")
    as_ben(shared, trust, theme.reject)

    assert shared.send("boat", "home")["held"] == []


def test_whoever_may_decide_lets_it_count_all_the_same(shared: Branches, trust: str) -> None:
    revised(shared.home, "practitioner")
    event = as_ben(shared, trust, theme.reject)
    shared.send("boat", "home")

    settle_conflict(shared.home, event, applied=True, reason="The plenary had decided it.")

    assert standings(shared.home) == {"Trust": "rejected"}


def accepted(base: KnowledgeBase, **choices: Any) -> None:
    act = base.begin()
    act.record(match.accept(act.load(MATCH), by=replace(act.by, organisation=None), **choices))


def test_the_same_step_in_both_branches_is_one_step(shared: Branches) -> None:
    accepted(shared.home)
    accepted(shared.open("boat"))

    answer = shared.send("boat", "home")
    shared.send("home", "boat")

    assert answer["held"] == []
    assert shared.home.queries().conflicts() == []
    for base in (shared.home, shared.open("boat")):
        assert base.queries().show(MATCH)["status"] == "accepted"
        assert base.verify()["ok"]
    assert [row["status"] for row in shared.home.queries().conflicts(settled=True)] == ["same", "same"]


def test_what_goes_beyond_the_same_step_counts(shared: Branches) -> None:
    accepted(shared.home, side="host")
    accepted(shared.open("boat"))

    answer = shared.send("boat", "home")

    assert answer["held"] == []
    assert shared.home.queries().show(MATCH)["status"] == "accepted"


def test_the_same_merge_of_two_themes_is_one(branches: Branches, trust: str) -> None:
    other = propose(branches.home, "Other")
    branches.part("home", "boat")
    for base in (branches.home, branches.open("boat")):
        act = base.begin()
        act.record(theme.merge(act.load(trust), act.load(other), JUDGED, by=act.by))

    answer = branches.send("boat", "home")

    assert answer["held"] == []
    assert branches.home.queries().show(other)["absorbed"] == [trust]


def test_the_same_with_another_rationale_is_decided_by_a_person(branches: Branches, trust: str) -> None:
    discuss(branches.home, trust)
    branches.part("home", "boat")
    decide(branches.home, trust, theme.park)
    act = branches.open("boat").begin()
    act.record(theme.park(act.load(trust), replace(JUDGED, rationale="Not now."), by=act.by))

    assert [one["why"] for one in branches.send("boat", "home")["held"]] == ["turn"]
