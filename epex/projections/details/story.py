"""The page of a story of change: its words, why it was chosen, and for evaluators who tells it and agrees to what."""

from epex.projections.confided import choices, people_of, with_passages
from epex.projections.lineage import Lineage
from epex.projections.reading import Reading
from epex.projections.table import Row

WORDS = {"text": "text", "chosen_by": "chosen_by", "because": "reason"}


def details(reading: Reading, row: Row) -> Row:
    """Tell what the reader may know; the words of a story that was not released are opened from the log."""
    found: Row = {"evidence": with_passages(reading, Lineage(reading).evidence_of(row["id"]))}
    choice = choices(reading, [row["id"]]).get(row["id"])
    if choice is None or row["status"] not in ("chosen", "released"):
        return found
    teller = {**people_of(reading, choice["event"].teller), "consent": choice["consent"] or "not asked yet"}
    words = {} if choice["released"] else {name: getattr(choice["event"], field) for name, field in WORDS.items()}
    return {**words, **teller, **found}
