"""Meetings that were held."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, recording
from epex.core import meeting
from epex.core.decision import On

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "meeting",
    help="Meetings that were held.",
    example='epex meeting hold "Plenary in Graz" --kind plenary --held-on 2017-03-14',
)


@group.command("hold", example='epex meeting hold "Plenary in Graz" --held-on 2017-03-14 --file minutes.txt')
@click.argument("title", metavar="TITLE")
@click.option("--kind", type=click.Choice(meeting.KINDS), default="plenary", show_default=True, help="What kind.")
@click.option("--held-on", type=DATE, metavar="DATE", help="When; else the date given with --occurred-on.")
@click.option("--place", metavar="TEXT", help="Where.")
@click.option("--attended", metavar="PERSON", multiple=True, help="Who was there.")
@click.option("--agenda", metavar="TEXT", multiple=True, help="A point of the agenda.")
@click.option("--minutes", metavar="TEXT", help="What was said and decided.")
@recording(text="minutes")
def hold(desk: "Desk", title: str, attended: tuple[str, ...], held_on: str = "", **given: Any) -> list[On]:
    """Record a meeting that was held."""
    day = held_on or desk.day
    if not day:
        raise click.UsageError("Missing option '--held-on'.")
    people = desk.find_all(attended, "person")
    return meeting.hold(desk.new("meeting"), title, held_on=day, attended=people, by=desk.by, **given)


add_list(group, "kind", "held_on", filters=False)
add_show(group, 'epex meeting show "Plenary in Graz"')
