"""Reports as JSON keep to the schema that is published."""

import json

import pytest
from jsonschema import Draft202012Validator

from epex.app.base import KnowledgeBase
from epex.plugins.reports import render
from tests.plugins.demo_reports import REPORTS, built, published
from tests.plugins.documents import WHOLE
from tests.plugins.formats.schema_file import FILE, written


def wrong(text: str) -> list[str]:
    published_schema = json.loads(FILE.read_text("utf-8"))
    Draft202012Validator.check_schema(published_schema)
    return [fault.message for fault in Draft202012Validator(published_schema).iter_errors(json.loads(text))]


def test_the_published_schema_is_that_of_the_program() -> None:
    assert FILE.read_text("utf-8") == written()


def test_a_document_with_every_block_keeps_to_the_schema() -> None:
    assert wrong(render(WHOLE, "json")) == []


def test_what_is_no_document_is_found() -> None:
    assert wrong(
        '{"type": "document", "report": "x", "title": {"text": 3}, "handling": {"text": "h"}, "page": []}'
    ) == ["3 is not of type 'string'"]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*REPORTS, "book"])
def test_every_report_of_the_demo_keeps_to_the_schema(demo: KnowledgeBase, name: str) -> None:
    document = published(demo) if name == "book" else built(demo, name)

    assert wrong(render(document, "json")) == []
