"""What concepts of a file become: themselves for the thesaurus, and rows with one label for an import of rows."""

import json
from collections.abc import Sequence

from epex.plugins import Cells, Taken, TakenConcept

ENGLISH = "en"
URN = "urn:uuid:"
CUT = (
    "Of each concept one label is kept, and one that is broader, but nothing related; "
    "'epex thesaurus import' takes all of it in."
)


def rows_of(concepts: Sequence[TakenConcept]) -> Taken:
    """Give the concepts, and rows of those that are in use."""
    kept = [each for each in concepts if each.preferred and not each.is_deprecated]
    known = {each.iri for each in kept}
    rows = [_row(each, known) for each in kept]
    lost = []
    if any(_is_cut(each) for each in kept):
        lost.append(CUT)
    if len(kept) < len(concepts):
        lost.append("Concepts that are deprecated, or have no label, are left out.")
    return Taken(rows={"concepts": rows}, lost=lost, concepts=concepts)


def _is_cut(concept: TakenConcept) -> bool:
    labels = (*concept.preferred, *concept.alternatives)
    return len(labels) > 1 or len(concept.broader) > 1 or bool(concept.related)


def _row(concept: TakenConcept, known: set[str]) -> Cells:
    language, label = next((pair for pair in concept.preferred if pair[0] == ENGLISH), concept.preferred[0])
    note = next((words for code, words in concept.notes if code == language), "")
    broader = next((each.removeprefix(URN) for each in concept.broader if each in known), "")
    row = {
        "id": concept.iri.removeprefix(URN),
        "label": label,
        "language": language.partition("-")[0],
        "note": note,
        # A semicolon would part it in two.
        "broader": json.dumps([broader]) if ";" in broader else broader,
    }
    return {name: cell for name, cell in row.items() if cell}
