"""Concepts of the thesaurus: their labels in several languages, what they are near, and who vouches for the labels."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.labels import line, require_free, require_label, require_note
from epex.core.sealed import Sealed, Text, Texts
from epex.core.thesaurus import RELATIONS, KnownConcept, plain
from epex.core.vocabulary import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class ConceptAdded:
    """`alternatives` are the other labels of a language."""

    type: ClassVar[str] = "concept.added"
    sentence: ClassVar[str] = "added {it}"
    preferred: Texts
    alternatives: Annotated[dict[str, tuple[str, ...]], Sealed()] = field(default_factory=dict)
    notes: Texts = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptLabelled:
    """A preferred label makes the one before an alternative, so that nothing that was found is lost."""

    type: ClassVar[str] = "concept.labelled"
    sentence: ClassVar[str] = "gave {it} a label in '{language}' ({kind})"
    language: str
    kind: str
    label: Text
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptUnlabelled:
    type: ClassVar[str] = "concept.unlabelled"
    sentence: ClassVar[str] = "took a label in '{language}' from {it}"
    language: str
    label: Text
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptNoted:
    """An empty note takes the one before away."""

    type: ClassVar[str] = "concept.noted"
    sentence: ClassVar[str] = "wrote the scope note of {it} in '{language}'"
    language: str
    note: Text
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptRelated:
    """`broader` is what the other one is to this one, or `related`; narrower is told from the other's side."""

    type: ClassVar[str] = "concept.related"
    sentence: ClassVar[str] = "related {it} to {other} ({relation})"
    other: str
    relation: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptUnrelated:
    type: ClassVar[str] = "concept.unrelated"
    sentence: ClassVar[str] = "no longer related {it} to {other} ({relation})"
    other: str
    relation: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptSigned:
    """A speaker vouches for the labels of a language, until one of them changes."""

    type: ClassVar[str] = "concept.signed"
    sentence: ClassVar[str] = "signed the labels of {it} in '{language}'"
    language: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptRemoved:
    type: ClassVar[str] = "concept.removed"
    sentence: ClassVar[str] = "removed {it}"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConceptReopened:
    type: ClassVar[str] = "concept.reopened"
    sentence: ClassVar[str] = "took {it} up again"
    reason: Text = ""


ConceptEvent = (
    ConceptAdded
    | ConceptLabelled
    | ConceptUnlabelled
    | ConceptNoted
    | ConceptRelated
    | ConceptUnrelated
    | ConceptSigned
    | ConceptRemoved
    | ConceptReopened
)
Events = ConceptEvent


@dataclass(frozen=True, slots=True)
class Concept:
    """What replay can know of a concept: its labels may be erased, so that decisions get them as `KnownConcept`.

    Every step counts, so that none is for fewer people than the concept itself.
    """

    id: str
    status: str = "open"
    signed: frozenset[str] = frozenset()
    steps: int = 0


def evolve(concept: Concept | None, stream: str, event: ConceptEvent) -> Concept:
    """Apply one event; every event that decisions allow applies."""
    known = concept or Concept(stream)
    state = replace(known, steps=known.steps + 1)
    match event:
        case ConceptAdded() | ConceptReopened():
            return replace(state, status="open")
        case ConceptLabelled(language=language) | ConceptUnlabelled(language=language):
            return replace(state, signed=state.signed - {language})
        case ConceptSigned(language=language):
            return replace(state, signed=state.signed | {language})
        case ConceptRemoved():
            return replace(state, status="removed")
        case ConceptNoted() | ConceptRelated() | ConceptUnrelated():
            return state
        case _:
            assert_never(event)


def add(concept: str, added: ConceptAdded, known: Mapping[str, KnownConcept], *, by: Actor) -> list[On]:
    """Add a concept; `known` are those that there are, by their ids."""
    require_editor(by)
    return [On(concept, sound(added, known))]


