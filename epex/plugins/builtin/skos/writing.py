"""Write the thesaurus as SKOS."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from epex.plugins import Row

# What came with the program is in one scheme everywhere.
SCHEME = URIRef("urn:uuid:0c1f3a52-9f0e-5b57-8f6d-6f1f0a7c2d19")
# What the library calls them.
NAMES = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "pretty-xml"}


def written(concepts: Iterable[Row], syntax: str, network: str) -> str:
    """Write concepts in a syntax; what came with the program and was removed here is deprecated."""
    graph = Graph(bind_namespaces="core")
    graph.bind("skos", SKOS)
    graph.add((SCHEME, RDF.type, SKOS.ConceptScheme))
    graph.add((SCHEME, SKOS.prefLabel, Literal(network)))
    every = {each["id"]: each for each in concepts}
    for concept in every.values():
        if concept["status"] == "open" or concept["of_the_program"]:
            _add(graph, concept, every)
    text: str = graph.serialize(format=NAMES[syntax])
    return text if text.endswith("\n") else f"{text}\n"


def iri_of(concept: str) -> URIRef:
    """Give the IRI of a concept: that of its uuid, the same in every base."""
    return URIRef(UUID(concept.partition("-")[2]).urn)


def _add(graph: Graph, concept: Row, every: Mapping[str, Row]) -> None:
    iri = iri_of(concept["id"])
    graph.add((iri, RDF.type, SKOS.Concept))
    graph.add((iri, SKOS.inScheme, SCHEME))
    if concept["status"] != "open":
        graph.add((iri, OWL.deprecated, Literal(True)))  # noqa: FBT003 - the value of a triple
    for language, label in concept["preferred"].items():
        graph.add((iri, SKOS.prefLabel, Literal(label, lang=language)))
    for language, labels in concept["alternatives"].items():
        for label in labels:
            graph.add((iri, SKOS.altLabel, Literal(label, lang=language)))
    for language, note in concept["notes"].items():
        graph.add((iri, SKOS.scopeNote, Literal(note, lang=language)))
    for relation, others in ((SKOS.broader, concept["broader"]), (SKOS.related, concept["related"])):
        for other in others:
            if other in every and every[other]["status"] == "open":
                graph.add((iri, relation, iri_of(other)))
