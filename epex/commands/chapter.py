"""Chapters: outlined from themes, drafted, with viewpoints and messages, reviewed and approved."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands import viewpoint
from epex.commands.drafting import load_chapter
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.commands.quoting import sought
from epex.commands.screening import require_circle, warn
from epex.core import chapter
from epex.core.decision import On
from epex.core.manuscript import Paragraph, Resting, parse, placing, quote_in

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "chapter",
    help="Chapters of a publication: outlined, drafted, reviewed, approved.",
    example='epex chapter outline "What travels" "Trust comes first" --theme "Trust before content"',
)


@group.command("outline", example='epex chapter outline "What travels" "Trust comes first" --theme theme-3f2a')
@click.argument("which", metavar="PUBLICATION")
@click.argument("title", metavar="TITLE")
@click.option("--theme", "themes", metavar="ID", multiple=True, help="A theme that it tells of.")
@click.option("--writer", "writers", metavar="PERSON", multiple=True, help="Who may draft it beside the editors.")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="Its place in the book; else the last.")
@recording()
def outline(
    desk: "Desk", which: str, title: str, themes: tuple[str, ...], writers: tuple[str, ...], number: int = 0
) -> list[On]:
    """Outline a chapter; 'epex chapter show' lists what its themes rest on."""
    loaded = desk.load(which, "publication")
    taken = [row["number"] for row in desk.queries.show(loaded.id)["chapters"]]
    warn(desk.queries, title)
    return chapter.outline(
        desk.new("chapter"),
        loaded,
        title,
        by=desk.by,
        number=number or max(taken, default=0) + 1,
        themes=tuple(sought(desk, theme, "theme") for theme in themes),
        writers=desk.find_all(writers, "person"),
    )


@group.command("draft", example='epex chapter draft "Trust comes first" --file trust.md --reason "After the plenary"')
@click.argument("which", metavar="CHAPTER")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--language", type=LANGUAGE, help="The language it is written in; else that of the book.")
@recording(text="text", required=True)
def draft(desk: "Desk", which: str, text: str, language: str = "") -> list[On]:
    """Write the whole chapter anew, in Markdown: paragraphs, headings and lists of points.

    A line "^ element-3f2a, reflection-77" below a paragraph names what it rests on, and "[[quote-3f2a]]" on a line of
    its own places a quote.
    """
    stream = desk.find(which, "chapter")
    shown = desk.queries.show(stream)
    require_circle(desk, shown)
    book = desk.queries.show(shown["publication"])
    written = parse(text)
    evidence = _Evidence(desk)
    resting = [evidence.behind(paragraph) for paragraph in written]
    words = [placing(rests.quote) if rests.quote else one.words for one, rests in zip(written, resting, strict=True)]
    warn(desk.queries, text)
    return chapter.draft(load_chapter(desk, stream), words, resting, by=desk.by, language=language or book["language"])


@group.command("message", example='epex chapter message "Trust comes first" "Fund the first year" --for "ministries"')
@click.argument("which", metavar="CHAPTER")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--for", "audience", metavar="TEXT", required=True, help="Whom it is for.")
@click.option("--replacing", "number", type=click.IntRange(min=1), metavar="N", help="The message that it replaces.")
@recording(text="text", required=True)
def message(desk: "Desk", which: str, text: str, audience: str, number: int = 0) -> list[On]:
    """State a key message of a chapter for an audience."""
    stream = desk.find(which, "chapter")
    require_circle(desk, desk.queries.show(stream))
    warn(desk.queries, text)
    return chapter.message(load_chapter(desk, stream), audience, text, by=desk.by, number=number)


viewpoint.add_write(group, "viewpoint", 'epex chapter viewpoint "Trust comes first" --file mine.txt --dissenting')


@group.command("review", example='epex chapter review chapter-3f2a --outcome revise --comment "Say what failed"')
@click.argument("which", metavar="CHAPTER")
@click.option("--outcome", type=click.Choice(chapter.VERDICTS), required=True, help="Accept it, or say what to revise.")
@click.option("--comment", metavar="TEXT", help="What you found.")
@recording(text="comment")
def review(desk: "Desk", which: str, outcome: str, comment: str = "") -> list[On]:
    """Review the newest draft of a chapter that somebody else wrote."""
    return chapter.review(load_chapter(desk, which), outcome, by=desk.by, comment=comment)


@group.command("approve", example='epex chapter approve "Trust comes first"')
@click.argument("which", metavar="CHAPTER")
@recording()
def approve(desk: "Desk", which: str) -> list[On]:
    """Approve a chapter that a review accepted."""
    return chapter.approve(load_chapter(desk, which), by=desk.by)


add_list(group, "publication", "number", "status", filters=False, example="epex chapter list")
add_show(group, 'epex chapter show "Trust comes first"')


class _Evidence:
    """Finds what paragraphs rest on, and the positions of the events behind it."""

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk
        self.known: dict[str, tuple[int, ...]] = {}

    def behind(self, paragraph: Paragraph) -> Resting:
        quote = quote_in(paragraph.words)
        sources = tuple(sought(self.desk, name) for name in paragraph.rests_on)
        placed = sought(self.desk, quote, "quote") if quote else ""
        told = (position for source in (*sources, *filter(None, [placed])) for position in self.positions(source))
        return Resting(sources, tuple(dict.fromkeys(told)), placed)

    def positions(self, source: str) -> tuple[int, ...]:
        if source not in self.known:
            shown: dict[str, Any] = self.desk.queries.show(source)
            self.known[source] = (shown["position"], *(link["position"] for link in shown.get("evidence", ())))
        return self.known[source]
