"""What somebody asks about their own personal data: to see it, to have it corrected or erased; and the answer."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal, assert_never

from epex.core.dates import months_after, parse_date
from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Sealed

KINDS = ("access", "correction", "erasure", "restriction", "objection")
# The General Data Protection Regulation, article 12(3): one month, and two more where it is needed.
MONTHS, MORE_MONTHS = 1, 2

About = Annotated[str, Sealed(under="person")]


@dataclass(frozen=True, kw_only=True)
class RequestReceived:
    """The words go with the person: they are sealed under that person's key."""

    type: ClassVar[str] = "request.received"
    sentence: ClassVar[str] = "recorded that {person} asks for {kind}"
    kind: str
    person: str
    text: About = ""
    received_on: str
    due_on: str
    reason: About = ""


@dataclass(frozen=True, kw_only=True)
class RequestExtended:
    type: ClassVar[str] = "request.extended"
    sentence: ClassVar[str] = "put off the answer to {it} until {due_on}"
    person: str
    due_on: str
    reason: About


@dataclass(frozen=True, kw_only=True)
class RequestAnswered:
    type: ClassVar[str] = "request.answered"
    sentence: ClassVar[str] = "answered {it}"
    person: str
    answer: About
    reason: About = ""


@dataclass(frozen=True, kw_only=True)
class RequestRefused:
    type: ClassVar[str] = "request.refused"
    sentence: ClassVar[str] = "refused {it}"
    person: str
    reason: About


RequestEvent = RequestReceived | RequestExtended | RequestAnswered | RequestRefused
Events = RequestEvent


@dataclass(frozen=True, slots=True)
class Request:
    """What decisions about a request need to know."""

    id: str
    person: str = ""
    due_on: str = ""
    extended: bool = False
    status: Literal["open", "answered", "refused"] = "open"


def evolve(request: Request | None, stream: str, event: RequestEvent) -> Request:
    """Apply one event; every event that decisions allow applies."""
    state = request or Request(stream)
    match event:
        case RequestReceived(person=person, due_on=due_on):
            return replace(state, person=person, due_on=due_on)
        case RequestExtended(due_on=due_on):
            return replace(state, due_on=due_on, extended=True)
        case RequestAnswered():
            return replace(state, status="answered")
        case RequestRefused():
            return replace(state, status="refused")
        case _:
            assert_never(event)


def receive(request: str, person: str, kind: str, *, by: Actor, received_on: str, text: str = "") -> list[On]:
    """Take up what a person asks; they may record it themselves. It is due a month later."""
    if by.person != person:
        require_role(by, "data_protection_officer", "coordinator", act="record what somebody else asks")
    require_text(person, "person who asks")
    require_one_of(kind, KINDS, "kind of request")
    day = parse_date(received_on)
    event = RequestReceived(kind=kind, person=person, text=text, received_on=day, due_on=months_after(day, MONTHS))
    return [On(request, event)]


def extend(request: Request, reason: str, *, by: Actor) -> list[On]:
    """Take two months more, once, and tell the person why."""
    require_open(request, by)
    require_text(reason, "reason")
    if request.extended:
        raise Refused(f"This was put off once already, until {request.due_on}; answer it, or refuse it with a reason.")
    return [
        On(
            request.id,
            RequestExtended(person=request.person, due_on=months_after(request.due_on, MORE_MONTHS), reason=reason),
        )
    ]


def answer(request: Request, text: str, *, by: Actor) -> list[On]:
    """Say what was done about it."""
    require_open(request, by)
    require_text(text, "answer")
    return [On(request.id, RequestAnswered(person=request.person, answer=text))]


def refuse(request: Request, reason: str, *, by: Actor) -> list[On]:
    """Refuse it, and say why, for the person may complain about that."""
    require_open(request, by)
    require_text(reason, "reason")
    return [On(request.id, RequestRefused(person=request.person, reason=reason))]


def require_open(request: Request, by: Actor) -> None:
    """Refuse anybody but a data protection officer, and what was settled."""
    require_role(by, "data_protection_officer", act="answer what people ask about their data")
    if request.status != "open":
        raise Refused(f"This request is {request.status} already; receive a new one if the person asks again.")
