"""How answers are printed: wrapped and styled on a terminal, plain lines elsewhere."""

import json
import os
import re
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

import click

from epex.commands.session import Session
from epex.core.vocabulary import LANGUAGES

Row = Mapping[str, Any]
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
GAP = "  "
NARROWEST = 24
UNWRAPPED = 100
WHOLE_ID = re.compile(r"[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
LEFT_OUT = len("-ef2f-4e80-8da5-7a9683e7c746")


class Recorded(TypedDict):
    """What a recording command answers."""

    position: int
    events: Sequence[Mapping[str, Any]]
    id: str


def print_json(answer: Any) -> None:
    """Print one JSON document."""
    session = click.get_current_context().find_object(Session)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=session.indent if session else 2))


def print_receipt(recorded: Recorded) -> None:
    """Say what was recorded."""
    count = len(recorded["events"])
    last = recorded["position"]
    where = f"event {last}" if count == 1 else f"events {last - count + 1} to {last}"
    click.echo(f"Recorded as {where}: {recorded['id']}")


def print_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Print one line per row: its id, its columns, and its title last, which takes what room is left."""
    if not rows:
        click.echo("Nothing here.", err=True)
        return
    lines = [
        [short(str(row["id"])), *(_clipped(cell(shown(row, name))) for name in columns), _marked(row)] for row in rows
    ]
    heads = ["id", *(label(name).lower() for name in columns), "title"]
    widths = [max(measure(line[place]) for line in (heads, *lines)) for place in range(len(columns) + 1)]
    if room() is not None:
        click.echo(bold(_aligned(heads, widths)))
    for line in lines:
        click.echo("\n".join(_wrapped(line, widths)))


def shown(row: Row, name: str) -> Any:
    """Give a field for people: titles instead of ids where they are known."""
    for told in (f"{name}_title", f"{name}_titles", f"{name}_name"):
        if told in row:
            return row[told]
    return row.get(name)


def cell(value: Any) -> str:
    """Write a value as people do."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        told = [cell(one) for one in value]
        return ("; " if any("," in one for one in told) else ", ").join(told)
    text = short(plain(str(value)))
    return text.replace("_", " ") if CODE.fullmatch(text) else text


def label(name: str) -> str:
    """Word a field's name."""
    words = name.replace("_", " ").replace(".", ": ")
    if words in LANGUAGES:
        return words
    return words[:1].upper() + words[1:]


def short(identity: str) -> str:
    """Shorten an id to a beginning that commands take; any other text stays as it is."""
    return identity[:-LEFT_OUT] if WHOLE_ID.fullmatch(identity) else identity


def plain(text: str) -> str:
    """Take out control characters, so that nobody's text steers a reader's terminal."""
    return "".join(sign for sign in text if sign in "\n\t" or not _steers(sign))


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in STEERING


def bold(text: str) -> str:
    """Set a text in bold where the output shows it."""
    return click.style(text, bold=True) if is_bright() else text


def is_bright() -> bool:
    """Tell whether the output shows bold text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def room() -> int | None:
    """Give the width of the terminal; None when the output is no terminal."""
    if not sys.stdout.isatty():
        return None
    import shutil  # noqa: PLC0415 - start-up: only a terminal has a width

    return shutil.get_terminal_size().columns


def measure(text: str) -> int:
    """Count the columns that a text takes."""
    return sum(_columns(sign) for sign in text)


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Wrap a text, keeping its own lines; `first` begins it where that differs from the indent of the rest."""
    start = indent if first is None else first
    width = max(NARROWEST + len(indent), room() or UNWRAPPED)
    lines: list[str] = []
    for paragraph in plain(text).split("\n"):
        opening = indent if lines else start
        # An id that is broken at its hyphen cannot be pasted.
        lines += textwrap.wrap(
            paragraph, width, initial_indent=opening, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def opening(text: str, longest: int = 120) -> str:
    """Give the beginning of a text, up to a whole word."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"


def _marked(row: Row) -> str:
    """Give a title, and say of who has left when that was."""
    left = row.get("left_on")
    return f"{cell(row['title'])} (left {left})" if left else cell(row["title"])


def _clipped(text: str) -> str:
    width = (room() or UNWRAPPED * 3) // 3
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (width - measure(text)) for text, width in zip(cells, widths, strict=False))
    return GAP.join((*padded, cells[-1])).rstrip()


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    title, width = " ".join(cells[-1].split()), room()
    left = sum(widths) + len(GAP) * len(widths)
    parts = [title] if width is None else textwrap.wrap(title, max(NARROWEST, width - left - 1)) or [""]
    yield _aligned([*cells[:-1], parts[0]], widths)
    yield from (" " * left + part for part in parts[1:])
