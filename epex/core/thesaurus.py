"""A concept of the thesaurus as somebody reads it, in the terms of SKOS."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from epex.core.letters import RUN, normal
from epex.core.vocabulary import LANGUAGES

RELATIONS = ("broader", "narrower", "related")
# What came with the program, or from one vocabulary, has one stream everywhere.
NAMESPACE = UUID("0c1f3a52-9f0e-5b57-8f6d-6f1f0a7c2d19")


@dataclass(frozen=True, slots=True)
class KnownConcept:
    """What one reader knows of a concept: one preferred label a language, several alternative ones, what it is near."""

    id: str
    preferred: Mapping[str, str] = field(default_factory=dict)
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    broader: frozenset[str] = frozenset()
    related: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    status: str = "open"
    is_of_the_program: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """List the languages in which it has a label, in the order of the profile."""
        return tuple(code for code in LANGUAGES if code in self.preferred or self.alternatives.get(code))

    @property
    def unreviewed(self) -> tuple[str, ...]:
        """List the languages whose labels no speaker has signed."""
        return tuple(code for code in self.languages if code not in self.signed)

    def labels(self, language: str) -> tuple[str, ...]:
        """List its labels in a language, the preferred one first."""
        first = self.preferred.get(language)
        return (*([first] if first else ()), *self.alternatives.get(language, ()))

    def has(self, label: str, language: str) -> bool:
        """Tell whether it has a label in a language, however that is spelt."""
        return plain(label) in map(plain, self.labels(language))


def stream_of(name: str) -> str:
    """Give the stream of a concept that the program or a vocabulary names, the same in every base."""
    return f"concept-{uuid5(NAMESPACE, name)}"


def plain(label: str) -> tuple[str, ...]:
    """Bring a label to the words that readers take to be the same."""
    return tuple(map(normal, RUN.findall(label)))
