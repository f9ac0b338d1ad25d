"""Matches that wait for an answer or for their visit."""

from dataclasses import replace

from epex.core.dates import days_after
from epex.core.decision import Actor
from epex.core.match import MatchAccepted, MatchDeclined, MatchProposed
from epex.core.visit import VisitCancelled
from epex.projections.duties.matches import duties
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base
from tests.projections.society import WEEK

PROPOSED = MatchProposed(host="organisation-far", visitor="organisation-south", year=2)
BOTH = MatchAccepted(side="host"), MatchAccepted(side="visitor")


def told(base: Base, actor: Actor) -> list[tuple[str, str]]:
    reading = Reading(base.views, base.queries(actor).reader)
    return [(duty.heading, duty.command) for duty in duties(reading, "2016-04-01")]


def test_each_side_is_asked_until_it_has_answered(base: Base) -> None:
    base.record("match-tea", PROPOSED, MatchAccepted(side="host"))

    to_accept = [("Matches to accept or decline", "match accept match-tea")]
    assert [told(base, actor) for actor in (ANNA, BEA, CLEO)] == [[], to_accept, []]


def test_only_those_who_may_answer_are_asked(base: Base) -> None:
    base.record("match-tea", PROPOSED)

    assert [bool(told(base, actor)) for actor in (CLEO, DORA, EVE)] == [True, False, False]


def test_an_accepted_match_waits_for_its_visit(base: Base) -> None:
    base.record("match-tea", PROPOSED, *BOTH)
    before = [told(base, actor) for actor in (ANNA, BEA, CLEO)]
    base.record("visit-tea", replace(WEEK, match="match-tea"))
    planned = told(base, ANNA)
    base.record("visit-tea", VisitCancelled(reason="Snow"))

    to_plan = [("Matches to plan a visit from", "visit plan TITLE --year 2 --match match-tea")]
    assert before == [to_plan, to_plan, to_plan]
    assert (planned, told(base, ANNA)) == ([], to_plan)


def test_a_match_for_any_year_asks_for_one(base: Base) -> None:
    base.record("match-tea", replace(PROPOSED, year=0), *BOTH)

    assert told(base, ANNA) == [("Matches to plan a visit from", "visit plan TITLE --year N --match match-tea")]


def test_a_declined_match_waits_for_nobody(base: Base) -> None:
    base.record("match-tea", PROPOSED, MatchDeclined(reason="Ill"))

    assert [told(base, actor) for actor in (ANNA, BEA, CLEO)] == [[], [], []]


LATE = "Matches that others have not answered"


def test_a_coordinator_hears_of_a_match_that_others_leave_open_for_two_weeks(base: Base) -> None:
    base.record("match-tea", PROPOSED, MatchAccepted(side="host"))
    recorded = base.queries(ANNA).show("match-tea")["recorded_at"][:10]

    def heard(actor: Actor, days: int) -> list[tuple[str, str]]:
        reading = Reading(base.views, base.queries(actor).reader)
        return [(duty.heading, duty.note) for duty in duties(reading, days_after(recorded, days))]

    assert heard(ANNA, 14) == []
    assert heard(ANNA, 15) == [(LATE, "not answered by the visitor")]
    assert [heard(actor, 15) for actor in (BEA, CLEO)] == [[("Matches to accept or decline", "")], []]


def test_who_proposed_a_match_is_asked_when_the_other_side_has_accepted(base: Base) -> None:
    base.record("match-tea", PROPOSED, by=BEA)
    alone = told(base, BEA)

    base.record("match-tea", MatchAccepted(side="host"))

    assert (alone, told(base, BEA)) == ([], [("Matches to accept or decline", "match accept match-tea")])
