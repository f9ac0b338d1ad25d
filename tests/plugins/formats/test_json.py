"""Documents as JSON, and the schema that describes it."""

from typing import Any

import msgspec
from hypothesis import given, settings
from msgspec import structs

from epex.plugins import Block, Document, Picture, Section
from epex.plugins.formats.json import SCHEMA_ID, render, schema
from tests.plugins.documents import DOCUMENTS


def undrawn(document: Document) -> Document:
    """Take the drawings out of a document."""

    def without(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(
            structs.replace(block, drawing=None)
            if isinstance(block, Picture)
            else structs.replace(block, blocks=without(block.blocks))
            if isinstance(block, Section)
            else block
            for block in blocks
        )

    return structs.replace(document, page=without(document.page), appendix=without(document.appendix))


@settings(max_examples=40)
@given(DOCUMENTS)
def test_render_loses_nothing_but_drawings(document: Document) -> None:
    assert msgspec.json.decode(render(document), type=Document) == undrawn(document)


def test_schema_names_every_kind_of_block() -> None:
    described: dict[str, Any] = schema()

    assert described["$id"] == SCHEMA_ID
    assert sorted(described["$defs"]) == [
        "Bullets",
        "Document",
        "Fact",
        "Facts",
        "Notice",
        "Paragraph",
        "Picture",
        "Quote",
        "Section",
        "Sentence",
        "Step",
        "Table",
        "Trail",
    ]


def test_schema_requires_every_property_but_those_with_a_default() -> None:
    document = schema()["$defs"]["Document"]

    assert document["required"] == ["type", "report", "title", "handling", "page"]
    assert document["properties"]["schema_version"] == {"type": "integer", "default": 1}
