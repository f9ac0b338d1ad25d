"""The years of the programme."""

from typing import TYPE_CHECKING

import click

from epex.commands.frame import Subject, add_list, add_show, recording
from epex.core import year
from epex.core.decision import On
from epex.core.vocabulary import PURPOSES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject("year", help="The years of the programme.", example="epex year open --purpose practice_transfer")
add_list(group, "purpose", filters=False)
add_show(group, 'epex year show "Year 2"')


@group.command("open", example="epex year open 2 --purpose practice_transfer")
@click.argument("number", type=int, required=False)
@click.option("--purpose", type=click.Choice(PURPOSES), required=True, help="What the year is for.")
@recording()
def open_year(desk: "Desk", purpose: str, number: int = 0) -> list[On]:
    """Open a programme year; without a number, the next one."""
    opened = frozenset(row["number"] for row in desk.queries.listing("year"))
    wanted = number or max(opened, default=0) + 1
    return year.open(desk.new("year"), wanted, purpose, opened, by=desk.by, in_turn=True)
