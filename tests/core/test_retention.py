"""How long things are kept."""

from typing import Any

import pytest

from epex.core import retention
from epex.core.decision import On, Refused
from epex.core.retention import Retention, RetentionExtended, RetentionLifted, RetentionSet
from tests.core.actors import COORDINATOR, OFFICER, only

ID = "retention-1"
NEW = Retention(ID)
RULE = Retention(ID, "reflection")
WHY = "Three years after the programme"


@pytest.mark.parametrize("state", [NEW, RULE, Retention(ID, "reflection", lifted=True)])
def test_set_puts_a_rule_in_force(state: Retention) -> None:
    ons = retention.set(state, "reflection", 36, WHY, by=OFFICER)

    assert ons == [On(ID, RetentionSet(kind="reflection", months=36, reason=WHY))]
    assert retention.evolve(state, ID, only(ons)) == RULE


@pytest.mark.parametrize(
    ("state", "kind", "months", "reason", "why"),
    [
        (NEW, "cake", 36, WHY, "'cake' is not a known kind of thing to keep"),
        (NEW, "reflection", 0, WHY, "kept for a month at least; give a number of months"),
        (NEW, "reflection", 36, " ", "The reason is empty"),
        (RULE, "interview", 36, WHY, "This rule is about each reflection; set one for each interview apart"),
    ],
)
def test_set_refuses(state: Retention, kind: str, months: int, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        retention.set(state, kind, months, reason, by=OFFICER)


def test_extend_keeps_one_thing_longer() -> None:
    ons = retention.extend(RULE, "reflection-7", "2020", "Quoted in a court case", by=OFFICER)

    event = RetentionExtended(thing="reflection-7", until="2020", reason="Quoted in a court case")
    assert ons == [On(ID, event)]
    assert retention.evolve(RULE, ID, event) == RULE


@pytest.mark.parametrize(
    ("state", "thing", "until", "reason", "why"),
    [
        (NEW, "reflection-7", "2020", WHY, "No such rule is in force; set one"),
        (Retention(ID, "reflection", lifted=True), "reflection-7", "2020", WHY, "No such rule is in force"),
        (RULE, "interview-7", "2020", WHY, "The rule is about each reflection; name one of them"),
        (RULE, "reflection-7", "later", WHY, "'later' is not a date"),
        (RULE, "reflection-7", "2020", "", "The reason is empty"),
    ],
)
def test_extend_refuses(state: Retention, thing: str, until: str, reason: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        retention.extend(state, thing, until, reason, by=OFFICER)


def test_lift_ends_a_rule() -> None:
    ons = retention.lift(RULE, "The archive has a rule of its own", by=OFFICER)

    assert ons == [On(ID, RetentionLifted(reason="The archive has a rule of its own"))]
    assert retention.evolve(RULE, ID, only(ons)) == Retention(ID, "reflection", lifted=True)


def test_lift_refuses_without_a_reason_or_a_rule() -> None:
    with pytest.raises(Refused, match="The reason is empty"):
        retention.lift(RULE, "", by=OFFICER)
    with pytest.raises(Refused, match="No such rule is in force"):
        retention.lift(NEW, "Why not", by=OFFICER)


@pytest.mark.parametrize(
    ("decide", "given"),
    [
        (retention.set, (NEW, "reflection", 36, WHY)),
        (retention.extend, (RULE, "reflection-7", "2020", WHY)),
        (retention.lift, (RULE, WHY)),
    ],
)
def test_only_an_officer_decides_how_long_things_are_kept(decide: Any, given: tuple[Any, ...]) -> None:
    with pytest.raises(Refused, match="Only a data protection officer may decide how long things are kept"):
        decide(*given, by=COORDINATOR)


def test_evolve_starts_from_nothing() -> None:
    assert retention.evolve(None, ID, RetentionSet(kind="reflection", months=36, reason=WHY)) == RULE
