"""Rows of findings of the evaluation."""

from collections.abc import Mapping, Sequence
from typing import Any

from epex.app.importing.columns import Column, code, date, language, number
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Values
from epex.core import finding
from epex.core.decision import On
from epex.core.finding import Finding, FindingStated
from epex.core.vocabulary import FINDING_KINDS

OWN = ("statement", "kind", "year", "language")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """State it."""
    stated = FindingStated(**{name: values[name] for name in OWN if name in values})
    return [Dated(on) for on in finding.state(stream, stated, frozenset(ground.open_years), by=ground.by)]


def revise(state: Finding, change: Change, ground: Ground) -> Sequence[On]:
    """Word it anew."""
    reason = f"The row has changed in its source: {ground.source}"
    return finding.revise(state, change.values["statement"], reason, by=ground.by)


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the kind of finding, which a page calls what was found."""
    return {**shown, "kind": raw["kind"]}


KIND = Kind(
    name="findings",
    subject="finding",
    columns=(
        Column(name="statement", takes="what the evaluation found", required=True),
        Column(
            name="kind",
            takes=f"one of {', '.join(FINDING_KINDS)}",
            read=code(FINDING_KINDS, "kind of finding"),
            required=True,
        ),
        Column(name="year", takes="the number of the programme year", read=number, required=True),
        Column(name="language", takes="the code of the statement's language; else en", read=language),
        date("occurred_on", "when it was stated"),
    ),
    decide=decide,
    revise=revise,
    revisable=("statement",),
    revises="the statement",
    shown={"statement": "title"},
    exported=exported,
    body="statement",
)
