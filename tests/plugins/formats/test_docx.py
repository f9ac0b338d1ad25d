"""Documents as DOCX, opened again."""

from io import BytesIO
from typing import Any

import docx
from hypothesis import given, settings

from epex.plugins import Document, Sentence
from epex.plugins.formats import FILE_FORMATS
from epex.plugins.formats.docx import render
from tests.plugins.documents import DOCUMENTS, WHOLE


def opened(document: Document) -> Any:
    return docx.Document(BytesIO(render(document)))


def styled(text: Any, style: str) -> list[str]:
    return [line.text for line in text.paragraphs if line.style.name == style]


def test_every_block_finds_its_place() -> None:
    text = opened(WHOLE)

    assert styled(text, "Title") == ["Trust comes first [3]"]
    assert styled(text, "Heading 1")[:3] == ["The element", "In their words", "Side by side"]
    assert styled(text, "Intense Quote")[:2] == ["For the network only [3-4]", "Anticipated [4]"]
    assert styled(text, "Quote") == ["نستمع أولا [7]", "-- Visitor"]
    assert styled(text, "List Number") == ["one [1]", "two"]
    assert "That is all. [8]" in styled(text, "Normal")


def test_a_table_keeps_its_cells_and_repeats_its_head() -> None:
    (table, *_) = opened(WHOLE).tables

    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Criterion", "Source [5]", "Receiving"],
        ["Law", "fits", "unknown [6]"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_picture_is_its_words_and_its_table() -> None:
    text = opened(WHOLE)

    assert styled(text, "Normal")[-2:] == ["Both grids, drawn", "A box for each criterion. [5-6]"]
    assert [[cell.text for cell in row.cells] for row in text.tables[1].rows] == [
        ["Criterion", "Source [5]", "Receiving"],
        ["Law", "fits", "unknown [6]"],
    ]


def test_the_handling_line_stands_on_every_page() -> None:
    assert opened(WHOLE).sections[0].header.paragraphs[0].text == "For the network only"


def test_words_from_right_to_left_run_so_and_say_their_language() -> None:
    (arabic, _) = [line for line in opened(WHOLE).paragraphs if line.style.name == "Quote"]

    assert arabic.runs[0].font.rtl
    assert ("w:bidi" in arabic._p.pPr.xml, 'w:val="ar"' in arabic.runs[0]._r.xml) == (True, True)


def test_a_text_says_its_title_and_language_and_nobodys_name() -> None:
    properties = opened(WHOLE).core_properties

    assert (properties.title, properties.language, properties.author) == ("Trust comes first", "en", "")


def test_what_steers_a_program_is_left_out() -> None:
    text = opened(Document(report="x", title=Sentence(text="One\x00\n two\u202e"), handling=Sentence(text=""), page=()))

    assert styled(text, "Title") == ["One two"]


@settings(max_examples=10, deadline=None)
@given(document=DOCUMENTS)
def test_any_document_opens_again(document: Document) -> None:
    assert opened(document).paragraphs


def test_the_format_is_registered_with_its_media_type() -> None:
    assert (FILE_FORMATS["docx"].suffix, FILE_FORMATS["docx"].render) == (".docx", render)
