"""The manuscript of a chapter: paragraphs in Markdown, what each rests on, and where a quote stands.

A line that begins with `^` below a paragraph names what it rests on; `[[quote-3f2a]]` alone places a quote.
"""

import re
from dataclasses import dataclass
from typing import Literal
from unicodedata import normalize

from epex.core.decision import Refused

PLACED = re.compile(r"\[\[\s*(?:quote\s+)?(.+?)\s*\]\]")
HEADING = re.compile(r"#{1,6}\s+(.*)")
POINT = re.compile(r"[-*+]\s+(.*)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
EMPHASIS = re.compile(r"(\*\*|__|\*|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
MARK = "^"
Kind = Literal["heading", "text", "points", "quote"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it was written: its words, and what it names as that on which it rests."""

    words: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resting:
    """What one paragraph rests on: the sources, the positions of the events behind them, and the quote it places."""

    sources: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    quote: str = ""


def parse(text: str) -> list[Paragraph]:
    """Read a manuscript: blank lines part its paragraphs; a heading and a placed quote stand by themselves.

    Raises Refused when a line says what nothing before it rests on.
    """
    found: list[Paragraph] = []
    said: list[str] = []
    for line in (*(line.strip() for line in normalize("NFC", text).splitlines()), ""):
        alone = HEADING.fullmatch(line) or PLACED.fullmatch(line)
        if not line or alone or line.startswith(MARK):
            found += [Paragraph("\n".join(said))] if said else []
            said = []
        if alone:
            found.append(Paragraph(line))
        elif line.startswith(MARK):
            found[-1:] = [_resting(found[-1:], line)]
        elif line:
            said.append(line)
    return found


def kind_of(words: str) -> Kind:
    """Tell what a paragraph is."""
    if PLACED.fullmatch(words):
        return "quote"
    if HEADING.fullmatch(words):
        return "heading"
    return "points" if all(POINT.fullmatch(line) for line in words.split("\n")) else "text"


def quote_in(words: str) -> str:
    """Give what a paragraph that places a quote names; empty for any other."""
    found = PLACED.fullmatch(words)
    return found[1] if found else ""


def placing(quote: str) -> str:
    """Write the paragraph that places a quote."""
    return f"[[{quote}]]"


def lines_of(words: str) -> list[str]:
    """Give the words of a paragraph without the signs of Markdown: a heading's, each point's, or all as one line."""
    match kind_of(words):
        case "heading":
            return [plain(words.lstrip("#"))]
        case "points":
            return [plain(line[1:]) for line in words.split("\n")]
        case _:
            return [plain(words)]


def plain(words: str) -> str:
    """Take emphasis away, and write links out; everything else stays as it was written."""
    without = EMPHASIS.sub(r"\2", LINK.sub(r"\1 (\2)", words))
    return " ".join(without.split())


def _resting(before: list[Paragraph], line: str) -> Paragraph:
    if not before or kind_of(before[0].words) == "heading":
        raise Refused(
            f"The line '{line}' stands below no paragraph; write it below the one that rests on what it names."
        )
    names = [name for part in line.removeprefix(MARK).split(",") if (name := part.strip())]
    return Paragraph(before[0].words, tuple(dict.fromkeys((*before[0].rests_on, *names))))
