"""The thesaurus as one reader sees it: the concepts that come with the program, and what the network made of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from unicodedata import normalize

from epex.core.decision import Refused
from epex.core.thesaurus import KnownConcept, plain
from epex.projections.reading import Reading
from epex.projections.starter import starter
from epex.projections.table import Row
from epex.projections.thesaurus import CONCEPTS_TABLE, concept_of

SHOWN = 8


class Concepts:
    """The concepts that there are for one reader."""

    def __init__(self, reading: Reading) -> None:
        """Gather them, those that were removed too."""
        reading.need("thesaurus")
        self._reading = reading
        self._rows = {row["id"]: row for row in reading.rows(CONCEPTS_TABLE)}
        self.every: Mapping[str, KnownConcept] = {
            **starter(),
            **{identity: concept_of(row) for identity, row in self._rows.items()},
        }

    @cached_property
    def known(self) -> Mapping[str, KnownConcept]:
        """Give those that were not removed, by their ids."""
        return {identity: each for identity, each in self.every.items() if each.status == "open"}

    def find(self, text: str) -> KnownConcept:
        """Find a concept by any of its labels, its id, or a unique beginning of it.

        Raises Refused when there is none, or when there are several.
        """
        wanted = normalize("NFC", text.strip())
        found = {each.id: each for each in self._meant(wanted)}
        if not found:
            raise Refused(f"There is no concept '{text}' that you may read; 'epex thesaurus list' shows what there is.")
        if len(found) > 1:
            some = ", ".join(f"{each.id} ({self.title(each)})" for each in list(found.values())[:SHOWN])
            raise Refused(f"'{text}' means several concepts: {some}; give more of the id.")
        return next(iter(found.values()))

    def of_the_program(self, text: str) -> KnownConcept | None:
        """Find a concept that came with the program and that nobody has changed."""
        found = {each.id: each for each in self._meant(normalize("NFC", text.strip()))}
        if len(found) != 1 or (one := next(iter(found.values()))).id in self._rows:
            return None
        return one

    def title(self, concept: KnownConcept) -> str:
        """Name a concept in the reader's language, else in English, else in any."""
        return self._reading.words(concept.preferred)

    def listing(self, language: str = "", *, unreviewed: bool = False) -> list[Row]:
        """List the concepts by their title, perhaps only those with unreviewed labels."""
        rows = [self._row(each) for each in self.known.values()]
        if language or unreviewed:
            rows = [row for row in rows if not unreviewed or _fits(row["unreviewed"], language)]
            rows = [row for row in rows if not language or language in row["languages"]]
        return sorted(rows, key=lambda row: (row["title"].casefold(), row["id"]))

    def page(self, concept: KnownConcept) -> Row:
        """Tell all of one concept."""
        told = self._rows.get(concept.id, {}).get("signed", {})
        names = self._reading.names(each["actor"] for each in told.values())
        return {
            **self._row(concept),
            "preferred": dict(concept.preferred),
            "alternatives": {language: list(labels) for language, labels in concept.alternatives.items()},
            "notes": dict(concept.notes),
            "narrower": self._named(self._narrower[concept.id]),
            "related": self._named({*concept.related, *self._related[concept.id]}),
            "signed": [
                {"language": language, "occurred_on": each["occurred_on"], "actor_name": names[each["actor"]]}
                for language, each in sorted(told.items())
            ],
        }

    def _row(self, concept: KnownConcept) -> Row:
        return {
            "id": concept.id,
            "title": self.title(concept),
            "broader": self._named(concept.broader),
            "languages": list(concept.languages),
            "unreviewed": list(concept.unreviewed),
            "status": concept.status,
            "of_the_program": concept.is_of_the_program,
        }

    def _named(self, ids: Iterable[str]) -> list[Row]:
        there = [self.known[identity] for identity in ids if identity in self.known]
        return sorted(({"id": each.id, "title": self.title(each)} for each in there), key=lambda each: each["title"])

    @cached_property
    def _narrower(self) -> Mapping[str, set[str]]:
        return _turned((each.id, each.broader) for each in self.known.values())

    @cached_property
    def _related(self) -> Mapping[str, set[str]]:
        return _turned((each.id, each.related) for each in self.known.values())

    def _meant(self, wanted: str) -> Iterator[KnownConcept]:
        if wanted in self.every:
            yield self.every[wanted]
        elif wanted.startswith("concept-"):
            yield from (each for each in self.every.values() if each.id.startswith(wanted))
        elif words := plain(wanted):
            open_first = sorted(self.every.values(), key=lambda each: each.status != "open")
            named = [each for each in open_first if words in map(plain, each.preferred.values())]
            found = named or [each for each in open_first if any(each.has(wanted, code) for code in each.languages)]
            # What was removed is meant only where nothing else is.
            yield from ([each for each in found if each.status == "open"] or found)


def as_kept(concept: KnownConcept) -> Row:
    """Give a concept as the network keeps it, with the ids of what it is near."""
    return {
        "id": concept.id,
        "status": concept.status,
        "of_the_program": concept.is_of_the_program,
        "preferred": dict(concept.preferred),
        "alternatives": {language: list(labels) for language, labels in concept.alternatives.items()},
        "notes": dict(concept.notes),
        "broader": sorted(concept.broader),
        "related": sorted(concept.related),
    }


def _fits(languages: list[str], language: str) -> bool:
    return language in languages if language else bool(languages)


def _turned(pairs: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, others in pairs:
        for other in others:
            found[other].add(one)
    return found
