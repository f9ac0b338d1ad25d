"""Rows of what people asked about their own data, and how it was answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, Unfit, code, date, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Course, Dated, Kind, Values
from epex.core import request
from epex.core.request import KINDS, Request, RequestAnswered, RequestExtended, RequestReceived, RequestRefused

STATUSES = ("open", "answered", "refused")
LATER = ("status", "extended_because", "answer", "reason")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Receive it, and record what came of it."""
    day, course = values["received_on"], Course(stream)
    text = values.get("text", "")
    course.take(
        request.receive(stream, values["person"], values["kind"], by=ground.by, received_on=day, text=text), day
    )
    _settle(course, values, ground)
    return course.steps


def revise(state: Request, change: Change, ground: Ground) -> Sequence[Dated]:
    """Record what came of it since."""
    course = Course(state.id, state)
    if state.status != "open":
        raise Unfit(next(iter(change.values)), f"This request is {state.status} here, which stays; put the row back.")
    _settle(course, change.row, ground)
    return course.steps


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was asked, and what came of it."""
    said: dict[str, Any] = {}
    for event in events:
        match event:
            case RequestReceived():
                names = ("person", "kind", "text", "received_on")
                said |= {**{name: getattr(event, name) for name in names}, "status": "open"}
            case RequestExtended(reason=reason):
                said["extended_because"] = reason
            case RequestAnswered(answer=answer):
                said |= {"status": "answered", "answer": answer}
            case RequestRefused(reason=reason):
                said |= {"status": "refused", "reason": reason}
    return said


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell why it was refused, or else put off."""
    refused = raw["status"] == "refused"
    return {**shown, "reason" if refused else "extended_because": raw["why"]}


def _settle(course: Course, values: Values, ground: Ground) -> None:
    by, day = ground.by, values.get("settled_on", "")
    status = values.get("status") or ("answered" if "answer" in values else "open")
    for name, wanted in (("answer", "answered"), ("reason", "refused")):
        if name in values and status != wanted:
            raise Unfit(name, f"A request that is {status} has no {name}; empty this cell, or mend the status.")
    if "extended_because" in values and not course.state.extended:
        course.take(request.extend(course.state, values["extended_because"], by=by), values.get("extended_on", ""))
    if status == "answered":
        course.take(request.answer(course.state, values.get("answer", ""), by=by), day)
    if status == "refused":
        course.take(request.refuse(course.state, values.get("reason", ""), by=by), day)


KIND = Kind(
    name="requests",
    subject="request",
    columns=(
        Column(name="person", takes="who asks: an id or a name", read=reference("person"), required=True),
        Column(name="kind", takes=f"for what: {', '.join(KINDS)}", read=code(KINDS, "kind of request"), required=True),
        Column(name="received_on", takes="when it came in; it is due a month later", is_date=True, required=True),
        Column(name="text", takes="their words"),
        Column(name="extended_because", takes="why two months more were taken, if they were"),
        date("extended_on", "when that was said"),
        Column(name="status", takes=f"one of {', '.join(STATUSES)}", read=code(STATUSES, "status of a request")),
        Column(name="answer", takes="what was done about it"),
        Column(name="reason", takes="why it was refused"),
        date("settled_on", "when it was answered or refused"),
    ),
    decide=decide,
    revise=revise,
    revisable=LATER,
    revises="what came of it",
    told=told,
    exported=exported,
    visibility="private",
    closed=True,
    body="text",
)
