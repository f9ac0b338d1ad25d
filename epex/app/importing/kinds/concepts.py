"""Rows of concepts of the thesaurus, each with a label in one language; what has that label is here already."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, Unfit, date, language, references
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Values
from epex.core import concept
from epex.core.concept import Concept, ConceptAdded, ConceptLabelled, ConceptNoted
from epex.core.decision import On
from epex.core.thesaurus import KnownConcept, plain

ENGLISH = "en"


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Add it below what is broader, unless a concept has its label."""
    added, code = _added(values), values.get("language", ENGLISH)
    known = ground.concepts.get(stream)
    if known and (not ground.is_again or _says(known, added, code)):
        return ()
    if ground.is_again:
        return [Dated(On(stream, concept.tidied(added)))]
    said = ("concept", code, plain(values["label"]))
    if ground.earlier(said):
        raise Unfit("label", f"An earlier row has the label '{values['label']}'; word one of them otherwise.")
    ground.keep(said, stream)
    return [Dated(on) for on in concept.add(stream, added, ground.concepts, by=ground.by)]


def revise(state: Concept, change: Change, ground: Ground) -> Sequence[On]:
    """Give it another label, which keeps the one before as an alternative, and another note."""
    known, code = ground.concepts[state.id], change.row.get("language", ENGLISH)
    told, ons = concept.tidied(_added(change.row)), []
    if told.preferred[code] != known.preferred.get(code):
        label = told.preferred[code]
        ons += concept.label(known, label, code, ground.concepts, by=ground.by, preferred=True)
    if (note := told.notes.get(code, "")) != known.notes.get(code, ""):
        ons += concept.note(known, note, code, by=ground.by)
    return ons


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell its labels and notes by language; where it stands in the hierarchy is the network's."""
    labels: dict[str, str] = {}
    notes: dict[str, str] = {}
    for event in events:
        match event:
            case ConceptAdded():
                labels, notes = dict(event.preferred), dict(event.notes)
            case ConceptLabelled(kind="preferred"):
                labels[event.language] = event.label
            case ConceptNoted():
                notes[event.language] = event.note
            case _:
                pass
    return {"labels": labels, "notes": {code: note for code, note in notes.items() if note}}


def means(given: Mapping[str, str], ground: Ground) -> str:
    """Name the concept whose preferred label a row gives."""
    code, label = given.get("language", ENGLISH).casefold(), plain(given.get("label", ""))
    there = (each for each in ground.concepts.values() if each.status == "open")
    return next((each.id for each in there if label and plain(each.preferred.get(code, "")) == label), "")


def _added(values: Values) -> ConceptAdded:
    code = values.get("language", ENGLISH)
    notes = {code: values["note"]} if "note" in values else {}
    return ConceptAdded(preferred={code: values["label"]}, notes=notes, broader=values.get("broader", ()))


def _says(known: KnownConcept, added: ConceptAdded, code: str) -> bool:
    """Tell whether a concept says what a row does; a note that it lacks is left to the network."""
    tidy = concept.tidied(added)
    is_noted = tidy.notes.get(code, "") in ("", known.notes.get(code, ""))
    return known.preferred.get(code) == tidy.preferred[code] and is_noted


KIND = Kind(
    name="concepts",
    subject="concept",
    columns=(
        Column(name="label", takes="its preferred label, in the row's language", required=True),
        Column(name="language", takes="the code of that language; else en", read=language),
        Column(name="note", takes="the scope note: what it covers, and what it does not"),
        Column(
            name="broader",
            takes="what is broader: ids, labels, or ids of rows in the same source, with ; between",
            read=references("concept"),
        ),
        date("occurred_on", "when it was added"),
    ),
    decide=decide,
    revise=revise,
    revisable=("labels", "notes"),
    revises="the label and the note",
    told=told,
    filled=("notes",),
    renamed={"labels": "label", "notes": "note"},
    means=means,
    body="note",
)
