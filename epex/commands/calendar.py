"""The visits and meetings as a calendar that other programs read: iCalendar, RFC 5545."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session

WHOLE_DAY = len("2017-03-14")
Row = Mapping[str, Any]


@click.command("calendar", cls=Exampled, example="epex visit calendar --year 2 --output visits.ics")
@click.option("--output", metavar="FILE", help="Write it into this file, instead of printing it.")
@click.option("--year", type=int, default=0, metavar="N", help="Only of this programme year.")
@as_json
@click.pass_obj
def calendar(session: "Session", /, *, output: str | None, year: int, json: bool) -> None:
    """Write visits and meetings as an iCalendar file: all-day events, without people's names."""
    base = session.open()
    rows = base.queries().calendar(year)
    dated = [row for row in rows if len(row["starts_on"]) == WHOLE_DAY]
    written = _written(base, year) if output or not json else b""
    if output:
        Path(output).write_bytes(written)
    if json:
        print_json(dated)
    elif not output:
        click.echo(written, nl=False)
    _tell(dated, len(rows) - len(dated), output or "")


def _written(base: "KnowledgeBase", year: int) -> bytes:
    from epex.plugins.exchanges import exported  # noqa: PLC0415 - start-up: --help writes nothing

    return b"".join(exported(base.plugins(), "icalendar", base.queries(), {"year": str(year)}))


def _tell(dated: Sequence[Row], without: int, output: str) -> None:
    if output:
        events = "event" if len(dated) == 1 else "events"
        click.echo(f"Wrote {len(dated)} {events} into {output}.", err=True)
    if without:
        has = "1 visit or meeting has" if without == 1 else f"{without} visits or meetings have"
        click.echo(f"{has} no exact day yet, and so no place in a calendar.", err=True)
