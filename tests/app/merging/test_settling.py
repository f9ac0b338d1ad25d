"""Deciding on what a merge held back: it counts from then on, or never, in every branch."""

import pytest

from epex.app.merging.settling import settle_conflict
from epex.core import person, theme
from epex.core.decision import Refused, new_id
from epex.core.log.envelope import HeldEvent
from epex.core.organisation import Organisation
from tests.app.merging.branches import JUDGED, Branches, decide, discuss, ids, propose, standings

pytestmark = pytest.mark.slow


@pytest.fixture
def contested(branches: Branches, trust: str) -> str:
    """Let both decide on one theme, and merge; give the event that waits at home."""
    discuss(branches.home, trust)
    decide(branches.home, trust, theme.park)
    decide(branches.road, trust, theme.reject)
    return str(branches.send("road", "home")["held"][0]["event_id"])


def test_apply_lets_it_count_from_now_on(branches: Branches, trust: str, contested: str) -> None:
    home = branches.home
    receipt = settle_conflict(home, contested, applied=True, reason="The road was right.")

    assert standings(branches.home) == {"Trust": "rejected"}
    fact = home.log.facts()[-1]
    assert isinstance(fact.event, theme.ThemeRejected)
    assert (fact.position, fact.envelope.causation_id) == (receipt.position, contested)
    assert [event["type"] for event in receipt.events] == ["network.conflict_settled", "network.conflict_applied"]
    assert home.log.load(trust).state.status == "rejected"
    assert branches.home.queries().conflicts() == []


def test_what_counts_keeps_whose_it_is(branches: Branches, contested: str) -> None:
    original = next(fact.envelope for fact in branches.road.log.facts() if fact.envelope.event_id == contested)

    settle_conflict(branches.home, contested, applied=True, reason="The road was right.")

    envelope = branches.home.log.facts()[-1].envelope
    same = ("stream_id", "type", "actor", "organisation", "visibility", "audience", "occurred_on")
    assert [getattr(envelope, name) for name in same] == [getattr(original, name) for name in same]


def test_drop_lets_it_never_count(branches: Branches, contested: str) -> None:
    settle_conflict(branches.home, contested, applied=False, reason="The plenary decided otherwise.")

    assert standings(branches.home) == {"Trust": "parked"}
    (row,) = branches.home.queries().conflicts(settled=True)
    assert (row["id"], row["status"], row["settled_by_name"]) == (contested, "dropped", "Anna Berg")
    assert any(isinstance(fact.event, HeldEvent) for fact in branches.home.log.facts())


@pytest.mark.parametrize(("applied", "standing"), [(True, "rejected"), (False, "parked")])
def test_one_decision_settles_it_in_both_branches(
    branches: Branches,
    contested: str,
    applied: bool,  # noqa: FBT001 - a parameter of the test
    standing: str,
) -> None:
    settle_conflict(branches.home, contested, applied=applied, reason="We spoke of it.")

    branches.send("home", "road")
    branches.send("road", "home")

    assert standings(branches.home) == standings(branches.road) == {"Trust": standing}
    assert ids(branches.home) == ids(branches.road)
    assert branches.home.queries().conflicts() == branches.road.queries().conflicts() == []
    rebuilt = branches.road.today.rebuild()["views"]
    assert rebuilt == [branches.road.today.digest(name) for name in branches.road.today.names]


def test_both_branches_settle_it_and_the_second_word_waits(branches: Branches, contested: str) -> None:
    branches.send("home", "road")
    settle_conflict(branches.home, contested, applied=False, reason="No.")
    settle_conflict(branches.road, contested, applied=True, reason="Yes.")

    answer = branches.send("road", "home")

    assert [one["why"] for one in answer["held"]] == ["settled"]
    assert standings(branches.home) == {"Trust": "parked"}


def test_apply_is_refused_where_it_would_still_not_be_allowed(branches: Branches, trust: str) -> None:
    decide(branches.home, trust, theme.reject)
    discuss(branches.road, trust)
    (held,) = branches.send("road", "home")["held"]

    with pytest.raises(Refused, match=r"This cannot count: it is not its turn, as things stand here .*--drop"):
        settle_conflict(branches.home, held["event_id"], applied=True, reason="We did discuss it.")


def test_what_belongs_together_is_settled_together(branches: Branches, trust: str) -> None:
    other = propose(branches.road, "Other")
    act = branches.road.begin()
    act.record(theme.merge(act.load(trust), act.load(other), JUDGED, by=act.by))
    discuss(branches.home, trust)
    decide(branches.home, trust, theme.park)
    first, _second = branches.send("road", "home")["held"]

    settle_conflict(branches.home, first["event_id"], applied=True, reason="They are alike.")

    assert standings(branches.home) == {"Trust": "merged", "Other": "candidate"}
    assert branches.home.queries().show(other)["absorbed"] == [trust]
    assert branches.home.queries().conflicts() == []


def test_settle_is_once(branches: Branches, contested: str) -> None:
    settle_conflict(branches.home, contested, applied=False, reason="No.")

    with pytest.raises(Refused, match="does not wait for a decision"):
        settle_conflict(branches.home, contested, applied=True, reason="Yes.")


def test_settle_is_for_coordinators_and_officers(branches: Branches, contested: str) -> None:
    act = branches.home.begin()
    member = new_id("person")
    act.record(person.register(member, "Ben Okafor", Organisation(act.by.organisation or ""), by=act.by))

    with pytest.raises(Refused, match="Only a coordinator or data protection officer may decide what becomes"):
        settle_conflict(branches.open("home", member), contested, applied=False, reason="No.")


def test_it_waits_for_those_who_may_decide(branches: Branches, contested: str) -> None:
    waiting = branches.home.queries().waiting("2030-01-01")

    duty = next(duty for duty in waiting if duty.id == contested)
    assert duty.heading == "Held back by a merge, to be decided on"
    assert duty.command == f"merge show {contested[:8]}"
