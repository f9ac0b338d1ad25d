"""Incidents with personal data."""

from typing import Any

import pytest

from epex.core import incident
from epex.core.decision import Actor, On, Refused
from epex.core.incident import Incident, IncidentAssessed, IncidentClosed, IncidentNotified, IncidentReported
from tests.core.actors import COORDINATOR, OFFICER, PRACTITIONER, STRANGER, VISITOR, only

ID = "incident-1"
TITLE = "A notebook was left on a train"
REPORTED = Incident(ID, "2017-03-14")
ASSESSED = Incident(ID, "2017-03-14", assessed=True)


@pytest.mark.parametrize("by", [PRACTITIONER, COORDINATOR, OFFICER])
def test_report_is_open_to_everybody_of_the_network(by: Actor) -> None:
    reported = incident.report(
        ID, TITLE, by=by, noticed_on="2017-03-14", happened_on="2017-03", affected=("person-1", "person-1")
    )

    event = IncidentReported(title=TITLE, noticed_on="2017-03-14", happened_on="2017-03", affected=("person-1",))
    assert reported == [On(ID, event)]


@pytest.mark.parametrize(
    ("changes", "by", "why"),
    [
        ({}, STRANGER, "Only somebody of the network may report an incident; ask a coordinator"),
        ({"title": " "}, VISITOR, "The line that says what happened is empty"),
        ({"noticed_on": "14 March"}, VISITOR, "'14 March' is not a date"),
        (
            {"happened_on": "2017-03-15"},
            VISITOR,
            r"It was noticed \(2017-03-14\) before it happened \(2017-03-15\); correct",
        ),
    ],
)
def test_report_refuses(changes: dict[str, Any], by: Actor, why: str) -> None:
    told = {"title": TITLE, "noticed_on": "2017-03-14", **changes}

    with pytest.raises(Refused, match=why):
        incident.report(ID, by=by, **told)


def test_assess_decides_who_is_told() -> None:
    told = ("authority", "people", "people")

    assessed = incident.assess(REPORTED, "high", "It held addresses", by=OFFICER, to_tell=told, affected=("person-1",))

    event = IncidentAssessed(
        risk="high", to_tell=("authority", "people"), affected=("person-1",), reason="It held addresses"
    )
    assert assessed == [On(ID, event)]


@pytest.mark.parametrize(
    ("given", "by", "why"),
    [
        (("low", "No names"), COORDINATOR, "Only a data protection officer may work on an incident"),
        (("huge", "No names"), OFFICER, "'huge' is not a known risk"),
        (("low", ""), OFFICER, "The reason is empty"),
        (("low", "No names", ("press",)), OFFICER, "'press' is not a known answer to who has to be told"),
        (("high", "Addresses", ("people",)), OFFICER, "A high risk is told to the authority and to the people"),
    ],
)
def test_assess_refuses(given: tuple[Any, ...], by: Actor, why: str) -> None:
    risk, reason, *told = given

    with pytest.raises(Refused, match=why):
        incident.assess(REPORTED, risk, reason, by=by, to_tell=told[0] if told else ())


def test_notify_takes_those_told_off_the_list() -> None:
    waiting = Incident(ID, "2017-03-14", assessed=True, to_tell=frozenset({"authority", "people"}))

    told = incident.notify(waiting, "authority", "2017-03-15", by=OFFICER, note="By its form")

    assert told == [On(ID, IncidentNotified(told="authority", on="2017-03-15", note="By its form"))]
    assert incident.evolve(waiting, ID, only(told)).to_tell == {"people"}


@pytest.mark.parametrize(
    ("told", "on", "why"),
    [
        ("press", "2017-03-15", "'press' is not a known answer to who was told"),
        (
            "people",
            "2017-03-13",
            r"They were told \(2017-03-13\) before it was noticed \(2017-03-14\); correct the day",
        ),
        ("people", "soon", "'soon' is not a date"),
    ],
)
def test_notify_refuses(told: str, on: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        incident.notify(ASSESSED, told, on, by=OFFICER)


def test_close_keeps_what_was_done() -> None:
    closed = incident.close(ASSESSED, "Notebooks are encrypted", by=OFFICER)

    assert closed == [On(ID, IncidentClosed(measures="Notebooks are encrypted"))]


@pytest.mark.parametrize(
    ("state", "measures", "why"),
    [
        (REPORTED, "Done", "was not assessed yet; do that first with 'epex incident assess'"),
        (ASSESSED, " ", "The account of what was done is empty"),
        (Incident(ID, assessed=True, to_tell=frozenset({"people"})), "Done", "The people were not told yet; record it"),
        (Incident(ID, assessed=True, closed=True), "Done", "The incident is closed; report a new one"),
    ],
)
def test_close_refuses(state: Incident, measures: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        incident.close(state, measures, by=OFFICER)


def test_evolve_follows_an_incident_to_its_end() -> None:
    events = [
        only(incident.report(ID, TITLE, by=PRACTITIONER, noticed_on="2017-03-14")),
        IncidentAssessed(risk="low", to_tell=("people",), reason="Few names"),
        IncidentNotified(told="people", on="2017-03-15"),
        IncidentClosed(measures="Notebooks are encrypted"),
    ]

    state = None
    for event in events:
        state = incident.evolve(state, ID, event)

    assert state == Incident(ID, "2017-03-14", assessed=True, closed=True)
