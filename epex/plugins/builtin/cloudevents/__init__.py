"""CloudEvents 1.0: one JSON object on each line, with no more in it than its reader may see."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from epex.plugins import Exporter, Option, Queries, Row, hookimpl

SUBJECT = Option(name="subject", value="SUBJECT", summary="only of this subject, or of several with ; between")
# The specification allows no underscores.
EXTENSIONS = {
    "actor": "actor",
    "organisation": "organisation",
    "visibility": "visibility",
    "recordedby": "recorded_by",
    "correlationid": "correlation_id",
    "causationid": "causation_id",
}


def write(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write every event that the reader may see, in the order of positions, each as a portion."""
    subjects = [name for given in options.get("subject", "").split(";") if (name := given.strip())]
    return (_line(row) for row in _events(queries, subjects))


def _events(queries: Queries, subjects: Sequence[str]) -> Iterator[Row]:
    after = 0
    while rows := queries.events(after, subjects):
        after = rows[-1]["position"]
        yield from rows


def _line(row: Row) -> bytes:
    told = {**_attributes(row), "data": row["said"]}
    return f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _attributes(row: Row) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": row["id"],
        "source": f"urn:epex:{row['base']}",
        "type": row["type"],
        "subject": row["stream"],
        "time": row["recorded_at"],
        "datacontenttype": "application/json",
        "position": row["position"],
        **({"occurredon": row["occurred_on"]} if row["occurred_on"] else {}),
        **{name: row[column] for name, column in EXTENSIONS.items() if row[column]},
    }


@hookimpl
def epex_exporters() -> Sequence[Exporter]:
    """Add CloudEvents."""
    return [
        Exporter(
            name="cloudevents",
            summary="CloudEvents 1.0: every event that you may see, one JSON object on each line",
            ending=".ndjson",
            write=write,
            options=(SUBJECT,),
        )
    ]
