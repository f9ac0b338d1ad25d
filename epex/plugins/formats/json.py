"""Write a document as JSON, for programs; `schema()` says what may stand in it."""

from typing import Any

import msgspec

from epex.plugins.document import Document

SCHEMA_ID = "urn:epex:document:1"
DRAWN = ("Drawing", "Words", "Box", "Line", "Mark")


def render(document: Document) -> str:
    """Write the whole tree, indented; of a picture the words and the table, which tell everything."""
    tree = _undrawn(msgspec.to_builtins(document))
    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Describe the tree as a JSON Schema (2020-12)."""
    described = msgspec.json.schema(Document)
    for shape in DRAWN:
        del described["$defs"][shape]
    del described["$defs"]["Picture"]["properties"]["drawing"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **described,
    }


def _undrawn(tree: Any) -> Any:
    if isinstance(tree, list | tuple):
        return list(map(_undrawn, tree))
    if isinstance(tree, dict):
        kept = {name: _undrawn(value) for name, value in tree.items() if name != "drawing"}
        return kept if tree.get("type") == "picture" else {**tree, **kept}
    return tree
