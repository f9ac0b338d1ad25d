"""The viewpoints that practitioners have written for chapters."""

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.sealed import ERASED
from epex.core.viewpoint import ViewpointSigned, ViewpointWithdrawn, ViewpointWritten
from epex.projections.columns import COLUMNS, founding
from epex.projections.projection import Projection
from epex.projections.reading import opening
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

VIEWPOINTS_TABLE = Table(
    "viewpoints",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "heading", "chapter", "signer", "text", "language", "status"), str),
        "dissenting": bool,
    },
    indexes=(("chapter",), ("signer",)),
)
VIEWPOINTS = Projection("viewpoints", version=2, tables=[VIEWPOINTS_TABLE])


@VIEWPOINTS.on(ViewpointWritten)
def written(rows: Batch, fact: Fact, event: ViewpointWritten) -> None:
    """Add the viewpoint; its author is who signs it."""
    plain = {name: getattr(event, name) for name in ("chapter", "signer", "text", "language", "dissenting")}
    named = {"title": event.title or opening(event.text), "heading": event.title, "author": event.signer}
    state = "signed" if event.signed else "unsigned"
    rows[VIEWPOINTS_TABLE].put({**founding(fact), **plain, **named, "status": state})


@VIEWPOINTS.on(ViewpointSigned)
def signed(rows: Batch, fact: Fact, event: ViewpointSigned) -> None:  # noqa: ARG001 - it happened, that is all
    """Note that its author stands by it, as long as its words stand."""
    row = rows[VIEWPOINTS_TABLE].get(fact.stream)
    if row and row["status"] == "unsigned":
        tell(rows[VIEWPOINTS_TABLE], fact, fact.stream, status="signed")


@VIEWPOINTS.on(ViewpointWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: ViewpointWithdrawn) -> None:  # noqa: ARG001 - it happened, that is all
    """Take its words away, if its author's erasure did not."""
    row = rows[VIEWPOINTS_TABLE].get(fact.stream)
    if row and row["status"] != "erased":
        rows[VIEWPOINTS_TABLE].change(fact.stream, status="withdrawn", title="[withdrawn]", heading="", text="")


@VIEWPOINTS.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Take the words of an author away at once."""
    for document in event.documents:
        rows[VIEWPOINTS_TABLE].change(document, title=ERASED, heading="", text="", status="erased")
