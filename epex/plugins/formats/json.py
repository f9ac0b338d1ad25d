"""Write a document as JSON, for programs; `schema()` says what may stand in it."""

from typing import Any

import msgspec

from epex.plugins.document import Document

SCHEMA_ID = "urn:epex:document:1"


def render(document: Document) -> str:
    """Write the whole tree, indented."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def schema() -> dict[str, Any]:
    """Describe the tree as a JSON Schema (2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **msgspec.json.schema(Document),
    }
