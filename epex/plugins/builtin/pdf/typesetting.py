"""Turn a document into the plain data that `document.typ` lays out: what is said, in which language, and where."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, assert_never

from epex.plugins import (
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
from epex.plugins.drawing import plain
from epex.plugins.formats.marks import direction, one_line, runs

DEEPEST = 6
BRIEF = 150
# In letters: what a line of a table holds, what each cell needs beside its words, and the longest word kept whole.
ROOM, MARGIN, LONGEST = 110, 3, 24
INK = re.compile(r"--([\w-]+): (#\w+);")
TONGUE = re.compile(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?")
HEADS = ("Event", "Recorded on", "What happened")

Node = dict[str, Any]


def tree(document: Document) -> Node:
    """Give everything that the page needs, and nothing that it would have to work out."""
    setter = _Setter(document)
    title = setter.sentence(document.title)
    title["text"] = title["text"] or one_line(document.report) or "Report"
    return {
        **_tongue(document.language),
        "inks": inks(),
        "date": _day(document),
        "short-title": setter.brief(document.title),
        "short-handling": setter.brief(document.handling),
        "title": title,
        "subtitle": setter.sentences(document.subtitle),
        "handling": setter.sentence(document.handling),
        "is-one-page": bool(document.appendix) and any(isinstance(it, Section) and it.half for it in document.page),
        "page": setter.blocks(document.page, 2),
        "appendix": setter.blocks(document.appendix, 3),
        "footer": setter.sentence(document.footer) if document.footer.text else None,
    }


@cache
def inks() -> Mapping[str, str]:
    """Read the colours that a page has on light paper."""
    light, _, _ = files("epex.plugins.formats").joinpath("document.css").read_text("utf-8").partition("}")
    return dict(INK.findall(light))


class _Setter:
    """Know what a block needs from the document around it: its language, and the events that a link can lead to."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self.unset = {step.position for trail in _trails((*document.page, *document.appendix)) for step in trail.steps}
        self.listed = frozenset(self.unset)

    def blocks(self, blocks: Iterable[Block], level: int) -> list[Node]:
        nodes: list[Node] = []
        for halves, together in groupby(blocks, key=lambda block: isinstance(block, Section) and block.half):
            laid = [self.block(block, level) for block in together]
            nodes += [{"kind": "halves", "sections": laid}] if halves else laid
        return nodes

    def block(self, block: Block, level: int) -> Node:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "sentence": self.sentence(block)}
            case Bullets(points=points, ordered=ordered):
                return {"kind": "bullets", "points": self.sentences(points), "ordered": ordered}
            case Facts(facts=facts):
                told = [{"label": one_line(fact.label), "sentences": self.sentences(fact.sentences)} for fact in facts]
                return {"kind": "facts", "facts": told}
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block)
            case Quote(words=words, source=source):
                return {"kind": "quote", "words": self.sentence(words), "source": self.sentence(source)}
            case Notice(heading=heading, sentences=explained):
                return {"kind": "notice", "heading": self.sentence(heading), "sentences": self.sentences(explained)}
            case Trail():
                return self.trail(block)
            case Section():
                return self.section(block, level)
            case _:
                assert_never(block)

    def section(self, section: Section, level: int) -> Node:
        title = one_line(section.title)
        # No level may be left out, so what stands in a part without a title belongs to the one around it.
        blocks = self.blocks(section.blocks, level + 1 if title else level)
        return {"kind": "section", "title": title, "level": min(level, DEEPEST), "blocks": blocks}

    def table(self, table: Table) -> Node:
        rows = [self.sentences(row) for row in table.rows]
        return {
            "kind": "table",
            "caption": one_line(table.caption),
            "columns": [self.head(column) for column in table.columns],
            "rows": rows,
            "widths": _widths([table.columns, *table.rows]),
        }

    def head(self, column: Sentence) -> Node:
        """Give the head of a column without links, which may not stand where a table repeats it."""
        node = self.sentence(column)
        return {**node, "refs": [{**reference, "event": None} for reference in node["refs"]]}

    def picture(self, picture: Picture) -> Node:
        return {
            "kind": "picture",
            "title": one_line(picture.title),
            "alt": f"{one_line(picture.title)}. {one_line(picture.about.text)}",
            "about": self.sentence(picture.about),
            "table": self.table(picture.table),
            "drawing": plain(picture.drawing) if picture.drawing else None,
        }

    def trail(self, trail: Trail) -> Node:
        steps = [
            {
                "position": str(step.position),
                "label": self.anchor(step.position),
                "day": step.recorded_on,
                "summary": one_line(step.summary),
            }
            for step in trail.steps
        ]
        return {"kind": "trail", "heads": HEADS, "steps": steps}

    def anchor(self, position: int) -> str | None:
        if position not in self.unset:
            return None
        self.unset.remove(position)
        return _event(position)

    def sentences(self, sentences: Iterable[Sentence]) -> list[Node]:
        return [self.sentence(sentence) for sentence in sentences]

    def sentence(self, sentence: Sentence) -> Node:
        return {
            **_tongue(sentence.language or self.language),
            "text": one_line(sentence.text),
            "tone": sentence.tone,
            "refs": [self.reference(first, last) for first, last in runs(sentence.positions)],
        }

    def reference(self, first: int, last: int) -> Node:
        words = str(first) if first == last else f"{first}-{last}"
        return {"words": words, "event": _event(first) if first in self.listed else None}

    def brief(self, sentence: Sentence) -> Node:
        text = one_line(sentence.text)
        short = text if len(text) <= BRIEF else f"{text[:BRIEF].rstrip()}…"
        return {**self.sentence(sentence), "text": short, "refs": []}


def _widths(rows: Sequence[Sequence[Sentence]]) -> list[int] | None:
    """Share out a line that is too short: each column gets its longest word, and more the more it has to say."""
    columns = [[one_line(cell.text) for cell in column] for column in zip(*rows, strict=True)]
    if sum(max(map(len, column)) + MARGIN for column in columns) <= ROOM:
        return None
    words = [max(len(word) for text in column for word in text.split() or [""]) + MARGIN for column in columns]
    volumes = [sum(map(len, column[1:])) ** 0.9 + 1 for column in columns]
    rest = max(0, ROOM - sum(words)) / sum(volumes)
    return [min(word, LONGEST) + round(rest * volume) for word, volume in zip(words, volumes, strict=True)]


def _event(position: int) -> str:
    return f"event-{position}"


def _tongue(language: str) -> Node:
    found = TONGUE.fullmatch(language)
    code, region = found.groups() if found else ("en", None)
    return {"lang": code, "region": region, "is-rtl": direction(language) == "rtl"}


def _day(document: Document) -> Node | None:
    """Give the day of the newest event that the document lists: the same events give the same file."""
    days = [step.recorded_on for trail in _trails((*document.page, *document.appendix)) for step in trail.steps]
    if not days:
        return None
    newest = date.fromisoformat(max(days))
    return {"year": newest.year, "month": newest.month, "day": newest.day}


def _trails(blocks: Iterable[Block]) -> Iterator[Trail]:
    for block in blocks:
        if isinstance(block, Trail):
            yield block
        elif isinstance(block, Section):
            yield from _trails(block.blocks)
