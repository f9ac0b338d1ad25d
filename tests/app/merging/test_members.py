"""Two branches of which each takes away what the other counts on: the last coordinator, and the name of a member."""

from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import PersonCase
from epex.app.erasing.erasure import Erasure
from epex.app.keeping.doctor import examine
from epex.app.merging.settling import objection, settle_conflict
from epex.core import organisation, person
from epex.core.decision import On, new_id
from epex.core.organisation import Organisation
from tests.app.merging.branches import Branches, record, untold

pytestmark = pytest.mark.slow

CORA, WIM, ODA = (new_id("person") for _ in range(3))
LEAD, OFFICER = ("coordinator",), ("data_protection_officer",)


@pytest.fixture
def led(branches: Branches) -> Branches:
    """Give two branches that know two coordinators and an officer."""
    base = branches.home
    by = base.begin().by
    home = Organisation(str(by.organisation))
    for stream, name, roles in ((CORA, "Cora Quill", LEAD), (WIM, "Wim Zorn", LEAD), (ODA, "Oda Vexel", OFFICER)):
        record(base, *person.register(stream, name, home, roles=roles, by=by))
    act = base.begin()
    act.record(person.revise(act.load(by.person), by=act.by, roles=OFFICER))
    branches.part("home", "boat")
    return branches


def revised(base: KnowledgeBase, stream: str, *roles: str, vacant: frozenset[str] = frozenset()) -> None:
    act = base.begin()
    act.record(person.revise(act.load(stream), by=act.by, roles=roles, vacant=vacant))


def holders(base: KnowledgeBase, role: str = "coordinator") -> list[str]:
    return sorted(row["id"] for row in base.queries().listing("person") if role in row["roles"])


def found(base: KnowledgeBase) -> dict[str, Any]:
    """Say what the doctor finds of the roles."""
    checks = examine(base.config, tell=untold)["checks"]
    return next(one for one in checks if one["name"] == "roles")


def test_a_merge_keeps_the_last_coordinator(led: Branches) -> None:
    revised(led.open("boat", WIM), CORA, "practitioner")
    revised(led.open("home", CORA), WIM, "practitioner")

    answer = led.send("boat", "home")
    led.send("home", "boat")

    (waiting,) = answer["held"]
    assert waiting["why"] == "last"
    assert objection(led.open("home", CORA), waiting["event_id"]) == "last"
    assert holders(led.home) == holders(led.open("boat")) == [CORA]
    assert led.send("boat", "home")["recorded"] == led.send("home", "boat")["recorded"] == 0


def test_it_may_count_once_somebody_else_coordinates(led: Branches) -> None:
    revised(led.open("boat", WIM), CORA, "practitioner")
    revised(led.open("home", CORA), WIM, "practitioner")
    (waiting,) = led.send("boat", "home")["held"]
    revised(led.open("home", CORA), WIM, "coordinator")

    settle_conflict(led.open("home", CORA), waiting["event_id"], applied=True, reason="As Wim asked.")

    assert holders(led.home) == [WIM]


def test_a_merge_keeps_the_organisation_of_the_last_coordinator(led: Branches) -> None:
    away, boat = new_id("organisation"), led.open("home", CORA)
    record(boat, *organisation.join(away, "Away", country="AT", kind="ngo", by=boat.begin().by))
    act = led.open("home", CORA).begin()
    act.record(person.move(act.load(WIM), act.load(away), by=act.by))
    led.send("home", "boat")
    revised(led.open("home", WIM), CORA, "practitioner")
    act = led.open("boat", CORA).begin()
    act.record(organisation.leave(act.load(away), by=act.by))

    answer = led.send("boat", "home")

    assert [one["why"] for one in answer["held"]] == ["last"]
    assert holders(led.home) == [WIM]
    assert found(led.home)["state"] == "ok"


def test_an_officer_goes_on_where_an_erasure_took_the_last_coordinator(led: Branches) -> None:
    boat = led.open("boat", ODA)
    Erasure(boat, PersonCase(boat.log, CORA, "Asked for it"), untold).run()
    revised(led.open("home", CORA), WIM, "practitioner")

    led.take("home", led.bundle("boat", "home"))

    assert holders(led.home) == []
    advice = "a data protection officer names one with 'epex person revise PERSON --role coordinator'"
    assert (found(led.home)["state"], found(led.home)["instead"]) == ("warning", advice)
    revised(led.open("home", ODA), WIM, "coordinator", vacant=frozenset(LEAD))
    assert found(led.home)["state"] == "ok"
    led.send("home", "boat")
    assert holders(led.home) == holders(led.open("boat")) == [WIM]


def joined(base: KnowledgeBase, name: str) -> str:
    stream, act = new_id("organisation"), base.begin()
    ons: list[On] = organisation.join(stream, name, country="AT", kind="ngo", by=act.by)
    act.record(ons)
    return stream


def members(base: KnowledgeBase) -> list[str]:
    return sorted(row["title"] for row in base.queries().listing("organisation"))


def test_the_same_organisation_in_both_branches_waits(led: Branches) -> None:
    here = joined(led.open("home", CORA), "Host House")
    joined(led.open("boat", WIM), "Host  house")

    answer = led.send("boat", "home")
    led.send("home", "boat")

    (waiting,) = answer["held"]
    assert waiting["why"] == "named"
    assert members(led.home) == members(led.open("boat"))
    assert len(members(led.home)) == 2
    act = led.open("home", CORA).begin()
    act.record(organisation.revise(act.load(here), name="Host House Graz", by=act.by))
    settle_conflict(led.open("home", CORA), waiting["event_id"], applied=True, reason="They are two.")
    assert len(members(led.home)) == 3


def test_a_new_name_that_another_has_taken_waits(led: Branches) -> None:
    joined(led.open("home", CORA), "Host House")
    act = led.open("boat", WIM).begin()
    act.record(organisation.revise(act.load(str(act.by.organisation)), name="Host House", by=act.by))

    answer = led.send("boat", "home")

    assert [one["why"] for one in answer["held"]] == ["named"]
