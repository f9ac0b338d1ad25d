"""Positions that an event names are those of the base that recorded it; where it was merged, they are found anew."""

from tests.app.merging.branches import Branches, discuss, propose


def test_views_find_where_the_events_stand_that_another_base_named(branches: Branches, trust: str) -> None:
    propose(branches.home, "At home")
    discuss(branches.road, trust)
    there = branches.road.log.facts()[-1].envelope
    shared = branches.home.log.stream(trust)[0].position
    branches.send("road", "home")
    home = branches.home
    here = next(fact.position for fact in home.log.facts() if fact.envelope.event_id == there.event_id)

    origin = branches.road.config.base_id

    assert here != there.position
    assert home.views.here(here, [shared, there.position]) == [shared, here]
    assert home.log.here(origin, [shared, there.position]) == [shared, here]


def test_positions_that_a_base_named_itself_stay(branches: Branches) -> None:
    stream = propose(branches.home, "At home")
    home = branches.home
    own = home.log.stream(stream)[0].position

    assert home.views.here(own, [1, own]) == [1, own]
    assert home.log.here(None, [1, own]) == [1, own]


def test_places_that_another_base_had_merged_itself_are_left_out(branches: Branches) -> None:
    first = propose(branches.home, "At home")
    branches.send("home", "road")
    second = propose(branches.road, "On the road")
    merged, own = (branches.road.log.stream(each)[0].position for each in (first, second))
    branches.send("road", "home")
    home = branches.home
    here = home.log.stream(second)[0].position

    assert home.views.here(here, [merged, own]) == [here]
