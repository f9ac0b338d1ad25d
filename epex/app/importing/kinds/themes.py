"""Rows of themes; they come in as candidates, for what is decided about them is decided here."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, date, language, references
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import theme
from epex.core.decision import Refused
from epex.core.vocabulary import LANGUAGES

LABELS = tuple(f"label_{code}" for code in LANGUAGES)
DEFINITIONS = tuple(f"definition_{code}" for code in LANGUAGES)


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Propose it with its words in every language."""
    labels = _by_language(values, "label")
    if not labels:
        raise Refused("A theme needs a label; give the row one, in the column label or label_en.")
    ons = theme.propose(
        stream,
        labels,
        by=ground.by,
        definitions=_by_language(values, "definition"),
        scope_note=values.get("scope_note", ""),
        challenges=values.get("challenges", ()),
    )
    return [Dated(on) for on in ons]


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give every language its column."""
    labels = {f"label_{code}": words for code, words in raw["titles"].items()}
    definitions = {f"definition_{code}": words for code, words in raw["definitions"].items()}
    return {**shown, **labels, **definitions, "label": "", "definition": "", "language": ""}


def _by_language(values: Values, field: str) -> dict[str, str]:
    plain = {values.get("language", "en"): values[field]} if field in values else {}
    return plain | {code: values[f"{field}_{code}"] for code in LANGUAGES if f"{field}_{code}" in values}


KIND = Kind(
    name="themes",
    subject="theme",
    columns=(
        Column(name="label", takes="what it is called, in the row's language"),
        Column(name="definition", takes="what it means, in the row's language"),
        Column(name="language", takes="the code of that language; else en", read=language),
        *(Column(name=name, takes=f"the label in {name[-2:]}") for name in LABELS),
        *(Column(name=name, takes=f"the definition in {name[-2:]}") for name in DEFINITIONS),
        Column(name="scope_note", takes="what belongs to it and what does not"),
        Column(
            name="challenges",
            takes="the challenges behind it: ids, texts, or ids of rows in the same source",
            read=references("challenge"),
        ),
        date("occurred_on", "when it was proposed"),
    ),
    decide=decide,
    ignored=("split_from",),
    one_of=("label", *LABELS),
    renamed={"labels": "label", "definitions": "definition"},
    exported=exported,
    body="definition",
)
