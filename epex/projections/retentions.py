"""How long each kind of thing is kept, and what is kept longer."""

from epex.core.log.envelope import Fact
from epex.core.retention import RetentionExtended, RetentionLifted, RetentionSet
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

RETENTIONS_TABLE = Table(
    "retentions", ("id",), {**COLUMNS, "title": str, "kind": str, "months": int, "status": str, "why": str}
)
EXTENSIONS_TABLE = Table(
    "retention_extensions",
    ("retention", "position"),
    {"retention": str, **ORIGIN, "thing": str, "until": str, "reason": str},
)
RETENTIONS = Projection("retentions", version=1, tables=[RETENTIONS_TABLE, EXTENSIONS_TABLE])


@RETENTIONS.on(RetentionSet)
def was_set(rows: Batch, fact: Fact, event: RetentionSet) -> None:
    """Put the rule in force; one that was set before begins anew, unless not all who read it may know."""
    title = f"Each {event.kind}: {event.months} months"
    rule = {"title": title, "kind": event.kind, "months": event.months, "status": "in force"}
    known = rows[RETENTIONS_TABLE].get(fact.stream)
    if known is None or is_as_open(fact, known):
        rows[RETENTIONS_TABLE].put({**founding(fact), **rule, "why": event.reason})
    else:
        tell(rows[RETENTIONS_TABLE], fact, fact.stream, **rule)


@RETENTIONS.on(RetentionExtended)
def extended(rows: Batch, fact: Fact, event: RetentionExtended) -> None:
    """Keep one thing longer."""
    more = {"thing": event.thing, "until": event.until, "reason": event.reason}
    rows[EXTENSIONS_TABLE].put({"retention": fact.stream, **origin(fact), **more})


@RETENTIONS.on(RetentionLifted)
def lifted(rows: Batch, fact: Fact, event: RetentionLifted) -> None:  # noqa: ARG001 - it happened, that is all
    """Lift the rule."""
    tell(rows[RETENTIONS_TABLE], fact, fact.stream, status="lifted")
