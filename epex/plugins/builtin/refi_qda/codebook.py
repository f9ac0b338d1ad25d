"""The codebook, `.qdc`: themes and concepts out; codes in, as concepts or themes."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from epex.plugins import Queries, Refused, Taken
from epex.plugins.builtin.refi_qda.codes import (
    CONCEPTS,
    THEMES,
    add_code,
    add_concepts,
    add_sets,
    read_codes,
    rows_of,
    theme_description,
    themes,
)
from epex.plugins.builtin.refi_qda.losses import set_aside
from epex.plugins.builtin.refi_qda.markup import add, document, parsed

NAMESPACE = "urn:QDA-XML:codebook:1.0"
SCHEMA = "Codebook/v1.0/Codebook.xsd"
ORIGIN = "epex"


def written(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:  # noqa: ARG001 - as all exporters
    """Write the themes and the concepts as codes.

    Raises Refused when there are none.
    """
    root = Element("CodeBook", {"origin": ORIGIN})
    codes = add(root, "Codes")
    known, concepts = themes(queries.listing("theme")), queries.thesaurus()
    for row in known:
        add_code(codes, "theme", row, theme_description(queries.show(row["id"])))
    add_concepts(codes, concepts)
    if not len(codes):
        raise Refused("There is neither a theme nor a concept that you may read; propose a theme first.")
    add_sets(root, {"theme": known, "concept": concepts}, "MemberCode", "guid")
    return [document(root, NAMESPACE, SCHEMA)]


def read(content: bytes, options: Mapping[str, str]) -> Taken:
    """Read the codes of a codebook into concepts, or into themes.

    Raises Refused when the file is no codebook.
    """
    kind = what_codes_become(options, CONCEPTS)
    root = parsed(content, "CodeBook", "codebook")
    codes = read_codes(root)
    if not codes:
        raise Refused("The codebook has no code in it; choose one that has.")
    rows, lost = rows_of(codes, kind, options.get("language", ""))
    return Taken(rows={kind: rows}, lost=(*lost, *set_aside(root)))


def what_codes_become(options: Mapping[str, str], usually: str) -> str:
    """Give the kind of rows that codes become.

    Raises Refused when somebody asks for another one.
    """
    kind = options.get("as", usually)
    if kind not in (THEMES, CONCEPTS):
        raise Refused(f"Codes become themes or concepts, and not '{kind}'; write --option as={THEMES}.")
    return kind
