"""What waits for the person who reads: `epex` alone, and `epex waiting`."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import GAP, bold, measure, opening, plain, print_json, room, short

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session
    from epex.projections.duties.duty import Duty

MOST = 5
LONGEST = 44
WIDEST = 100
WHOLE_ID = re.compile(r"[a-z]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@click.command("waiting", cls=Exampled, example="epex waiting --all")
@click.option("--all", "everything", is_flag=True, help="Show everything, not only the most urgent.")
@as_json
@click.pass_obj
def waiting(session: "Session", /, *, everything: bool, json: bool) -> None:
    """Show what waits for you, the most urgent first; 'epex' alone shows the same."""
    base = session.open()
    if json:
        print_json([asdict(duty) for duty in base.queries().waiting(base.day)])
    else:
        _tell(base, None if everything else MOST)


def tell_waiting(session: "Session") -> None:
    """Print the most urgent of what waits, under its headings, each with what to type."""
    _tell(session.open(), MOST)


def _tell(base: "KnowledgeBase", most: int | None) -> None:
    queries, person = base.queries(), base.person
    name = queries.names([person]).get(person, "")
    click.echo(f"{plain(base.config.network)}, as {plain(name)}" if name else plain(base.config.network))
    duties = queries.waiting(base.day)
    for heading, together in groupby(duties, key=lambda duty: duty.heading):
        _tell_group(heading, list(together), most)
    if not duties:
        click.echo("Nothing waits for you. 'epex search WORD' finds what others learned; 'epex --help' shows the rest.")


def _tell_group(heading: str, duties: "Sequence[Duty]", most: int | None) -> None:
    click.echo(f"\n{bold(heading)}")
    told = duties[:most]
    whats = [_what(duty) for duty in told]
    width = max(map(measure, whats))
    for duty, what in zip(told, whats, strict=True):
        for line in _lines(what, width, typed(duty.command), duty.due):
            click.echo(line)
    if len(duties) > len(told):
        click.echo(f"{GAP}and {len(duties) - len(told)} more: epex {duties[0].overview}")


def _what(duty: "Duty") -> str:
    title = opening(plain(duty.title), LONGEST)
    return f"{title} ({plain(duty.note)})" if duty.note else title


def _lines(what: str, width: int, command: str, due: str) -> tuple[str, ...]:
    """Put what and how on one line where they fit, with the date before them."""
    day = f"{due:<10}{GAP}" if due else ""
    line = f"{GAP}{day}{what}{' ' * (width - measure(what))}{GAP}{command}"
    if measure(line) <= (room() or WIDEST):
        return (line,)
    return (f"{GAP}{day}{what}", f"{GAP * 2}{command}")


def typed(command: str) -> str:
    """Give a command as somebody types it, with short ids."""
    return "epex " + WHOLE_ID.sub(lambda found: short(found[0]), command)
