"""Write a document as an Office Open XML text (DOCX), for those who go on working on it in a word processor."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, assert_never

from epex.plugins.document import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Section,
    Sentence,
    Table,
    Trail,
)
from epex.plugins.formats.marks import direction, one_line, references

if TYPE_CHECKING:
    from docx.document import Document as Text
    from docx.text.paragraph import Paragraph as Line

DEEPEST = 9


def render(document: Document) -> bytes:
    """Write the whole text: a title page, the parts, the appendix; the handling line stands on every page."""
    import docx  # noqa: PLC0415 - start-up: only this format needs it

    text = docx.Document()
    _describe(text, document)
    writer = _Writer(text, document.language)
    writer.title_page(document)
    writer.blocks(document.page, 1)
    if document.appendix:
        text.add_heading("Appendix", 1).paragraph_format.page_break_before = True
        writer.blocks(document.appendix, 2)
    if document.footer.text:
        writer.line(document.footer)
    written = BytesIO()
    text.save(written)
    return written.getvalue()


def _describe(text: "Text", document: Document) -> None:
    text.core_properties.title = one_line(document.title.text)
    text.core_properties.language = document.language
    text.core_properties.author = ""
    text.core_properties.comments = ""
    text.sections[0].header.paragraphs[0].text = one_line(document.handling.text)


class _Writer:
    """Add blocks to a text."""

    def __init__(self, text: "Text", language: str) -> None:
        self.text = text
        self.language = language

    def title_page(self, document: Document) -> None:
        self.line(document.title, "Title")
        for sentence in document.subtitle:
            self.line(sentence, "Subtitle")
        self.line(document.handling, "Intense Quote")

    def blocks(self, blocks: Iterable[Block], depth: int) -> None:
        for block in blocks:
            self.block(block, depth)

    def block(self, block: Block, depth: int) -> None:
        match block:
            case Paragraph():
                self.line(block)
            case Bullets(points=points, ordered=ordered):
                self.lines(points, "List Number" if ordered else "List Bullet")
            case Facts(facts=facts):
                self.facts(facts)
            case Table():
                self.table(block)
            case Picture():
                self.picture(block)
            case Quote(words=words, source=source):
                self.line(words, "Quote")
                self.line(Sentence(text=f"-- {source.text}", positions=source.positions), "Quote")
            case Notice(heading=heading, sentences=sentences):
                self.lines((heading, *sentences), "Intense Quote")
            case Trail(steps=steps):
                said = (f"{step.position}  {step.recorded_on}  {step.summary}" for step in steps)
                self.lines([Sentence(text=text) for text in said], "No Spacing")
            case Section():
                self.section(block, depth)
            case _:
                assert_never(block)

    def section(self, section: Section, depth: int) -> None:
        heading = self.text.add_heading(one_line(section.title), min(depth, DEEPEST))
        heading.paragraph_format.page_break_before = depth == 1
        self.blocks(section.blocks, depth + 1)

    def facts(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self.line(Sentence(text=fact.label), "List Bullet").runs[0].bold = True
            self.lines(fact.sentences, "List Continue")

    def picture(self, picture: Picture) -> None:
        self.line(Sentence(text=picture.title)).runs[0].bold = True
        self.line(picture.about)
        self.table(picture.table)

    def table(self, table: Table) -> None:
        self.line(Sentence(text=table.caption), "Caption")
        rows: Sequence[Sequence[Sentence]] = (table.columns, *table.rows)
        grid = self.text.add_table(len(rows), len(table.columns), "Table Grid")
        for cells, row in zip(grid.rows, rows, strict=True):
            for cell, sentence in zip(cells.cells, row, strict=True):
                self.fill(cell.paragraphs[0], sentence)
        for cell in grid.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        _repeat(grid.rows[0])

    def lines(self, sentences: Iterable[Sentence], style: str) -> None:
        for sentence in sentences:
            self.line(sentence, style)

    def line(self, sentence: Sentence, style: str = "Normal") -> "Line":
        line = self.text.add_paragraph(style=style)
        self.fill(line, sentence)
        return line

    def fill(self, line: "Line", sentence: Sentence) -> None:
        """Write a sentence with its references, in its language and direction."""
        run = line.add_run(f"{one_line(sentence.text)} {references(sentence.positions)}".strip())
        language = sentence.language or self.language
        _set(run._r.get_or_add_rPr(), "w:lang", val=language, bidi=language)  # noqa: SLF001 - the library has no other way
        if direction(language) == "rtl":
            run.font.rtl = True
            _set(line._p.get_or_add_pPr(), "w:bidi")  # noqa: SLF001 - as above


def _repeat(row: Any) -> None:
    """Let a table's head stand on each of its pages, and be read as its head."""
    _set(row._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001 - as above


def _set(parent: Any, name: str, **attributes: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - start-up: only this format needs it
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)
