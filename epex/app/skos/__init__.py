"""The thesaurus comes in from SKOS: which syntax a file has, and what of its concepts is taken."""

ENDINGS = {".ttl": "turtle", ".jsonld": "jsonld", ".json": "jsonld", ".rdf": "rdfxml", ".xml": "rdfxml"}
