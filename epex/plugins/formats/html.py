"""Write a document as one HTML file that needs nothing else: no script, no network."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from itertools import count, groupby
from typing import assert_never

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
    Step,
    Table,
    Trail,
)
from epex.plugins.formats import svg
from epex.plugins.formats.marks import direction, one_line, runs

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(document: Document) -> str:
    """Write the whole page."""
    writer = _Writer(document)
    style = files(__package__).joinpath("document.css").read_text("utf-8")
    return f"""<!doctype html>
<html {_tongue(document.language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(one_line(document.title.text))}</title>
<style>
{style}</style>
</head>
<body>
<main>
{writer.head()}
<div class="page">
{writer.blocks(document.page, 2)}
</div>
{writer.appendix()}
{writer.footer()}
</main>
</body>
</html>
"""


class _Writer:
    """Know what a block needs from the document around it: its language, and the events that a link can lead to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.listed = {step.position for trail in _trails((*document.page, *document.appendix)) for step in trail.steps}
        self.numbers = count(1)

    def head(self) -> str:
        subtitle = "\n".join(f'<p class="subtitle">{self.said(sentence)}</p>' for sentence in self.document.subtitle)
        return f"""<header>
<h1{self.tongue(self.document.title)}>{self.said(self.document.title)}</h1>
{subtitle}
<p class="handling">{self.said(self.document.handling)}</p>
</header>"""

    def footer(self) -> str:
        return f"<footer>{self.said(self.document.footer)}</footer>" if self.document.footer.text else ""

    def appendix(self) -> str:
        if not self.document.appendix:
            return ""
        return f"""<section class="appendix" aria-labelledby="appendix">
<h2 id="appendix">Appendix</h2>
{self.blocks(self.document.appendix, 3)}
</section>"""

    def blocks(self, blocks: Iterable[Block], level: int) -> str:
        parts = []
        for halves, together in groupby(blocks, key=lambda block: isinstance(block, Section) and block.half):
            written = "\n".join(self.block(block, level) for block in together)
            parts.append(f'<div class="halves">\n{written}\n</div>' if halves else written)
        return "\n".join(parts)

    def block(self, block: Block, level: int) -> str:
        match block:
            case Paragraph():
                return f"<p{self.kind(block)}{self.tongue(block)}>{self.said(block)}</p>"
            case Bullets():
                return self.bullets(block)
            case Facts(facts=facts):
                return f"<dl>\n{''.join(map(self.fact, facts))}</dl>"
            case Table():
                return self.table(block)
            case Picture():
                return self.picture(block)
            case Quote():
                return self.quote(block)
            case Notice():
                return self.notice(block)
            case Trail(steps=steps):
                return f'<ol class="trail">\n{"".join(map(self.step, steps))}</ol>'
            case Section():
                return self.section(block, level)
            case _:
                assert_never(block)

    def section(self, section: Section, level: int) -> str:
        heading = min(level, 6)
        # Only what has a name is a landmark, and landmarks have to differ by theirs; headings lead through the parts.
        return f"""<section>
<h{heading}>{escape(section.title)}</h{heading}>
{self.blocks(section.blocks, level + 1)}
</section>"""

    def bullets(self, bullets: Bullets) -> str:
        kind = "ol" if bullets.ordered else "ul"
        points = "".join(f"<li{self.tongue(point)}>{self.said(point)}</li>\n" for point in bullets.points)
        return f"<{kind}>\n{points}</{kind}>"

    def fact(self, fact: Fact) -> str:
        said = "".join(f"<dd{self.tongue(sentence)}>{self.said(sentence)}</dd>\n" for sentence in fact.sentences)
        return f"<div><dt>{escape(fact.label)}</dt>\n{said}</div>\n"

    def quote(self, quote: Quote) -> str:
        kind = f' class="{quote.source.tone}"' if quote.source.tone else ""
        return f"""<figure{kind}>
<blockquote{self.tongue(quote.words)}><p>{self.said(quote.words)}</p></blockquote>
<figcaption{self.tongue(quote.source)}>{self.said(quote.source)}</figcaption>
</figure>"""

    def notice(self, notice: Notice) -> str:
        tone = f" {notice.heading.tone}" if notice.heading.tone else ""
        said = "\n".join(f"<p{self.tongue(sentence)}>{self.said(sentence)}</p>" for sentence in notice.sentences)
        return f"""<div class="notice{tone}">
<p class="status"{self.tongue(notice.heading)}>{self.said(notice.heading)}</p>
{said}
</div>"""

    def table(self, table: Table) -> str:
        name = f"table-{next(self.numbers)}"
        head = "".join(f'<th scope="col"{self.tongue(head)}>{self.said(head)}</th>' for head in table.columns)
        return f"""<div class="scroll" role="group" aria-labelledby="{name}" tabindex="0">
<table>
<caption id="{name}">{escape(table.caption)}</caption>
<thead><tr>{head}</tr></thead>
<tbody>
{"".join(map(self.row, table.rows))}</tbody>
</table>
</div>"""

    def picture(self, picture: Picture) -> str:
        name = f"picture-{next(self.numbers)}"
        drawn = svg.render(picture.drawing, name, picture.title, picture.about.text) if picture.drawing else ""
        shape = " wide" if picture.drawing and picture.drawing.width > picture.drawing.height else ""
        return f"""<figure class="picture{shape}" aria-labelledby="{name}">
<figcaption id="{name}"><strong>{escape(one_line(picture.title))}</strong> {self.said(picture.about)}</figcaption>
<div class="scroll" role="group" aria-labelledby="{name}" tabindex="0">
{drawn}
</div>
<details open>
<summary>{escape(one_line(picture.table.caption))}</summary>
{self.table(picture.table)}
</details>
</figure>"""

    def row(self, cells: tuple[Sentence, ...]) -> str:
        first, *others = cells
        rest = "".join(f"<td{self.kind(cell)}{self.tongue(cell)}>{self.said(cell)}</td>" for cell in others)
        return f'<tr><th scope="row"{self.tongue(first)}>{self.said(first)}</th>{rest}</tr>\n'

    def step(self, step: Step) -> str:
        return (
            f'<li id="event-{step.position}"><span class="position">{step.position}</span> '
            f"<time>{escape(step.recorded_on)}</time> <span>{escape(step.summary)}</span></li>\n"
        )

    def said(self, sentence: Sentence) -> str:
        links = " ".join(self.link(first, last) for first, last in runs(sentence.positions))
        where = f' <span class="at" {_tongue("en")}>{links}</span>' if links else ""
        return f"{escape(one_line(sentence.text))}{where}"

    def link(self, first: int, last: int) -> str:
        words = str(first) if first == last else f"{first}-{last}"
        if first not in self.listed:
            return words
        return f'<a href="#event-{first}" aria-label="Event {words}">{words}</a>'

    def tongue(self, sentence: Sentence) -> str:
        language = sentence.language or self.document.language
        return "" if language == self.document.language else f" {_tongue(language)}"

    def kind(self, sentence: Sentence) -> str:
        return f' class="{sentence.tone}"' if sentence.tone else ""


def _tongue(language: str) -> str:
    return f'lang="{escape(language)}" dir="{direction(language)}"'


def _trails(blocks: Iterable[Block]) -> Iterable[Trail]:
    for block in blocks:
        if isinstance(block, Trail):
            yield block
        elif isinstance(block, Section):
            yield from _trails(block.blocks)
