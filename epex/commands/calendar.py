"""The visits and meetings as a calendar that other programs read: iCalendar, RFC 5545."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json
from epex.core.dates import latest

if TYPE_CHECKING:
    from icalendar import Event

    from epex.commands.session import Session

PRODUCT = "-//epex//visits//EN"
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
    written = to_ical(dated, base.config.network) if output or not json else b""
    if output:
        Path(output).write_bytes(written)
    if json:
        print_json(dated)
    elif not output:
        click.echo(written, nl=False)
    _tell(dated, len(rows) - len(dated), output or "")


def to_ical(rows: Iterable[Row], name: str) -> bytes:
    """Write rows that have a day as a calendar."""
    from icalendar import Calendar  # noqa: PLC0415 - start-up: only a calendar needs it

    written = Calendar()
    written.add("prodid", PRODUCT)
    written.add("version", "2.0")
    written.add("x-wr-calname", name)
    for row in rows:
        written.add_component(_event(row))
    return bytes(written.to_ical())


def _event(row: Row) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - start-up: as above

    start, end = row["starts_on"], row["ends_on"] or row["starts_on"]
    stamp = datetime.fromisoformat(row["changed_at"])
    event = Event()
    event.add("uid", row["id"])
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", row["title"])
    event.add("dtstart", date.fromisoformat(start))
    # The end is the first day that is no longer part of it.
    event.add("dtend", date.fromisoformat(max(start, latest(end))) + timedelta(days=1))
    event.add("status", row["status"].upper())
    event.add("categories", [row["kind"]])
    event.add("transp", "TRANSPARENT" if row["status"] == "cancelled" else "OPAQUE")
    for field, text in {"location": _place(row), "description": _who(row)}.items():
        if text:
            event.add(field, text)
    return event


def _place(row: Row) -> str:
    if row["place"] or not row["country"]:
        return str(row["place"])
    from epex.plugins.wording import country_name  # noqa: PLC0415 - start-up: as above

    return country_name(row["country"])


def _who(row: Row) -> str:
    guests = ", ".join(row["visitors"])
    parts = (f"Host: {row['host']}" if row["host"] else "", f"Visitors: {guests}" if guests else "")
    return "\n".join(part for part in parts if part)


def _tell(dated: Sequence[Row], without: int, output: str) -> None:
    if output:
        events = "event" if len(dated) == 1 else "events"
        click.echo(f"Wrote {len(dated)} {events} into {output}.", err=True)
    if without:
        has = "1 visit or meeting has" if without == 1 else f"{without} visits or meetings have"
        click.echo(f"{has} no exact day yet, and so no place in a calendar.", err=True)
