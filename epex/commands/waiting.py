"""What waits for the person who reads: `epex` alone."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.printing import plain, short

if TYPE_CHECKING:
    from epex.commands.session import Session

OVER = ("completed", "monitored")
NEXT = {
    "planned": "agree",
    "postponed": "agree",
    "agreed": "prepare",
    "prepared": "start",
    "started": "complete",
    "completed": "monitor",
}


def tell_waiting(session: "Session") -> None:
    """Print the visits to reflect on and the visits that wait for their next step."""
    base = session.open()
    queries, person = base.queries(), base.person
    visits = [visit for visit in queries.listing("visit") if person in (*visit["host_people"], *visit["visitors"])]
    done = {row["about"] for row in queries.listing("reflection") if row["person"] == person}
    unreflected = [visit for visit in visits if visit["status"] in OVER and visit["id"] not in done]
    going = [visit for visit in visits if visit["status"] in NEXT]
    name = queries.names([person]).get(person, "")
    click.echo(f"{plain(base.config.network)}, as {plain(name)}" if name else plain(base.config.network))
    _tell("Visits to reflect on", unreflected, lambda visit: f"epex reflection record {short(visit['id'])}")
    _tell("Visits to move on", going, lambda visit: f"epex visit {NEXT[visit['status']]} {short(visit['id'])}")
    if not (unreflected or going):
        click.echo("Nothing waits for you. 'epex search WORD' finds what others learned; 'epex --help' shows the rest.")


def _tell(heading: str, visits: list[dict[str, Any]], command: Any) -> None:
    if not visits:
        return
    click.echo(f"\n{heading}")
    for visit in visits:
        click.echo(f"  {plain(visit['title'])}\n    {command(visit)}")
