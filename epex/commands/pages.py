"""What takes a page: one thing with all that is known of it, a log, a history, the reasons behind something."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from epex.commands.passages import dissent_lines, evidence_lines
from epex.commands.printing import GAP, Row, bold, cell, is_bright, label, plain, short, shown, wrap

MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
ASIDE = frozenset({"id", "title", "position", "recorded_at", "visibility", "changed_at", "actor", "author"})
MACHINE_ONLY = frozenset(
    {
        "event_id",
        "document",
        "document_version",
        "start",
        "end",
        "positions",
        "of",
        "kind",
        "version",
        "type",
        "theme",
        "dissent",
    }
)
# A longer question is cut where it is told again.
LONGEST = 200
# Lists of texts, one on a line each.
LINED = frozenset({"agenda"})
OPENING = ("occurred_on", "decision", "step", "relation", "stance", "side", "status", "actor_name")


def print_page(row: Row) -> None:
    """Print everything that is known of one thing."""
    click.echo(bold(wrap(str(row["title"]))))
    click.echo(row["id"])
    told = {name: shown(row, name) for name in row if name not in ASIDE and is_told(name, row)}
    short_ones = {name: cell(value) for name, value in told.items() if not is_nested(value) and name not in LINED}
    if short_ones:
        click.echo()
        print_fields(short_ones)
    for name, value in told.items():
        if name in LINED:
            _section(label(name), "\n".join(wrap(f"- {point}", GAP * 2, GAP) for point in value))
        elif is_nested(value):
            _section(label(name), "\n".join(nested(value)))
    if "position" in row:
        readers = f"; readers: {row['visibility']}" if row.get("visibility") else ""
        click.echo(f"\nEvent {row['position']}, recorded {str(row.get('recorded_at', ''))[:10]}{readers}.")


def print_more(row: Row) -> None:
    """Print lists that are told beside an answer, each under its name."""
    for name, value in row.items():
        if value:
            _section(label(name), "\n".join(nested(value)))


def print_fields(fields: Mapping[str, str]) -> None:
    """Print names and values side by side."""
    width = max(len(label(name)) for name in fields) + len(GAP)
    for name, value in fields.items():
        click.echo(wrap(value, " " * width, f"{label(name):<{width}}"))


def print_log(rows: Sequence[Row]) -> None:
    """Print one line per event: its position, its date, its sentence."""
    if not rows:
        click.echo("Nothing here.", err=True)
        return
    width = len(str(rows[-1]["position"]))
    for row in rows:
        day = row["occurred_on"] or row["recorded_at"][: len("2017-03-14")]
        first = f"{row['position']:>{width}}{GAP}{day:<10}{GAP}"
        click.echo(wrap(f"{row['summary'].rstrip('.')}.", " " * len(first), first))


def nested(value: Any, indent: str = GAP) -> Iterator[str]:
    """Lay out rows within a row, or texts by their names."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if isinstance(one, Mapping):
                yield f"{indent}{label(name)}"
                yield from nested(one, indent + GAP)
            elif one not in ("", None, [], ()):
                yield wrap(f"{label(name)}: {cell(one)}", indent + GAP, indent)
        return
    for row in value:
        if row.get("relation") == "evidence":
            yield from evidence_lines(row, indent)
            continue
        if opening := _opening(row):
            yield wrap(opening, indent + GAP, indent)
        for name in row:
            if name not in ASIDE | set(OPENING) and is_told(name, row):
                yield from _detail(name, row, indent + GAP if opening else indent)


def is_nested(value: Any) -> bool:
    """Tell rows within a row from a plain value."""
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(one, Mapping) for one in value))


def is_told(name: str, row: Row) -> bool:
    """Tell whether a field says something to people."""
    if name in MACHINE_ONLY or name.endswith(("_title", "_titles", "_name")):
        return False
    return shown(row, name) not in ("", None, [], {}, ())


def _section(heading: str, body: str) -> None:
    click.echo(f"\n{bold(heading)}\n{body}")


def _opening(row: Row) -> str:
    parts = [cell(row[name]) for name in OPENING[:-1] if row.get(name) not in (None, "", "evidence")]
    title = plain(str(row.get("title") or ""))
    who = f" (recorded by {plain(row['actor_name'])})" if row.get("actor_name") else ""
    where = f" [{short(row['id'])}]" if title and "-" in str(row.get("id", "")) and "decision" not in row else ""
    return f"{', '.join(parts)}{': ' if parts and title else ''}{title}{where}{who}"


def _detail(name: str, row: Row, indent: str) -> Iterator[str]:
    value = shown(row, name)
    if name == "dissents":
        yield from dissent_lines(value, indent)
    elif is_nested(value):
        yield f"{indent}{label(name)}"
        yield from nested(value, indent + GAP)
    else:
        yield wrap(f"{label(name)}: {cell(value)}", indent + GAP, indent)


def print_hits(found: Row) -> None:
    """Print what a search found, the matched words in bold where the output shows it."""
    for hit in found["hits"]:
        place = ", ".join(cell(hit[name]) for name in ("organisation_title", "occurred_on") if hit.get(name))
        click.echo(
            wrap(
                f"{plain(hit['title'])}{f' ({place})' if place else ''}",
                GAP,
                f"{hit['kind']}{', new' if hit.get('new') else ''}  ",
            )
        )
        click.echo(highlighted(wrap(hit["snippet"], GAP)))
        if "explanation" in hit:
            click.echo(wrap(plain(hit["explanation"]["text"]), GAP))
        click.echo(f"{GAP}{short(hit['id'])}")
    if found["hits"] or found.get("query", "?").strip():
        click.echo(_summary(found), err=not found["hits"])


def highlighted(snippet: str) -> str:
    """Set the matched words in bold where the output shows it; elsewhere their marks stay."""
    return MARKED.sub(lambda found: bold(found[1]), snippet) if is_bright() else snippet


def _summary(found: Row) -> str:
    shown_hits, total = len(found["hits"]), found["total"]
    if not total:
        if "like" in found:
            return "Nothing that you may read says the same."
        better = f"; did you mean '{plain(found['suggestion'])}'?" if found["suggestion"] else ""
        asked = plain(found["query"])
        return f"Nothing matches '{asked if len(asked) <= LONGEST else f'{asked[:LONGEST]}…'}'{better}"
    return f"{shown_hits} of {total} {'match' if total == 1 else 'matches'}."
