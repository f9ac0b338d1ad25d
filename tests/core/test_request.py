"""What people ask about their own data."""

from typing import Any

import pytest

from epex.core import request
from epex.core.decision import Actor, On, Refused
from epex.core.request import Request, RequestAnswered, RequestExtended, RequestReceived, RequestRefused
from tests.core.actors import COORDINATOR, OFFICER, PRACTITIONER, VISITOR, only

ID = "request-1"
OPEN = Request(ID, PRACTITIONER.person, "2017-04-14")


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, OFFICER])
def test_receive_is_due_a_month_later(by: Actor) -> None:
    received = request.receive(ID, PRACTITIONER.person, "access", by=by, received_on="2017-03-14", text="All of it")

    event = RequestReceived(
        kind="access", person=PRACTITIONER.person, text="All of it", received_on="2017-03-14", due_on="2017-04-14"
    )
    assert received == [On(ID, event)]


@pytest.mark.parametrize(
    ("changes", "by", "why"),
    [
        ({}, VISITOR, "Only a data protection officer or coordinator may record what somebody else asks"),
        ({"person": ""}, OFFICER, "The person who asks is empty"),
        ({"kind": "cake"}, OFFICER, "'cake' is not a known kind of request"),
        ({"received_on": "yesterday"}, OFFICER, "'yesterday' is not a date"),
    ],
)
def test_receive_refuses(changes: dict[str, Any], by: Actor, why: str) -> None:
    asked = {"person": PRACTITIONER.person, "kind": "access", "received_on": "2017-03-14", **changes}

    with pytest.raises(Refused, match=why):
        request.receive(ID, by=by, **asked)


def test_extend_takes_two_months_more() -> None:
    event = RequestExtended(person=PRACTITIONER.person, due_on="2017-06-14", reason="Many letters")

    assert request.extend(OPEN, "Many letters", by=OFFICER) == [On(ID, event)]


def test_extend_happens_once() -> None:
    extended = request.evolve(OPEN, ID, only(request.extend(OPEN, "Many letters", by=OFFICER)))

    with pytest.raises(Refused, match="put off once already, until 2017-06-14; answer it"):
        request.extend(extended, "Even more letters", by=OFFICER)


def test_answer_and_refuse_settle_it() -> None:
    answered = request.answer(OPEN, "Sent on paper", by=OFFICER)
    refused = request.refuse(OPEN, "It is about somebody else", by=OFFICER)

    assert answered == [On(ID, RequestAnswered(person=PRACTITIONER.person, answer="Sent on paper"))]
    assert refused == [On(ID, RequestRefused(person=PRACTITIONER.person, reason="It is about somebody else"))]
    assert [request.evolve(OPEN, ID, only(ons)).status for ons in (answered, refused)] == ["answered", "refused"]


@pytest.mark.parametrize("decide", [request.extend, request.answer, request.refuse])
@pytest.mark.parametrize(
    ("state", "by", "words", "why"),
    [
        (OPEN, COORDINATOR, "Yes", "Only a data protection officer may answer what people ask about their data"),
        (Request(ID, status="answered"), OFFICER, "Yes", "This request is answered already; receive a new one"),
        (OPEN, OFFICER, " ", "is empty; give it a text"),
    ],
)
def test_settling_refuses(decide: Any, state: Request, by: Actor, words: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(state, words, by=by)


def test_evolve_knows_who_asks_until_when() -> None:
    received = only(request.receive(ID, PRACTITIONER.person, "access", by=OFFICER, received_on="2017-03-14"))

    assert request.evolve(None, ID, received) == OPEN
