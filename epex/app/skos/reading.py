"""What the network can take of the concepts that an importer read: its languages, and what is wrong with each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from epex.core.concept import ConceptAdded
from epex.core.labels import line
from epex.core.thesaurus import stream_of
from epex.core.vocabulary import LANGUAGES
from epex.plugins.exchange import TakenConcept

ALIASES = {"nb": "no", "nn": "no"}
URN = "urn:uuid:"


@dataclass(frozen=True, slots=True)
class Told:
    """A concept of a file: its number in the order of the IRIs, what it is, or the first thing wrong with it."""

    row: int
    iri: str
    id: str
    added: ConceptAdded
    is_deprecated: bool = False
    fault: str = ""


@dataclass(slots=True)
class Vocabulary:
    """What a file holds, and how many of its labels and notes are in languages that the network does not write in."""

    concepts: list[Told] = field(default_factory=list)
    strange: int = 0


def vocabulary(taken: Iterable[TakenConcept]) -> Vocabulary:
    """Tell of each concept what can be taken of it."""
    found = Vocabulary()
    for row, concept in enumerate(taken, 1):
        found.concepts.append(_told(concept, row, found))
    return found


def id_of(iri: str) -> str:
    """Give the stream of a concept: that of its uuid, else one that is the same for this IRI everywhere."""
    try:
        return f"concept-{UUID(iri.removeprefix(URN))}" if iri.startswith(URN) else stream_of(iri)
    except ValueError:
        return stream_of(iri)


def _told(concept: TakenConcept, row: int, found: Vocabulary) -> Told:
    faults: list[str] = []
    preferred = _texts(concept.preferred, found, faults)
    others = _texts(concept.alternatives, found, faults)
    notes = _texts(concept.notes, found, faults)
    faults += [f"It has two preferred labels in '{code}'" for code, labels in preferred.items() if len(labels) > 1]
    added = ConceptAdded(
        preferred={code: labels[0] for code, labels in preferred.items()},
        alternatives={code: tuple(labels) for code, labels in others.items()},
        notes={code: " ".join(words) for code, words in notes.items()},
        broader=tuple(sorted(map(id_of, concept.broader))),
        related=tuple(sorted(map(id_of, concept.related))),
    )
    fault = f"{faults[0]}; mend it." if faults else ""
    return Told(row, concept.iri, id_of(concept.iri), added, concept.is_deprecated, fault)


def _texts(pairs: Sequence[tuple[str, str]], found: Vocabulary, faults: list[str]) -> Mapping[str, list[str]]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for tag, words in pairs:
        code = _language(tag)
        if not code:
            faults.append(f"'{words[:60]}' has no language")
        elif code not in LANGUAGES:
            found.strange += 1
        elif line(words) not in texts[code]:
            texts[code].append(line(words))
    return texts


def _language(tag: str) -> str:
    code = tag.lower().partition("-")[0]
    return ALIASES.get(code, code)
