"""What people have asked about their data, and how it was answered."""

from epex.core.log.envelope import Fact
from epex.core.request import RequestAnswered, RequestExtended, RequestReceived, RequestRefused
from epex.projections.columns import COLUMNS, founding, is_as_open, occurred_on
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

REQUESTS_TABLE = Table(
    "requests",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "kind", "person", "status", "received_on", "due_on", "text", "answer", "why"), str),
        "settled_on": str,
    },
    indexes=(("person",),),
)
REQUESTS = Projection("requests", version=3, tables=[REQUESTS_TABLE])


@REQUESTS.on(RequestReceived)
def received(rows: Batch, fact: Fact, event: RequestReceived) -> None:
    """Add the request; the person who asks is its author, whoever typed it."""
    rows[REQUESTS_TABLE].put(
        {
            **founding(fact),
            "author": event.person,
            "title": f"Request for {event.kind}",
            "kind": event.kind,
            "person": event.person,
            "status": "open",
            "received_on": event.received_on,
            "due_on": event.due_on,
            "text": event.text,
        }
    )


@REQUESTS.on(RequestExtended)
def extended(rows: Batch, fact: Fact, event: RequestExtended) -> None:
    """Put the answer off."""
    tell(rows[REQUESTS_TABLE], fact, fact.stream, due_on=event.due_on, **_said(rows, fact, why=event.reason))


@REQUESTS.on(RequestAnswered)
def answered(rows: Batch, fact: Fact, event: RequestAnswered) -> None:
    """Keep the answer."""
    told = _said(rows, fact, answer=event.answer)
    tell(rows[REQUESTS_TABLE], fact, fact.stream, status="answered", settled_on=occurred_on(fact), **told)


@REQUESTS.on(RequestRefused)
def refused(rows: Batch, fact: Fact, event: RequestRefused) -> None:
    """Keep the reason."""
    told = _said(rows, fact, why=event.reason)
    tell(rows[REQUESTS_TABLE], fact, fact.stream, status="refused", settled_on=occurred_on(fact), **told)


def _said(rows: Batch, fact: Fact, **words: str) -> dict[str, str]:
    return words if is_as_open(fact, rows[REQUESTS_TABLE].get(fact.stream)) else {}
