"""The transfers of elements to other organisations, step by step, failures included."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.transfer import (
    ANTICIPATED,
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
    TransferSustained,
    standing,
)
from epex.core.transfer_course import adapted_status, compared_status, pilots_after
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

TRANSFERS_TABLE = Table(
    "transfers",
    ("id",),
    {
        **COLUMNS,
        "element": str,
        "source": str,
        "receiving": str,
        "level": str,
        "status": str,
        "decision": str,
        "compared": list,
        "standing": str,
        "pilots": int,
        "pilot_ends_on": str,
        "evaluated": bool,
        "result": str,
        "value_cycle": str,
        "next_review": str,
    },
    indexes=(("element",),),
)
STEPS_TABLE = Table(
    "transfer_steps",
    ("transfer", "position"),
    {
        "transfer": str,
        **ORIGIN,
        "step": str,
        "side": str,
        "ratings": dict,
        "notes": dict,
        "facilitators": list,
        "barriers": list,
        "adaptations": list,
        "decision": str,
        "reason": str,
        "starts_on": str,
        "ends_on": str,
        "pilot": int,
        "fidelity": str,
        "outcome": str,
        "result": str,
        "failure": str,
        "value_cycle": str,
        "next_review": str,
    },
)
TRANSFERS = Projection("transfers", version=3, tables=[TRANSFERS_TABLE, STEPS_TABLE])


@TRANSFERS.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Add the transfer."""
    plain = {name: getattr(event, name) for name in ("element", "source", "receiving", "level")}
    stand = {"status": "considered", "standing": ANTICIPATED}
    rows[TRANSFERS_TABLE].put({**founding(fact), **plain, **stand})
    _step(rows, fact, "considered", reason=event.reason)


@TRANSFERS.on(TransferCompared)
def compared(rows: Batch, fact: Fact, event: TransferCompared) -> None:
    """Keep one side's grid; with both, the contexts are compared."""
    transfer = rows[TRANSFERS_TABLE].get(fact.stream)
    said = {"side": event.side, "ratings": event.ratings, "notes": event.notes, "reason": event.reason}
    _step(rows, fact, "compared", **said)
    if transfer is not None:
        sides = sorted({*transfer["compared"], event.side})
        status = compared_status(transfer["status"], sides)
        tell(rows[TRANSFERS_TABLE], fact, fact.stream, compared=sides, status=status)


@TRANSFERS.on(TransferAnticipated)
def anticipated(rows: Batch, fact: Fact, event: TransferAnticipated) -> None:
    """Keep the judgement beforehand."""
    decided = {"decision": event.decision, "next_review": event.next_review}
    tell(rows[TRANSFERS_TABLE], fact, fact.stream, status="anticipated", **decided)
    lists = {"facilitators": list(event.facilitators), "barriers": list(event.barriers)}
    _step(rows, fact, "anticipated", reason=event.reason, **decided, **lists)


@TRANSFERS.on(TransferAdapted)
def adapted(rows: Batch, fact: Fact, event: TransferAdapted) -> None:
    """Keep what is done otherwise."""
    transfer = rows[TRANSFERS_TABLE].get(fact.stream)
    if transfer is not None:
        tell(rows[TRANSFERS_TABLE], fact, fact.stream, status=adapted_status(transfer["status"]))
    _step(rows, fact, "adapted", adaptations=list(event.adaptations), reason=event.reason)


@TRANSFERS.on(TransferPiloted)
def piloted(rows: Batch, fact: Fact, event: TransferPiloted) -> None:
    """Keep the pilot."""
    transfer = rows[TRANSFERS_TABLE].get(fact.stream)
    if transfer is not None:
        pilots = pilots_after(transfer["pilots"], event.number)
        known = transfer["pilot_ends_on"] if pilots == transfer["pilots"] else ""
        tell(
            rows[TRANSFERS_TABLE],
            fact,
            fact.stream,
            status="piloted",
            pilots=pilots,
            pilot_ends_on=event.ends_on or known,
        )
    said = {name: getattr(event, name) for name in ("starts_on", "ends_on", "fidelity", "reason")}
    _step(rows, fact, "piloted", pilot=max(event.number, 1), **said)


@TRANSFERS.on(TransferEvaluated)
def evaluated(rows: Batch, fact: Fact, event: TransferEvaluated) -> None:
    """Keep what came of it; from now on it is determined, no longer anticipated."""
    found = {name: getattr(event, name) for name in ("value_cycle", "next_review", "result")}
    known = {"status": "evaluated", "evaluated": True, "standing": standing(evaluated=True)}
    tell(rows[TRANSFERS_TABLE], fact, fact.stream, **known, **found)
    said = {name: getattr(event, name) for name in ("outcome", "failure", "fidelity", "reason")}
    _step(rows, fact, "evaluated", **said, **found)


@TRANSFERS.on(TransferSustained, TransferChanged)
def kept(rows: Batch, fact: Fact, event: TransferSustained | TransferChanged) -> None:
    """Note that it is kept, as it was evaluated or in a changed form; a new date for a look replaces the old one."""
    status = "sustained" if isinstance(event, TransferSustained) else "changed"
    again = {"next_review": event.next_review} if event.next_review else {}
    tell(rows[TRANSFERS_TABLE], fact, fact.stream, status=status, **again)
    _step(rows, fact, status, reason=event.reason, **again)


@TRANSFERS.on(TransferAbandoned)
def abandoned(rows: Batch, fact: Fact, event: TransferAbandoned) -> None:
    """Note that it was given up; nobody has to look at it again."""
    tell(rows[TRANSFERS_TABLE], fact, fact.stream, status="abandoned", next_review="")
    _step(rows, fact, "abandoned", reason=event.reason, failure=event.failure)


def _step(rows: Batch, fact: Fact, step: str, **said: Any) -> None:
    rows[STEPS_TABLE].put({"transfer": fact.stream, **origin(fact), "step": step, **said})
