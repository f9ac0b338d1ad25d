"""A base whose log lies on a server takes a branch in, and gives its own."""

from epex.app.keeping.migrate import migrate_log
from epex.core import theme
from tests.app.merging.branches import Branches, decide, discuss, ids, propose, standings, untold


def test_a_log_on_a_server_merges_both_ways(branches: Branches, trust: str, postgres_url: str) -> None:
    propose(branches.road, "On the road")
    decide(branches.road, trust, theme.reject)
    discuss(branches.home, trust)
    decide(branches.home, trust, theme.park)
    migrate_log(branches.home.config, postgres_url, tell=untold)

    answer = branches.send("road", "home")
    branches.send("home", "road")

    assert [one["why"] for one in answer["held"]] == ["contested"]
    assert standings(branches.home) == standings(branches.road) == {"On the road": "candidate", "Trust": "parked"}
    assert ids(branches.home) == ids(branches.road)
    assert branches.home.verify()["ok"]
    assert len(branches.home.queries().conflicts()) == 1
