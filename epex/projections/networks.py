"""The network that a base belongs to."""

from epex.core.log.envelope import Fact
from epex.core.network import NetworkBranched, NetworkFounded
from epex.projections.columns import COLUMNS, founding
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

NETWORKS_TABLE = Table(
    "networks", ("id",), {**COLUMNS, "title": str, "base_id": str, "illustrative": bool, "languages": list}
)
NETWORKS = Projection("networks", version=3, tables=[NETWORKS_TABLE])


@NETWORKS.on(NetworkFounded)
def founded(rows: Batch, fact: Fact, event: NetworkFounded) -> None:
    """Add the network."""
    rows[NETWORKS_TABLE].put(
        {
            **founding(fact),
            "title": event.name,
            "base_id": event.base_id,
            "illustrative": event.illustrative,
            "languages": list(event.languages),
        }
    )


@NETWORKS.on(NetworkBranched)
def branched(rows: Batch, fact: Fact, event: NetworkBranched) -> None:
    """Take over the identity of the base that goes on from here; a branch that was merged keeps its own."""
    if fact.envelope.origin_base is None:
        tell(rows[NETWORKS_TABLE], fact, fact.stream, base_id=event.base_id)