def sound(added: ConceptAdded, known: Mapping[str, KnownConcept]) -> ConceptAdded:
    """Bring what a concept is into the form that is stored; refuse what could not be."""
    event = tidied(added)
    if not event.preferred:
        raise Refused("A concept needs a preferred label; give it one in a language of the network.")
    for language, label in _labels(event):
        require_label(label, language)
    for language in event.alternatives:
        require_alternatives(event, language)
    for language, note in event.notes.items():
        require_note(note, language)
    for language, label in event.preferred.items():
        require_free(label, language, known.values())
    for other in dict.fromkeys((*event.broader, *event.related)):
        require_open(known, other)
    if twice := set(event.broader) & set(event.related):
        raise Refused(f"{named(known, min(twice))} is given as broader and as related; choose one of the two.")
    return event


def label(
    concept: KnownConcept,
    words: str,
    language: str,
    known: Mapping[str, KnownConcept],
    *,
    by: Actor,
    preferred: bool = False,
) -> list[On]:
    """Give a concept one more label, or another preferred one."""
    require_editor(by)
    require_standing(concept)
    tidy = line(words)
    require_label(tidy, language)
    first = concept.preferred.get(language, "")
    is_first = preferred or not first
    if tidy == first or (tidy in concept.labels(language) and not is_first):
        raise Refused(f"'{tidy}' is a label of this concept already; give another one.")
    if not is_first and concept.has(tidy, language):
        raise Refused(f"'{tidy}' reads like a label of this concept; give another one.")
    if is_first:
        require_free(tidy, language, (each for each in known.values() if each.id != concept.id))
    kind = "preferred" if is_first else "alternative"
    return [On(concept.id, ConceptLabelled(language=language, kind=kind, label=tidy))]


def unlabel(concept: KnownConcept, words: str, language: str, *, by: Actor) -> list[On]:
    """Take a label from a concept."""
    require_editor(by)
    require_standing(concept)
    require_one_of(language, LANGUAGES, "language")
    tidy = line(words)
    if tidy not in concept.labels(language):
        raise Refused(f"This concept has no label '{tidy}' in '{language}'; 'epex thesaurus show' lists its labels.")
    if concept.alternatives.get(language) and tidy == concept.preferred.get(language):
        raise Refused(f"'{tidy}' is the preferred label in '{language}'; give another one first, with --preferred.")
    if sum(len(concept.labels(each)) for each in concept.languages) == 1:
        raise Refused(f"'{tidy}' is the only label of this concept; take the concept out instead.")
    return [On(concept.id, ConceptUnlabelled(language=language, label=tidy))]


def note(concept: KnownConcept, words: str, language: str, *, by: Actor) -> list[On]:
    """Say what a concept covers and what it leaves out; an empty note takes it away."""
    require_editor(by)
    require_standing(concept)
    tidy = line(words)
    require_note(tidy, language, may_be_empty=language in concept.notes)
    if concept.notes.get(language) == tidy:
        raise Refused("This is the scope note already; there is nothing to do.")
    return [On(concept.id, ConceptNoted(language=language, note=tidy))]


def relate(
    concept: KnownConcept, other: KnownConcept, relation: str, known: Mapping[str, KnownConcept], *, by: Actor
) -> list[On]:
    """Say that another concept is broader, narrower or related."""
    require_editor(by)
    require_one_of(relation, RELATIONS, "relation")
    if relation == "narrower":
        return relate(other, concept, "broader", known, by=by)
    require_standing(concept)
    require_standing(other)
    if other.id == concept.id:
        raise Refused("A concept is not related to itself; name another one.")
    if told := _relation(concept, other):
        raise Refused(f"{_name(other)} is {told} already; take that back first, with 'epex thesaurus unrelate'.")
    if relation == "broader" and concept.id in ancestors(other, known):
        raise Refused(f"{_name(other)} is narrower already, by way of others; name them the other way round.")
    return [On(concept.id, ConceptRelated(other=other.id, relation=relation))]


def unrelate(concept: KnownConcept, other: KnownConcept, *, by: Actor) -> list[On]:
    """Take back what two concepts are to each other, whichever of them says so."""
    require_editor(by)
    require_standing(concept)
    ends = ((one, another) for one, another in ((concept, other), (other, concept)))
    said = [
        On(one.id, ConceptUnrelated(other=another.id, relation=relation))
        for one, another in ends
        for relation, others in (("broader", one.broader), ("related", one.related))
        if another.id in others
    ]
    if not said:
        raise Refused(f"{_name(other)} is not related to this concept; 'epex thesaurus show' lists what is.")
    return said


