"""The findings of the evaluation, and what was said when they were revised or taken back."""

from epex.core.finding import FindingRetracted, FindingRevised, FindingStated
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

FINDINGS_TABLE = Table(
    "findings",
    ("id",),
    {**COLUMNS, "title": str, "kind": str, "year": int, "language": str, "status": str, "reason": str},
)
STEPS_TABLE = Table(
    "finding_steps", ("finding", "position"), {"finding": str, **ORIGIN, "step": str, "statement": str, "reason": str}
)
FINDINGS = Projection("findings", version=1, tables=[FINDINGS_TABLE, STEPS_TABLE])


@FINDINGS.on(FindingStated)
def stated(rows: Batch, fact: Fact, event: FindingStated) -> None:
    """Add the finding; its statement is its title."""
    plain = {name: getattr(event, name) for name in ("kind", "year", "language", "reason")}
    rows[FINDINGS_TABLE].put({**founding(fact), **plain, "title": event.statement, "status": "stated"})


@FINDINGS.on(FindingRevised)
def revised(rows: Batch, fact: Fact, event: FindingRevised) -> None:
    """Word it anew where all who read it may read that; the step keeps what it says from now on."""
    if is_as_open(fact, rows[FINDINGS_TABLE].get(fact.stream)):
        rows[FINDINGS_TABLE].change(fact.stream, title=event.statement)
    _step(rows, fact, "revised", event.reason, event.statement)


@FINDINGS.on(FindingRetracted)
def retracted(rows: Batch, fact: Fact, event: FindingRetracted) -> None:
    """Say that it no longer holds."""
    tell(rows[FINDINGS_TABLE], fact, fact.stream, status="retracted")
    _step(rows, fact, "retracted", event.reason)


def _step(rows: Batch, fact: Fact, step: str, reason: str, statement: str = "") -> None:
    said = {"step": step, "reason": reason, "statement": statement}
    rows[STEPS_TABLE].put({"finding": fact.stream, **origin(fact), **said})
