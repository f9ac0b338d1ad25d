"""How concepts that a network added or changed come from what happened."""

from collections.abc import Mapping
from typing import Any

from epex.core.concept import (
    ConceptAdded,
    ConceptLabelled,
    ConceptNoted,
    ConceptRelated,
    ConceptRemoved,
    ConceptReopened,
    ConceptSigned,
    ConceptUnlabelled,
    ConceptUnrelated,
)
from epex.core.log.envelope import Fact
from epex.core.thesaurus import KnownConcept
from epex.projections.columns import founding, is_as_open, origin
from epex.projections.starter import starter
from epex.projections.table import Batch
from epex.projections.thesaurus import CONCEPTS_TABLE, THESAURUS


@THESAURUS.on(ConceptAdded)
def added(rows: Batch, fact: Fact, event: ConceptAdded) -> None:
    """Add a concept."""
    rows[CONCEPTS_TABLE].put(
        {
            **founding(fact),
            "titles": dict(event.preferred),
            "alternatives": {language: list(labels) for language, labels in event.alternatives.items()},
            "notes": dict(event.notes),
            "broader": list(event.broader),
            "related": list(event.related),
            "status": "open",
        }
    )


@THESAURUS.on(ConceptLabelled)
def labelled(rows: Batch, fact: Fact, event: ConceptLabelled) -> None:
    """Give a label, and let the preferred one before it be an alternative."""
    row = _known(rows, fact)
    titles, others = dict(row["titles"]), _others(row, event.language)
    others = [one for one in others if one != event.label]
    if event.kind == "preferred":
        before = titles.get(event.language)
        others = [*([before] if before and before != event.label else ()), *others]
        titles[event.language] = event.label
    else:
        others.append(event.label)
    _relabel(rows, fact, row, event.language, titles, others)


@THESAURUS.on(ConceptUnlabelled)
def unlabelled(rows: Batch, fact: Fact, event: ConceptUnlabelled) -> None:
    """Take a label away, wherever it stands."""
    row = _known(rows, fact)
    titles = {code: label for code, label in row["titles"].items() if (code, label) != (event.language, event.label)}
    others = [one for one in _others(row, event.language) if one != event.label]
    _relabel(rows, fact, row, event.language, titles, others)


@THESAURUS.on(ConceptNoted)
def noted(rows: Batch, fact: Fact, event: ConceptNoted) -> None:
    """Write the scope note of a language, or take it away."""
    notes = {**_known(rows, fact)["notes"], event.language: event.note}
    _change(rows, fact, notes={language: words for language, words in notes.items() if words})


@THESAURUS.on(ConceptRelated)
def related(rows: Batch, fact: Fact, event: ConceptRelated) -> None:
    """Add a relation."""
    if event.relation in ("broader", "related"):
        others = [one for one in _known(rows, fact)[event.relation] if one != event.other]
        _change(rows, fact, **{event.relation: [*others, event.other]})


@THESAURUS.on(ConceptUnrelated)
def unrelated(rows: Batch, fact: Fact, event: ConceptUnrelated) -> None:
    """Take a relation back."""
    if event.relation in ("broader", "related"):
        others = [one for one in _known(rows, fact)[event.relation] if one != event.other]
        _change(rows, fact, **{event.relation: others})


@THESAURUS.on(ConceptSigned)
def signed(rows: Batch, fact: Fact, event: ConceptSigned) -> None:
    """Note who vouches for the labels of a language, and since when."""
    told = {"actor": fact.envelope.actor, "occurred_on": origin(fact)["occurred_on"]}
    _change(rows, fact, signed={**_known(rows, fact)["signed"], event.language: told})


@THESAURUS.on(ConceptRemoved)
def removed(rows: Batch, fact: Fact, _event: ConceptRemoved) -> None:
    """Take it out of the thesaurus; its labels stay, for whoever takes it up again."""
    _change(rows, fact, status="removed")


@THESAURUS.on(ConceptReopened)
def reopened(rows: Batch, fact: Fact, _event: ConceptReopened) -> None:
    """Take it up again."""
    _change(rows, fact, status="open")


def _others(row: Mapping[str, Any], language: str) -> list[str]:
    return list(row["alternatives"].get(language, ()))


def _relabel(
    rows: Batch, fact: Fact, row: Mapping[str, Any], language: str, titles: dict[str, str], others: list[str]
) -> None:
    alternatives = {**row["alternatives"], language: others}
    _change(
        rows,
        fact,
        titles=titles,
        alternatives={code: labels for code, labels in alternatives.items() if labels},
        # Nobody has vouched for what the labels are now.
        signed={code: told for code, told in row["signed"].items() if code != language},
    )


def _change(rows: Batch, fact: Fact, **columns: Any) -> None:
    if is_as_open(fact, _known(rows, fact)):
        rows[CONCEPTS_TABLE].change(fact.stream, **columns)


def _known(rows: Batch, fact: Fact) -> Mapping[str, Any]:
    """Give the row of a concept; the first step on one that came with the program makes it."""
    table = rows[CONCEPTS_TABLE]
    if (row := table.get(fact.stream)) is None:
        table.put({**founding(fact), **_as_it_came(starter().get(fact.stream) or KnownConcept(fact.stream))})
        row = table.get(fact.stream)
    return row or {}


def _as_it_came(concept: KnownConcept) -> dict[str, Any]:
    return {
        "titles": dict(concept.preferred),
        "alternatives": {language: list(labels) for language, labels in concept.alternatives.items()},
        "notes": dict(concept.notes),
        "broader": sorted(concept.broader),
        "related": sorted(concept.related),
        "status": concept.status,
    }
