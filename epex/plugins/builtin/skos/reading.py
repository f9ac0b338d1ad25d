"""Read a thesaurus that is written as SKOS; nothing is fetched from elsewhere."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from warnings import catch_warnings, simplefilter

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from epex.plugins import Refused, TakenConcept

# What the library calls them, and what people do.
PARSERS = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
TITLES = {"turtle": "Turtle", "jsonld": "JSON-LD", "rdfxml": "RDF/XML"}


def concepts(raw: bytes, syntax: str, name: str) -> list[TakenConcept]:
    """Read the concepts of a file, in the order of their IRIs.

    Raises Refused when it is not in its syntax, or holds no concept.
    """
    graph = _parsed(raw, syntax, name)
    iris = {str(each) for each in graph.subjects(RDF.type, SKOS.Concept)}
    iris |= {str(each) for each in graph.subjects(SKOS.inScheme, None)}
    if not iris:
        raise Refused(f"There is no skos:Concept in {name}; give a thesaurus in SKOS.")
    return [_concept(graph, iri) for iri in sorted(iris)]


def _parsed(raw: bytes, syntax: str, name: str) -> Graph:
    if syntax == "jsonld":
        _require_own_context(raw, name)
    # The library warns of odd literals on a log of its own; what is wrong is said once, row by row.
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    try:
        with catch_warnings():
            # Its own reader of JSON-LD uses what it deprecates.
            simplefilter("ignore", DeprecationWarning)
            return Graph().parse(data=raw, format=PARSERS[syntax])
    except Exception as error:
        what = " ".join(str(error).split())[:120]
        raise Refused(f"{name} is no {TITLES[syntax]} ({what}); mend it, or say --format.") from error


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


def _concept(graph: Graph, iri: str) -> TakenConcept:
    subject = URIRef(iri)
    deprecated = graph.value(subject, OWL.deprecated)
    return TakenConcept(
        iri=iri,
        preferred=_texts(graph, subject, SKOS.prefLabel),
        alternatives=_texts(graph, subject, SKOS.altLabel, SKOS.hiddenLabel),
        notes=_texts(graph, subject, SKOS.scopeNote),
        broader=_others(graph, subject, SKOS.broader, SKOS.narrower),
        related=_others(graph, subject, SKOS.related),
        is_deprecated=isinstance(deprecated, Literal) and bool(deprecated.toPython()),
    )


def _texts(graph: Graph, subject: URIRef, *names: URIRef) -> list[tuple[str, str]]:
    values = sorted((each for name in names for each in graph.objects(subject, name)), key=str)
    return [((value.language or "") if isinstance(value, Literal) else "", str(value)) for value in values]


def _others(graph: Graph, subject: URIRef, relation: URIRef, inverse: URIRef | None = None) -> list[str]:
    told = {str(each) for each in graph.objects(subject, relation)}
    if inverse:
        told |= {str(each) for each in graph.subjects(inverse, subject)}
    return sorted(told)
