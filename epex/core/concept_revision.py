"""A concept made what another thesaurus says that it is, in the steps that a person would take."""

from collections.abc import Collection, Iterator, Mapping

from epex.core.concept import (
    ConceptAdded,
    ConceptEvent,
    ConceptLabelled,
    ConceptNoted,
    ConceptRelated,
    ConceptRemoved,
    ConceptReopened,
    ConceptUnlabelled,
    ConceptUnrelated,
    require_editor,
    sound,
)
from epex.core.decision import Actor, On
from epex.core.thesaurus import KnownConcept


def revise(concept: KnownConcept, told: ConceptAdded, known: Mapping[str, KnownConcept], *, by: Actor) -> list[On]:
    """Let a concept have the labels, notes and relations that are told, and no others; nothing where it has them."""
    others = {identity: each for identity, each in known.items() if identity != concept.id}
    require_editor(by)
    return [On(concept.id, step) for step in _steps(concept, sound(told, others))]


def retire(concept: KnownConcept, *, by: Actor) -> list[On]:
    """Remove a concept that another thesaurus has removed; nothing where it was removed."""
    require_editor(by)
    return [On(concept.id, ConceptRemoved())] if concept.status == "open" else []


def as_told(stream: str, told: ConceptAdded) -> KnownConcept:
    """Give the concept that there will be."""
    return KnownConcept(
        stream,
        told.preferred,
        told.alternatives,
        told.notes,
        frozenset(told.broader),
        frozenset(told.related),
    )


def _steps(concept: KnownConcept, wanted: ConceptAdded) -> Iterator[ConceptEvent]:
    if concept.status != "open":
        yield ConceptReopened()
    yield from _labels(concept, wanted)
    for language in dict.fromkeys((*concept.notes, *wanted.notes)):
        if concept.notes.get(language, "") != (note := wanted.notes.get(language, "")):
            yield ConceptNoted(language=language, note=note)
    yield from _relations("broader", concept.broader, wanted.broader)
    yield from _relations("related", concept.related, wanted.related)


def _labels(concept: KnownConcept, wanted: ConceptAdded) -> Iterator[ConceptEvent]:
    for language in dict.fromkeys((*concept.languages, *wanted.preferred)):
        first, others = wanted.preferred.get(language, ""), wanted.alternatives.get(language, ())
        before = concept.labels(language)
        if first and concept.preferred.get(language) != first:
            yield ConceptLabelled(language=language, kind="preferred", label=first)
        for label in before:
            if label not in (first, *others):
                yield ConceptUnlabelled(language=language, label=label)
        for label in others:
            if label not in before:
                yield ConceptLabelled(language=language, kind="alternative", label=label)


def _relations(relation: str, before: Collection[str], wanted: Collection[str]) -> Iterator[ConceptEvent]:
    for other in sorted(set(before) - set(wanted)):
        yield ConceptUnrelated(other=other, relation=relation)
    for other in wanted:
        if other not in before:
            yield ConceptRelated(other=other, relation=relation)
