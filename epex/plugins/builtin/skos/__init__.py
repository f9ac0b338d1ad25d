"""SKOS, the W3C's way of writing a thesaurus down, as Turtle, JSON-LD or RDF/XML."""

from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Exporter, Importer, Option, Queries, Refused, Taken, hookimpl

SYNTAXES = ("turtle", "jsonld", "rdfxml")
SYNTAX = Option(name="syntax", value="|".join(SYNTAXES), summary="how it is written; else turtle")
CALLED = Option(name="called", value="NAME", summary="what messages call the file")


def write(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write the thesaurus.

    Raises Refused when there is no such syntax.
    """
    from epex.plugins.builtin.skos.writing import written  # noqa: PLC0415 - start-up: only this needs the library

    return [written(queries.vocabulary(), _syntax(options), queries.base()["network"]).encode()]


def read(content: bytes, options: Mapping[str, str]) -> Taken:
    """Read the concepts of a file.

    Raises Refused when there is no such syntax, or the file is not in it or holds no concept.
    """
    from epex.plugins.builtin.skos.reading import concepts  # noqa: PLC0415 - start-up: as above
    from epex.plugins.builtin.skos.rows import rows_of  # noqa: PLC0415 - start-up: as above

    return rows_of(concepts(content, _syntax(options), options.get("called", "The file")))


def _syntax(options: Mapping[str, str]) -> str:
    syntax = options.get("syntax", SYNTAXES[0])
    if syntax not in SYNTAXES:
        raise Refused(f"SKOS is not written as '{syntax}'; choose one of: {', '.join(SYNTAXES)}.")
    return syntax


@hookimpl
def epex_exporters() -> Sequence[Exporter]:
    """Add SKOS."""
    return [
        Exporter(
            name="skos",
            summary="SKOS: the thesaurus with its labels in all languages",
            ending=".ttl",
            write=write,
            options=(SYNTAX,),
        )
    ]


@hookimpl
def epex_importers() -> Sequence[Importer]:
    """Take SKOS in."""
    return [
        Importer(
            name="skos",
            summary="SKOS: concepts with one label; 'epex thesaurus import' takes in all of them",
            endings=(".ttl", ".jsonld", ".rdf"),
            read=read,
            options=(SYNTAX, CALLED),
        )
    ]