def sign(concept: KnownConcept, language: str, spoken: Collection[str], *, by: Actor) -> list[On]:
    """Vouch for the labels of a language; `spoken` are the languages that the actor's organisation works in."""
    require_one_of(language, LANGUAGES, "language")
    if language not in spoken:
        require_role(by, "coordinator", act=f"sign for '{language}' without an organisation that works in it")
    require_standing(concept)
    if language not in concept.languages:
        raise Refused(f"{_name(concept)} has no label in '{language}'; give it one: 'epex thesaurus label'.")
    if language in concept.signed:
        raise Refused(f"The labels of {_name(concept)} in '{language}' are signed already; there is nothing to do.")
    return [On(concept.id, ConceptSigned(language=language))]


def remove(concept: KnownConcept, reason: str, *, by: Actor) -> list[On]:
    """Take a concept out of the thesaurus."""
    require_editor(by)
    require_standing(concept)
    require_text(reason, "reason")
    return [On(concept.id, ConceptRemoved(reason=reason))]


def reopen(concept: KnownConcept, known: Mapping[str, KnownConcept], *, by: Actor) -> list[On]:
    """Take a concept up again that was removed."""
    require_editor(by)
    if concept.status == "open":
        raise Refused(f"{_name(concept)} was not removed; there is nothing to do.")
    for language, words in concept.preferred.items():
        require_free(words, language, known.values())
    return [On(concept.id, ConceptReopened())]


def require_editor(by: Actor) -> None:
    """Refuse whoever may not change the thesaurus."""
    require_role(by, "coordinator", "editor", act="change the thesaurus")


def ancestors(concept: KnownConcept, known: Mapping[str, KnownConcept]) -> set[str]:
    """Name all that is broader than a concept, by way of others too."""
    found: set[str] = set()
    near = list(concept.broader)
    while near:
        one = near.pop()
        if one not in found and one in known:
            found.add(one)
            near.extend(known[one].broader)
    return found


def tidied(added: ConceptAdded) -> ConceptAdded:
    """Bring labels into the form that is stored, each once and on one line."""
    preferred = {language: line(label) for language, label in added.preferred.items()}
    alternatives = {
        language: tuple(dict.fromkeys(map(line, labels))) for language, labels in added.alternatives.items()
    }
    return replace(
        added,
        preferred=preferred,
        alternatives={language: labels for language, labels in alternatives.items() if labels},
        notes={language: line(words) for language, words in added.notes.items()},
        broader=tuple(dict.fromkeys(added.broader)),
        related=tuple(dict.fromkeys(added.related)),
    )


def require_alternatives(added: ConceptAdded, language: str) -> None:
    """Refuse alternative labels without a preferred one, or two labels that read alike."""
    if language not in added.preferred:
        raise Refused(f"There is an alternative label in '{language}' and no preferred one; give it a preferred label.")
    labels = [added.preferred[language], *added.alternatives[language]]
    if len(set(map(plain, labels))) < len(labels):
        raise Refused(f"Two labels read alike in '{language}'; leave one of them out.")


def require_standing(concept: KnownConcept) -> None:
    """Refuse to change what was removed."""
    if concept.status != "open":
        raise Refused(f"{_name(concept)} was removed; take it up again first, with 'epex thesaurus reopen'.")


def require_open(known: Mapping[str, KnownConcept], concept: str) -> None:
    """Refuse to name a concept that is not there any more."""
    if concept in known:
        require_standing(known[concept])


def named(known: Mapping[str, KnownConcept], concept: str) -> str:
    """Name a concept for people."""
    return _name(known[concept]) if concept in known else concept


def _name(concept: KnownConcept) -> str:
    words = concept.preferred.get("en") or next(iter(concept.preferred.values()), "")
    return f"'{words}'" if words else concept.id


def _labels(added: ConceptAdded) -> list[tuple[str, str]]:
    others = [(language, one) for language, labels in added.alternatives.items() for one in labels]
    return [*added.preferred.items(), *others]


def _relation(concept: KnownConcept, other: KnownConcept) -> str:
    if other.id in concept.broader:
        return "broader"
    if concept.id in other.broader:
        return "narrower"
    return "related" if other.id in concept.related or concept.id in other.related else ""
