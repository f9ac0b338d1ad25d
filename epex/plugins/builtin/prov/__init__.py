"""W3C PROV-JSON: what led to something, or what came of it."""

import json
from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Exporter, Option, Queries, Refused, hookimpl

WHY = Option(name="why", value="ID", summary="what led to this one")
TRACE = Option(name="trace", value="ID", summary="what came of this one")


def write(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write one answer of `epex audit why` or `epex audit trace`.

    Raises Refused unless exactly one of both is asked for.
    """
    from epex.plugins.builtin.prov.chain import document  # noqa: PLC0415 - start-up: most commands write no PROV

    why, trace = options.get("why", ""), options.get("trace", "")
    if bool(why) == bool(trace):
        raise Refused("PROV tells of one question; give either --option why=ID or --option trace=ID.")
    answer = queries.why(why) if why else queries.trace(trace)
    return [f"{json.dumps(document(answer, queries.base()['id']), ensure_ascii=False, indent=2)}\n".encode()]


@hookimpl
def epex_exporters() -> Sequence[Exporter]:
    """Add PROV."""
    return [
        Exporter(
            name="prov",
            summary="W3C PROV-JSON: what led to something, or what came of it",
            ending=".json",
            write=write,
            options=(WHY, TRACE),
        )
    ]
