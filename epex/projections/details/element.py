"""The page of an element: its conditions, its history, its reviews, what it rests on and where it goes."""

from epex.projections.details.review import words
from epex.projections.details.steps import related, steps
from epex.projections.elements import ELEMENTS_TABLE, STEPS_TABLE
from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.reviews import REVIEWS_TABLE
from epex.projections.table import Row
from epex.projections.transfers import TRANSFERS_TABLE

REVIEW = ("id", "reviewer", "status", "outcome", "written_on")


def details(reading: Reading, row: Row) -> Row:
    """Tell conditions apart from the other steps, and list reviews, evidence and transfers."""
    noted = steps(reading, STEPS_TABLE, "element", row["id"])
    return {
        "conditions": [step for step in noted if step["step"] == "condition"],
        "history": [step for step in noted if step["step"] != "condition"],
        "reviews": _reviews(reading, row["id"]),
        "evidence": Lineage(reading).evidence_of(row["id"]),
        "transfers": _transfers(reading, row),
    }


def _reviews(reading: Reading, element: str) -> list[Row]:
    """List the reviews that the reader may see: one's own, and those of one's own organisation's element."""
    reading.need("reviews")
    rows = reading.among(REVIEWS_TABLE, [element], ("position", "title", *REVIEW), key="element")
    names = reading.names(row["reviewer"] for row in rows)
    texts = words(reading, [row["id"] for row in rows])
    return [{**row, "text": texts.get(row["id"], ""), "reviewer_name": names[row["reviewer"]]} for row in rows]


def _transfers(reading: Reading, row: Row) -> list[Row]:
    """List the transfers of the element and of what was merged into it, each with the element that it began from."""
    family = _family(reading, row["id"])
    titles = reading.titles(family)
    found = {
        transfer["id"]: {**transfer, "element": element, "element_title": titles[element]}
        for element in family
        for transfer in related(reading, "transfer", TRANSFERS_TABLE, "element", element)
    }
    known = {row["id"]: row["standing"] for row in reading.among(TRANSFERS_TABLE, found, ("id", "standing"))}
    return [{**transfer, "standing": known[identity]} for identity, transfer in found.items()]


def _family(reading: Reading, element: str) -> list[str]:
    """Name an element and all that went up in it, however often, as far as the reader may see them."""
    found, waiting = [element], [element]
    while waiting:
        rows = reading.among(ELEMENTS_TABLE, waiting, ("id", "absorbed"))
        fresh = {other for row in rows for other in row["absorbed"]} - set(found)
        waiting = [row["id"] for row in reading.among(ELEMENTS_TABLE, fresh, ("id",))]
        found += waiting
    return found
