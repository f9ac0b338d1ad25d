"""The interviews, without a word of them: what was said is opened from the log, for evaluators alone."""

from typing import Any

from epex.core.interview import InterviewRecorded, InterviewRevised, InterviewWithdrawn
from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.reader import EVALUATION
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

INTERVIEWS_TABLE = Table(
    "interviews",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "year": int,
        "question_set": str,
        "language": str,
        "version": int,
        "status": str,
    },
)
# Where its words stand in the log, one row for each version.
STEPS_TABLE = Table(
    "interview_steps", ("interview", "position"), {"interview": str, **ORIGIN, "step": str, "version": int}
)
# How many interviews of a year there are, so that each has a number.
NUMBERS_TABLE = Table("interview_numbers", ("year",), {"year": int, "count": int})
INTERVIEWS = Projection("interviews", version=1, tables=[INTERVIEWS_TABLE, STEPS_TABLE, NUMBERS_TABLE])


@INTERVIEWS.on(InterviewRecorded)
def recorded(rows: Batch, fact: Fact, event: InterviewRecorded) -> None:
    """Add the interview under a number; evaluators alone see it, whatever its envelope says."""
    known = rows[NUMBERS_TABLE].get(event.year)
    number = (known["count"] if known else 0) + 1
    rows[NUMBERS_TABLE].put({"year": event.year, "count": number})
    plain = {name: getattr(event, name) for name in ("year", "question_set", "language")}
    rows[INTERVIEWS_TABLE].put(
        {
            **founding(fact),
            **plain,
            "access": EVALUATION,
            "title": f"Interview {number} of year {event.year}",
            "version": 1,
            "status": "recorded",
        }
    )
    _step(rows, fact, "recorded", version=1)


@INTERVIEWS.on(InterviewRevised)
def revised(rows: Batch, fact: Fact, event: InterviewRevised) -> None:
    """Note that there is a new version."""
    rows[INTERVIEWS_TABLE].change(fact.stream, version=event.version)
    _step(rows, fact, "revised", version=event.version)


@INTERVIEWS.on(InterviewWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: InterviewWithdrawn) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that it was withdrawn."""
    rows[INTERVIEWS_TABLE].change(fact.stream, status="withdrawn")
    _step(rows, fact, "withdrawn")


@INTERVIEWS.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Note that the words of somebody are gone."""
    for document in event.documents:
        rows[INTERVIEWS_TABLE].change(document, status="erased")


def _step(rows: Batch, fact: Fact, step: str, **more: Any) -> None:
    rows[STEPS_TABLE].put({"interview": fact.stream, **origin(fact), "access": EVALUATION, "step": step, **more})
