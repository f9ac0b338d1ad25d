"""Bring a vocabulary into the thesaurus: which steps it takes, and why some of its concepts are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from epex.app.importing.outcome import Outcome, Refusal
from epex.app.skos.reading import Told, Vocabulary
from epex.core import concept_revision
from epex.core.concept import ConceptAdded, add, ancestors, tidied
from epex.core.concept_revision import as_told
from epex.core.decision import Actor, On, Refused
from epex.core.thesaurus import KnownConcept


@dataclass(slots=True)
class Brought:
    """What is to be recorded, concept by concept, and what became of each."""

    ons: list[On] = field(default_factory=list)
    outcome: Outcome = field(default_factory=Outcome)


def bring(vocabulary: Vocabulary, every: Mapping[str, KnownConcept], by: Actor) -> Brought:
    """Decide on each concept; one that is left out takes along those that name it."""
    faults = {told.id: told.fault for told in vocabulary.concepts if told.fault}
    steps: dict[str, list[On]] = {}
    while True:
        fit = [told for told in vocabulary.concepts if told.id not in faults]
        there = {**every, **{told.id: as_told(told.id, tidied(told.added)) for told in fit if not told.is_deprecated}}
        steps, found = _decided(fit, every, there, by)
        if not found:
            return _brought(vocabulary, steps, faults)
        faults |= found


def _decided(
    fit: Sequence[Told], every: Mapping[str, KnownConcept], there: Mapping[str, KnownConcept], by: Actor
) -> tuple[dict[str, list[On]], dict[str, str]]:
    steps: dict[str, list[On]] = {}
    faults: dict[str, str] = {}
    for told in fit:
        try:
            steps[told.id] = _steps(told, every, there, by)
        except Refused as refused:
            faults[told.id] = str(refused)
    return steps, faults


def _steps(told: Told, every: Mapping[str, KnownConcept], there: Mapping[str, KnownConcept], by: Actor) -> list[On]:
    before = every.get(told.id)
    if told.is_deprecated:
        return concept_revision.retire(before, by=by) if before else []
    _require_there(told.added, there)
    if told.id in ancestors(there[told.id], there):
        raise Refused("It is broader than itself, by way of others; mend what is broader.")
    if before is None:
        others = {identity: each for identity, each in there.items() if identity != told.id}
        return add(told.id, told.added, others, by=by)
    return concept_revision.revise(before, told.added, there, by=by)


def _require_there(added: ConceptAdded, there: Mapping[str, KnownConcept]) -> None:
    for other in (*added.broader, *added.related):
        if other not in there:
            raise Refused(
                "It names a concept that is neither here nor taken from the file; add that one, or leave it out."
            )


def _brought(vocabulary: Vocabulary, steps: Mapping[str, list[On]], faults: Mapping[str, str]) -> Brought:
    brought = Brought()
    for told in vocabulary.concepts:
        if told.id in faults:
            brought.outcome.refused.append(Refusal(told.row, told.iri, faults[told.id]))
        elif steps[told.id]:
            brought.outcome.recorded += 1
            brought.ons += steps[told.id]
        else:
            brought.outcome.skipped += 1
    if vocabulary.strange:
        labels = f"{vocabulary.strange} labels and notes are" if vocabulary.strange > 1 else "1 label or note is"
        brought.outcome.doubts.append(f"{labels} in languages that the network does not write in, and left out.")
    return brought
