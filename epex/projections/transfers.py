"""The transfers of elements to other organisations, step by step, failures included."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.transfer import (
    GRIDS,
    TransferAbandoned,
    TransferAdapted,
    TransferAnticipated,
    TransferChanged,
    TransferCompared,
    TransferConsidered,
    TransferEvaluated,
    TransferPiloted,
    TransferSustained,
)
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
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
        "evaluated": bool,
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
        "fidelity": str,
        "outcome": str,
        "value_cycle": str,
        "next_review": str,
    },
)
TRANSFERS = Projection("transfers", version=1, tables=[TRANSFERS_TABLE, STEPS_TABLE])


@TRANSFERS.on(TransferConsidered)
def considered(rows: Batch, fact: Fact, event: TransferConsidered) -> None:
    """Add the transfer."""
    plain = {name: getattr(event, name) for name in ("element", "source", "receiving", "level")}
    rows[TRANSFERS_TABLE].put({**founding(fact), **plain, "status": "considered"})
    _step(rows, fact, "considered", reason=event.reason)


@TRANSFERS.on(TransferCompared)
def compared(rows: Batch, fact: Fact, event: TransferCompared) -> None:
    """Keep one side's grid; with both, the contexts are compared."""
    transfers = rows[TRANSFERS_TABLE]
    transfer = transfers.get(fact.stream)
    _step(rows, fact, "compared", side=event.side, ratings=event.ratings, notes=event.notes)
    if transfer is None:
        return
    sides = {*transfer["compared"], event.side}
    done = transfer["status"] == "considered" and sides >= set(GRIDS)
    transfers.change(fact.stream, compared=sorted(sides), **({"status": "compared"} if done else {}))


@TRANSFERS.on(TransferAnticipated)
def anticipated(rows: Batch, fact: Fact, event: TransferAnticipated) -> None:
    """Keep the judgement beforehand."""
    rows[TRANSFERS_TABLE].change(fact.stream, status="anticipated", decision=event.decision)
    lists = {"facilitators": list(event.facilitators), "barriers": list(event.barriers)}
    _step(rows, fact, "anticipated", decision=event.decision, reason=event.reason, **lists)


@TRANSFERS.on(TransferAdapted)
def adapted(rows: Batch, fact: Fact, event: TransferAdapted) -> None:
    """Keep what is done otherwise."""
    rows[TRANSFERS_TABLE].change(fact.stream, status="adapted")
    _step(rows, fact, "adapted", adaptations=list(event.adaptations))


@TRANSFERS.on(TransferPiloted)
def piloted(rows: Batch, fact: Fact, event: TransferPiloted) -> None:
    """Keep the pilot."""
    rows[TRANSFERS_TABLE].change(fact.stream, status="piloted")
    _step(rows, fact, "piloted", starts_on=event.starts_on, ends_on=event.ends_on, fidelity=event.fidelity)


@TRANSFERS.on(TransferEvaluated)
def evaluated(rows: Batch, fact: Fact, event: TransferEvaluated) -> None:
    """Keep what came of it; from now on it is determined, no longer anticipated."""
    result = {"value_cycle": event.value_cycle, "next_review": event.next_review}
    rows[TRANSFERS_TABLE].change(fact.stream, status="evaluated", evaluated=True, **result)
    _step(rows, fact, "evaluated", outcome=event.outcome, fidelity=event.fidelity, **result)


@TRANSFERS.on(TransferSustained)
def sustained(rows: Batch, fact: Fact, event: TransferSustained) -> None:
    """Note that it is kept."""
    _end(rows, fact, "sustained", event.reason)


@TRANSFERS.on(TransferChanged)
def changed(rows: Batch, fact: Fact, event: TransferChanged) -> None:
    """Note that it is kept in a changed form."""
    _end(rows, fact, "changed", event.reason)


@TRANSFERS.on(TransferAbandoned)
def abandoned(rows: Batch, fact: Fact, event: TransferAbandoned) -> None:
    """Note that it was given up."""
    _end(rows, fact, "abandoned", event.reason)


def _end(rows: Batch, fact: Fact, status: str, reason: str) -> None:
    rows[TRANSFERS_TABLE].change(fact.stream, status=status)
    _step(rows, fact, status, reason=reason)


def _step(rows: Batch, fact: Fact, step: str, **said: Any) -> None:
    rows[STEPS_TABLE].put({"transfer": fact.stream, **origin(fact), "step": step, **said})
