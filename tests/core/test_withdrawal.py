"""A reflection is taken back by its author; for an import that names nobody the officer acts."""

import pytest

from epex.core import withdrawal
from epex.core.decision import Actor, On, Refused
from epex.core.reflection import ReflectionEvent, ReflectionRecorded
from tests.core.test_reflection import ASKED, COORDINATOR, ID, NAMELESS, OF_VISITOR, OFFICER, SEEN, VISITOR, known


@pytest.mark.parametrize(("recorded", "by"), [(OF_VISITOR, VISITOR), (NAMELESS, OFFICER)])
def test_withdrawing_is_for_the_author_and_else_for_the_officer(recorded: ReflectionRecorded, by: Actor) -> None:
    asked = withdrawal.request(known(recorded), by=by, reason="Too easy to recognise")

    assert asked == [On(ID, ASKED)]
    assert withdrawal.confirm(known(recorded, ASKED), SEEN, by=by) == [On(ID, SEEN)]


@pytest.mark.parametrize(
    ("recorded", "by", "why"),
    [
        (OF_VISITOR, OFFICER, "Only its author may withdraw a reflection"),
        (NAMELESS, COORDINATOR, "Only a data protection officer may withdraw an import that names nobody"),
    ],
)
def test_nobody_else_withdraws(recorded: ReflectionRecorded, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        withdrawal.request(known(recorded), by=by)
    with pytest.raises(Refused, match=why):
        withdrawal.confirm(known(recorded, ASKED), SEEN, by=by)


@pytest.mark.parametrize("events", [(), (ASKED, SEEN)])
def test_confirm_withdrawal_refuses_what_is_not_under_way(events: tuple[ReflectionEvent, ...]) -> None:
    with pytest.raises(Refused, match="No withdrawal of this reflection is under way"):
        withdrawal.confirm(known(OF_VISITOR, *events), SEEN, by=VISITOR)
