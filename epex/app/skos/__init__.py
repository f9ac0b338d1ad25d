"""The thesaurus in SKOS, the W3C's way of writing one down, as Turtle, JSON-LD or RDF/XML."""

FORMATS = ("turtle", "jsonld", "rdfxml")
ENDINGS = {".ttl": "turtle", ".jsonld": "jsonld", ".json": "jsonld", ".rdf": "rdfxml", ".xml": "rdfxml"}
# What the library calls them.
NAMES = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "pretty-xml"}
PARSERS = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
CALLED = {"turtle": "Turtle", "jsonld": "JSON-LD", "rdfxml": "RDF/XML"}
