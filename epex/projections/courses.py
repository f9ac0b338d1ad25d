"""The course that all things of a subject took, and the places that they touch: what pictures are drawn from."""

from collections.abc import Iterable, Mapping

from epex.projections import elements, themes, transfers
from epex.projections.columns import label_of
from epex.projections.places import Places
from epex.projections.reading import VIEWS, Reading
from epex.projections.table import Row, Table

STEPPED: Mapping[str, tuple[Table, str]] = {
    "element": (elements.STEPS_TABLE, "step"),
    "theme": (themes.DECISIONS_TABLE, "decision"),
    "transfer": (transfers.STEPS_TABLE, "step"),
}


def steps(reading: Reading, subject: str) -> list[Row]:
    """List every step that the reader may see on what the reader may see."""
    reading.need(VIEWS[subject])
    table, named = STEPPED[subject]
    there = {row["id"] for row in reading.rows(reading.table(subject), columns=("id",))}
    rows = [row for row in reading.rows(table) if row[subject] in there]
    return [
        {
            "id": row[subject],
            "step": row[named],
            "occurred_on": row["occurred_on"],
            "position": row["position"],
            "visibility": label_of(row["access"]),
            "label": row.get("label", ""),
            "name": reading.words(row["labels"]) if row.get("labels") else "",
            "before": reading.words(row["labels_before"]) if row.get("labels_before") else "",
            "into": [other for other in row.get("into", ()) if other in there],
        }
        for row in rows
    ]


def places(reading: Reading, ids: Iterable[str]) -> dict[str, Row]:
    """Give the places of things; what the reader may not see touches nothing."""
    return {
        identity: {
            "organisations": sorted(place.organisation),
            "countries": sorted(place.country),
            "settings": sorted(place.setting),
            "pairs": sorted(place.pairs),
        }
        for identity, place in Places(reading).of(ids).items()
    }
