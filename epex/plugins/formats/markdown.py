"""Write a document as Markdown (CommonMark with tables)."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import assert_never

from epex.plugins.document import (
    Block,
    Bullets,
    Document,
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

SIGNS = re.compile(r"([\\`*_{}\[\]#|~])")
LINE_START = re.compile(r"^(\d*)([-+>=.)])")


def render(document: Document) -> str:
    """Write the first page and the appendix."""
    parts = [f"# {said(document.title)}", *(said(sentence) for sentence in document.subtitle)]
    parts += [f"**{said(document.handling)}**", *_blocks(document.page, 2)]
    if document.appendix:
        parts += ["---", "## Appendix", *_blocks(document.appendix, 3)]
    if document.footer.text:
        parts += ["---", said(document.footer)]
    return "\n\n".join(parts) + "\n"


def _blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        yield _block(block, depth)


def _block(block: Block, depth: int) -> str:
    match block:
        case Paragraph():
            return said(block)
        case Bullets(points=points, ordered=ordered):
            return "\n".join(f"{'1.' if ordered else '-'} {said(point)}" for point in points)
        case Facts(facts=facts):
            return "\n".join(f"- **{plain(fact.label)}:** {_all_said(fact.sentences)}" for fact in facts)
        case Table():
            return _table(block)
        case Picture(title=title, about=about, table=table):
            return "\n\n".join((f"**{plain(title)}**", said(about), _table(table)))
        case Quote(words=words, source=source):
            return f"> {said(words)}\n>\n> -- {said(source)}"
        case Notice(heading=heading, sentences=sentences):
            return "\n>\n".join(f"> {line}" for line in (f"**{said(heading)}**", *map(said, sentences)))
        case Trail(steps=steps):
            return "\n".join(f"- [{step.position}] {step.recorded_on}: {plain(step.summary)}" for step in steps)
        case Section(title=title, blocks=blocks):
            return "\n\n".join((f"{'#' * min(depth, 6)} {plain(title)}", *_blocks(blocks, depth + 1)))
        case _:
            assert_never(block)


def said(sentence: Sentence) -> str:
    """Write a sentence with its references; one that runs from right to left says so."""
    words = plain(sentence.text)
    if direction(sentence.language) == "rtl":
        words = f'<span lang="{escape(sentence.language)}" dir="rtl">{words}</span>'
    return f"{words} {references(sentence.positions)}".strip()


def plain(text: str) -> str:
    """Escape whatever Markdown or HTML would read as a sign of theirs."""
    words = SIGNS.sub(r"\\\1", one_line(text)).replace("&", "&amp;").replace("<", "&lt;")
    return LINE_START.sub(r"\1\\\2", words)


def _all_said(sentences: Iterable[Sentence]) -> str:
    return " ".join(said(sentence) for sentence in sentences)


def _table(table: Table) -> str:
    head = [_cells(map(said, table.columns)), _cells("---" for _ in table.columns)]
    rows = [_cells(map(said, row)) for row in table.rows]
    return "\n".join((f"**{plain(table.caption)}**", "", *head, *rows))


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
