"""The publications: their editions, how far each has come, and what errata tell."""

from collections.abc import Iterator, Mapping
from typing import Any

from epex.core.log.envelope import Fact
from epex.core.publication import (
    PublicationErratumIssued,
    PublicationFrozen,
    PublicationOpened,
    PublicationPublished,
)
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.shades import SHADES, tell
from epex.projections.table import Batch, Table

PUBLICATIONS_TABLE = Table(
    "publications",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "edition", "language", "status", "content_hash", "published_on", "place"), str),
        "number": int,
        "frozen_at": int,
        **dict.fromkeys(("editors", "chapters", "versions", "quotes", "viewpoints"), list),
    },
)
ERRATA_TABLE = Table(
    "errata",
    ("publication", "position"),
    {"publication": str, **ORIGIN, "step": str, "number": int, "text": str, "concerns": list, "content_hash": str},
)
PUBLICATIONS = Projection("publications", version=2, tables=[PUBLICATIONS_TABLE, ERRATA_TABLE])


@PUBLICATIONS.on(PublicationOpened)
def opened(rows: Batch, fact: Fact, event: PublicationOpened) -> None:
    """Add the edition."""
    plain = {name: getattr(event, name) for name in ("title", "edition", "language", "number")}
    rows[PUBLICATIONS_TABLE].put({**founding(fact), **plain, "status": "open", "editors": list(event.editors)})


@PUBLICATIONS.on(PublicationFrozen)
def frozen(rows: Batch, fact: Fact, event: PublicationFrozen) -> None:
    """Note the hash, and what the edition was made from."""
    parts = {name: list(getattr(event, name)) for name in ("chapters", "versions", "quotes", "viewpoints")}
    state = {"status": "frozen", "content_hash": event.content_hash, "frozen_at": fact.position}
    tell(rows[PUBLICATIONS_TABLE], fact, fact.stream, **state, **parts)


@PUBLICATIONS.on(PublicationPublished)
def published(rows: Batch, fact: Fact, event: PublicationPublished) -> None:
    """Note when and where it came out."""
    row = rows[PUBLICATIONS_TABLE].get(fact.stream)
    if row is None or event.content_hash not in ("", *_frozen_as(row)):
        return
    place = {"place": event.place} if is_as_open(fact, row) else {}
    tell(rows[PUBLICATIONS_TABLE], fact, fact.stream, status="published", published_on=event.on, **place)


@PUBLICATIONS.on(PublicationErratumIssued)
def erratum_issued(rows: Batch, fact: Fact, event: PublicationErratumIssued) -> None:
    """Keep what readers are told."""
    told: dict[str, Any] = {name: getattr(event, name) for name in ("number", "text", "content_hash")}
    told["concerns"] = list(event.concerns)
    rows[ERRATA_TABLE].put({"publication": fact.stream, **origin(fact), "step": "erratum", **told})


def _frozen_as(row: Mapping[str, Any]) -> Iterator[str]:
    """Give the hashes of what is frozen, for all and for those alone who may know of it."""
    columns = (row, *(shade.get("columns", {}) for shade in row[SHADES]))
    yield from (told["content_hash"] for told in columns if told.get("content_hash"))
