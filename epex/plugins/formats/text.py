"""Write a document as plain text of 80 columns, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import assert_never
from unicodedata import category, east_asian_width

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
from epex.plugins.formats.marks import one_line, references

WIDTH = 80
LABEL = 18
GAP = "  "
RULES = ("=", "-")


def render(document: Document) -> str:
    """Write the first page and the appendix."""
    lines = [*_head(document), *_blocks(document.page, 1)]
    if document.appendix:
        lines += ["", "=" * WIDTH, "APPENDIX", "=" * WIDTH, *_blocks(document.appendix, 1)]
    if document.footer.text:
        lines += ["", "-" * WIDTH, *_wrapped(said(document.footer))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(document: Document) -> Iterator[str]:
    yield from _wrapped(said(document.title))
    yield "=" * WIDTH
    for sentence in (*document.subtitle, document.handling):
        yield from _wrapped(said(sentence))


def _blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        yield ""
        yield from _block(block, depth)


def _block(block: Block, depth: int) -> Iterable[str]:
    match block:
        case Paragraph():
            return _wrapped(said(block))
        case Bullets():
            return _bullets(block)
        case Facts():
            return _facts(block)
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Quote():
            return _quote(block)
        case Notice():
            return _notice(block)
        case Trail():
            return _trail(block)
        case Section():
            return _section(block, depth)
        case _:
            assert_never(block)


def said(sentence: Sentence) -> str:
    """Write a sentence with its references."""
    return f"{one_line(sentence.text)} {references(sentence.positions)}".strip()


def _section(section: Section, depth: int) -> Iterator[str]:
    title = one_line(section.title)[:WIDTH]
    yield title.upper()[:WIDTH] if depth == 1 else title
    yield RULES[min(depth, 2) - 1] * width(title)
    blocks = list(_blocks(section.blocks, depth + 1))
    yield from blocks[1:]


def _bullets(bullets: Bullets) -> Iterator[str]:
    for number, point in enumerate(bullets.points, 1):
        mark = f"{number}." if bullets.ordered else "-"
        yield from _wrapped(said(point), mark.ljust(3), "   ")


def _facts(facts: Facts) -> Iterator[str]:
    for fact in facts.facts:
        lines = [line for sentence in fact.sentences for line in folded(said(sentence), WIDTH - LABEL - len(GAP))]
        labels = folded(one_line(fact.label), LABEL)
        for label, line in zip_longest(labels, lines, fillvalue=""):
            yield f"{_padded(label, LABEL)}{GAP}{line}"


def _picture(picture: Picture) -> Iterator[str]:
    yield from _wrapped(one_line(picture.title))
    yield from _wrapped(said(picture.about))
    yield ""
    yield from _table(picture.table)


def _quote(quote: Quote) -> Iterator[str]:
    yield from _wrapped(f'"{one_line(quote.words.text)}"', "  | ", "  | ")
    yield from _wrapped(f"{said(quote.source)} {references(quote.words.positions)}".strip(), "  | - ", "  |   ")


def _notice(notice: Notice) -> Iterator[str]:
    yield from _wrapped(
        f"*** {one_line(notice.heading.text).upper()} *** {references(notice.heading.positions)}".strip()
    )
    for sentence in notice.sentences:
        yield from _wrapped(said(sentence))


def _trail(trail: Trail) -> Iterator[str]:
    for step in trail.steps:
        yield from _wrapped(one_line(step.summary), f"{f'[{step.position}]':>7} {step.recorded_on}  ", " " * 20)


def _table(table: Table) -> Iterator[str]:
    head, *rows = ([said(sentence) for sentence in row] for row in (table.columns, *table.rows))
    widths = _widths([head, *rows])
    yield from _wrapped(one_line(table.caption))
    yield from _row(head, widths)
    yield GAP.join("-" * wide for wide in widths)
    for row in rows:
        yield from _row(row, widths)


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [folded(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        yield GAP.join(_padded(part, wide) for part, wide in zip(line, widths, strict=True))


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Share out the line: the widest columns give way, and words are broken only when nothing else helps."""
    room = WIDTH - len(GAP) * (len(rows[0]) - 1)
    columns = list(zip(*rows, strict=True))
    widths = [max(map(width, column)) or 1 for column in columns]
    words = [max(width(word) for cell in column for word in cell.split() or [""]) for column in columns]
    for least in (words, [1] * len(words)):
        while sum(widths) > room and (wide := _giving(widths, least)) is not None:
            widths[wide] -= 1
    return widths


def _giving(widths: Sequence[int], least: Sequence[int]) -> int | None:
    able = [index for index, wide in enumerate(widths) if wide > least[index]]
    return max(able, key=lambda index: widths[index]) if able else None


def _wrapped(text: str, first: str = "", others: str = "") -> Iterator[str]:
    for number, line in enumerate(folded(text, WIDTH - max(len(first), len(others)))):
        yield f"{others if number else first}{line}"


def folded(text: str, wide: int) -> list[str]:
    """Break a text into lines, by the columns that it takes in a terminal."""
    lines: list[str] = []
    line = ""
    for part in (part for word in text.split() for part in _pieces(word, wide)):
        longer = f"{line} {part}" if line else part
        if line and width(longer) > wide:
            lines.append(line)
            line = part
        else:
            line = longer
    return [*lines, line]


def _pieces(word: str, wide: int) -> Iterator[str]:
    piece, taken = "", 0
    for sign in word:
        columns = width(sign)
        if piece and taken + columns > wide:
            yield piece
            piece, taken = "", 0
        piece, taken = piece + sign, taken + columns
    yield piece


def _padded(text: str, wide: int) -> str:
    return text + " " * (wide - width(text))


def width(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    return sum(
        (2 if east_asian_width(sign) in "WF" else 1) for sign in text if category(sign) not in ("Mn", "Me", "Cf")
    )
