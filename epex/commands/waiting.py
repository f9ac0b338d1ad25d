"""What waits for the person who reads: `epex` alone."""

from itertools import groupby
from typing import TYPE_CHECKING

import click

from epex.commands.printing import bold, plain, short

if TYPE_CHECKING:
    from epex.commands.session import Session
    from epex.projections.duties.duty import Duty


def tell_waiting(session: "Session") -> None:
    """Print what waits, under its headings, each with what to type."""
    base = session.open()
    queries, person = base.queries(), base.person
    name = queries.names([person]).get(person, "")
    click.echo(f"{plain(base.config.network)}, as {plain(name)}" if name else plain(base.config.network))
    duties = queries.waiting(base.day)
    for heading, waiting in groupby(duties, key=lambda duty: duty.heading):
        click.echo(f"\n{bold(heading)}")
        for duty in waiting:
            _tell(duty)
    if not duties:
        click.echo("Nothing waits for you. 'epex search WORD' finds what others learned; 'epex --help' shows the rest.")


def _tell(duty: "Duty") -> None:
    due = f" (due {duty.due})" if duty.due else ""
    click.echo(f"  {plain(duty.title)}{due}\n    epex {duty.command.replace(duty.id, short(duty.id))}")
