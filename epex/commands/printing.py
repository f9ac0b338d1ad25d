"""What people read: tables, pages, receipts. Wrapped and styled on a terminal, plain lines elsewhere."""

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypedDict

import click

Row = Mapping[str, Any]
GAP = "  "
NARROWEST = 24
LONGEST_CELL = 40
SHORT_ID = 8
UUID = 36
ASIDE = frozenset({"id", "title", "position", "recorded_at", "visibility", "actor", "author", "access"})
MACHINE_ONLY = frozenset({"event_id", "document", "document_version", "start", "end", "positions", "of", "relation"})


class Recorded(TypedDict):
    """What a recording command answers."""

    position: int
    events: Sequence[Mapping[str, Any]]
    id: str


def print_json(answer: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


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
    lines = [[short(str(row["id"])), *(cell(shown(row, name)) for name in columns), cell(row["title"])] for row in rows]
    heads = ["id", *(label(name).lower() for name in columns), "title"]
    widths = [max(measure(line[place]) for line in (heads, *lines)) for place in range(len(heads) - 1)]
    if room() is not None:
        click.echo(click.style(_aligned(heads, widths), bold=True))
    for line in lines:
        click.echo("\n".join(_wrapped(line, widths)))


def print_page(row: Row) -> None:
    """Print everything that is known of one thing."""
    click.echo(click.style(plain(str(row["title"])), bold=True))
    click.echo(row["id"])
    named = {name: value for name, value in row.items() if name not in ASIDE and is_told(name, row)}
    short_ones = {name: cell(shown(row, name)) for name, value in named.items() if not is_nested(value)}
    print_fields(short_ones)
    for name, value in named.items():
        if is_nested(value):
            click.echo(f"\n{click.style(label(name), bold=True)}")
            click.echo("\n".join(nested(value, GAP)))
    if "position" in row:
        label_of = f"; readers: {row['visibility']}" if row.get("visibility") else ""
        click.echo(f"\nEvent {row['position']}, recorded {str(row.get('recorded_at', ''))[:10]}{label_of}.")


def print_fields(fields: Mapping[str, str]) -> None:
    """Print names and values side by side."""
    width = max((len(label(name)) for name in fields), default=0)
    for name, value in fields.items():
        if value:
            indent = " " * (width + len(GAP))
            lines = wrap(value, indent)
            click.echo(f"{label(name):<{width}}{GAP}{lines.lstrip()}")


def nested(value: Any, indent: str) -> Iterator[str]:
    """Lay out rows within a row, or texts by their names."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, Mapping):
                yield f"{indent}{label(name)}"
                yield from nested(one, indent + GAP)
            elif one not in ("", None, []):
                yield wrap(f"{name.replace('_', ' ')}: {cell(one)}", indent + GAP, indent)
        return
    for row in value:
        yield wrap(_opening(row), indent + GAP, indent)
        for name in row:
            if name not in (*ASIDE, *OPENINGS) and is_told(name, row):
                yield from _detail(name, row, indent + GAP)


OPENINGS = ("decision", "step", "stance", "kind", "side", "actor_name", "occurred_on", "status")


def _opening(row: Row) -> str:
    parts = [cell(row[name]) for name in ("occurred_on", *OPENINGS[:5], "status") if row.get(name)]
    title = plain(str(row.get("title") or ""))
    who = f" (by {plain(row['actor_name'])})" if row.get("actor_name") else ""
    return f"{', '.join(dict.fromkeys(parts))}{': ' if parts and title else ''}{title}{who}"


def _detail(name: str, row: Row, indent: str) -> Iterator[str]:
    value = shown(row, name)
    if is_nested(value):
        yield f"{indent}{label(name)}"
        yield from nested(value, indent + GAP)
    else:
        yield wrap(f"{label(name).lower()}: {cell(value)}", indent + GAP, indent)


def is_nested(value: Any) -> bool:
    """Tell rows within a row from a plain value."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def is_told(name: str, row: Row) -> bool:
    """Tell whether a field says something to people."""
    if name in MACHINE_ONLY or name.endswith(("_title", "_titles", "_name")):
        return False
    return shown(row, name) not in ("", None, [], {}, ())


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
        return ", ".join(cell(one) for one in value)
    text = plain(str(value))
    return text.replace("_", " ") if text.isascii() and text.replace("_", "").isalpha() else text


def label(name: str) -> str:
    """Word a field's name."""
    words = name.removesuffix("_titles").removesuffix("_title").replace("_", " ")
    return words[:1].upper() + words[1:]


def short(identity: str) -> str:
    """Shorten an id to a beginning that commands take."""
    subject, dash, rest = identity.partition("-")
    return f"{subject}{dash}{rest[:SHORT_ID]}" if len(rest) == UUID else identity


def plain(text: str) -> str:
    """Take out control characters, so that nobody's text steers a reader's terminal."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def room() -> int | None:
    """Give the width of the terminal; None when the output is no terminal."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def is_bright() -> bool:
    """Tell whether the output shows bold text."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def measure(text: str) -> int:
    """Count the columns that a text takes."""
    return sum(_columns(sign) for sign in text)


def wrap(text: str, indent: str = "", first: str | None = None) -> str:
    """Wrap a text to the terminal; elsewhere only its own lines are kept."""
    start = indent if first is None else first
    width = max(NARROWEST, room() or 100)
    lines = [
        line
        for number, paragraph in enumerate(text.split("\n"))
        for line in textwrap.wrap(
            paragraph, width, initial_indent=indent if number else start, subsequent_indent=indent
        )
        or [""]
    ]
    return "\n".join(lines)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (width - measure(text)) for text, width in zip(cells, widths, strict=False))
    return GAP.join((*padded, cells[-1])).rstrip()


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    title = " ".join(cells[-1].split())
    left = sum(widths) + len(GAP) * len(widths)
    width = room()
    parts = [title] if width is None else textwrap.wrap(title, max(NARROWEST, width - left - 1)) or [""]
    yield _aligned([*cells[:-1], parts[0]], widths)
    yield from (" " * left + part for part in parts[1:])
