"""Read a thesaurus that is written as SKOS; nothing is fetched from elsewhere."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from warnings import catch_warnings, simplefilter

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from epex.app.skos import CALLED, PARSERS
from epex.core.concept import ConceptAdded
from epex.core.decision import Refused
from epex.core.labels import line
from epex.core.thesaurus import stream_of
from epex.core.vocabulary import LANGUAGES

ALIASES = {"nb": "no", "nn": "no"}
URN = "urn:uuid:"
Texts = dict[str, list[str]]


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


def read(raw: bytes, form: str, name: str) -> Vocabulary:
    """Read the concepts of a file.

    Raises Refused when it is not in its format, or holds no concept.
    """
    graph = _parsed(raw, form, name)
    found = Vocabulary()
    iris = {str(each) for each in graph.subjects(RDF.type, SKOS.Concept)}
    iris |= {str(each) for each in graph.subjects(SKOS.inScheme, None)}
    for row, iri in enumerate(sorted(iris), 1):
        found.concepts.append(_told(graph, row, iri, found))
    if not found.concepts:
        raise Refused(f"There is no skos:Concept in {name}; give a thesaurus in SKOS.")
    return found


def id_of(iri: str) -> str:
    """Give the stream of a concept: that of its uuid, else one that is the same for this IRI everywhere."""
    try:
        return f"concept-{UUID(iri.removeprefix(URN))}" if iri.startswith(URN) else stream_of(iri)
    except ValueError:
        return stream_of(iri)


def _parsed(raw: bytes, form: str, name: str) -> Graph:
    if form == "jsonld":
        _require_own_context(raw, name)
    # The library warns of odd literals on a log of its own; what is wrong is said once, row by row.
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    try:
        with catch_warnings():
            # Its own reader of JSON-LD uses what it deprecates.
            simplefilter("ignore", DeprecationWarning)
            return Graph().parse(data=raw, format=PARSERS[form])
    except Exception as error:
        what = " ".join(str(error).split())[:120]
        raise Refused(f"{name} is no {CALLED[form]} ({what}); mend it, or say --format.") from error


def _require_own_context(raw: bytes, name: str) -> None:
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise Refused(f"{name} is no JSON-LD (it is no JSON); mend it, or say --format.") from error
    if any(_is_elsewhere(context) for context in _contexts(found)):
        raise Refused(f"{name} names a context that lies elsewhere, and nothing is fetched; write the context into it.")


def _contexts(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for each in value:
            yield from _contexts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name in ("@context", "@import"):
                yield each
            yield from _contexts(each)


def _is_elsewhere(context: Any) -> bool:
    return any(isinstance(each, str) for each in (context if isinstance(context, list) else [context]))


def _told(graph: Graph, row: int, iri: str, found: Vocabulary) -> Told:
    subject = URIRef(iri)
    faults: list[str] = []
    preferred = _texts(graph, subject, (SKOS.prefLabel,), found, faults)
    others = _texts(graph, subject, (SKOS.altLabel, SKOS.hiddenLabel), found, faults)
    notes = _texts(graph, subject, (SKOS.scopeNote,), found, faults)
    faults += [f"It has two preferred labels in '{code}'" for code, labels in preferred.items() if len(labels) > 1]
    added = ConceptAdded(
        preferred={code: labels[0] for code, labels in preferred.items()},
        alternatives={code: tuple(labels) for code, labels in others.items()},
        notes={code: " ".join(words) for code, words in notes.items()},
        broader=_ids(graph, subject, SKOS.broader, SKOS.narrower),
        related=_ids(graph, subject, SKOS.related),
    )
    deprecated = graph.value(subject, OWL.deprecated)
    fault = f"{faults[0]}; mend it." if faults else ""
    return Told(row, iri, id_of(iri), added, isinstance(deprecated, Literal) and bool(deprecated.toPython()), fault)


def _texts(
    graph: Graph, subject: URIRef, names: tuple[URIRef, ...], found: Vocabulary, faults: list[str]
) -> Mapping[str, list[str]]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for value in sorted((each for name in names for each in graph.objects(subject, name)), key=str):
        code = _language(value)
        if not code:
            faults.append(f"'{str(value)[:60]}' has no language")
        elif code not in LANGUAGES:
            found.strange += 1
        elif line(str(value)) not in texts[code]:
            texts[code].append(line(str(value)))
    return texts


def _language(value: Node) -> str:
    tag = (value.language or "") if isinstance(value, Literal) else ""
    code = tag.lower().partition("-")[0]
    return ALIASES.get(code, code)


def _ids(graph: Graph, subject: URIRef, relation: URIRef, inverse: URIRef | None = None) -> tuple[str, ...]:
    told = {str(each) for each in graph.objects(subject, relation)}
    if inverse:
        told |= {str(each) for each in graph.subjects(inverse, subject)}
    return tuple(sorted(map(id_of, told)))
