"""The page of a theme: its words in every language, where it comes from, every decision, what it rests on."""

from epex.projections.decisions import decisions
from epex.projections.lineage import Lineage
from epex.projections.places import Places
from epex.projections.reading import Reading
from epex.projections.table import Row


def details(reading: Reading, row: Row) -> Row:
    """Tell the labels and the definition, the places it covers, the decisions and the evidence."""
    place = Places(reading).of([row["id"]])[row["id"]]
    return {
        "labels": row["titles"],
        "definition": reading.words(row["definitions"]) if row["definitions"] else "",
        "organisations": sorted(reading.titles(place.organisation).values()),
        "countries": sorted(place.country),
        "decisions": decisions(reading, [row["id"]]),
        "evidence": Lineage(reading).evidence_of(row["id"]),
    }
