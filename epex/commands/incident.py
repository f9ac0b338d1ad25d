"""Incidents with personal data: reported by anybody, worked on by the data protection officer."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, reading, recording
from epex.commands.printing import print_table
from epex.core import incident
from epex.core.decision import On
from epex.core.incident import RISKS, TOLD
from epex.core.periods import require_happened

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="INCIDENT")
AFFECTED = click.option("--affects", metavar="PERSON_OR_ORGANISATION", multiple=True, help="Whom it concerns.")

group = Subject(
    "incident",
    help="Incidents with personal data.",
    example='epex incident report "A notebook was left on a train" --noticed-on 2017-03-14',
)


@group.command("report", example='epex incident report "A notebook was left on a train" --noticed-on 2017-03-14')
@click.argument("title", metavar="TITLE")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--noticed-on", type=DATE, metavar="DATE", help="When it was noticed; else today.")
@click.option("--happened-on", type=DATE, metavar="DATE", help="When it happened, if that is known.")
@AFFECTED
@recording(text="text", visibility="private")
def report(desk: "Desk", title: str, text: str, affects: tuple[str, ...], **days: str) -> list[On]:
    """Report an incident at once, whoever you are; only you and the data protection officer read it.

    People whom it concerns read it once 'epex incident notify' says that they were told.
    """
    noticed_on = require_happened(desk.dated(days.pop("noticed_on", "")), desk.base.day) or desk.base.day
    named = _named(desk, affects)
    return incident.report(
        desk.new("incident"), title, by=desk.by, what=text, affected=named, noticed_on=noticed_on, **days
    )


@group.command("assess", example='epex incident assess incident-3f2a --risk low --reason "It held no names"')
@WHICH
@click.option("--risk", type=click.Choice(RISKS), required=True, help="The risk for the people concerned.")
@click.option("--tell", "to_tell", type=click.Choice(TOLD), multiple=True, help="Who has to be told.")
@AFFECTED
@recording(required=True, visibility="private")
def assess(desk: "Desk", which: str, risk: str, to_tell: tuple[str, ...], affects: tuple[str, ...]) -> list[On]:
    """Judge the risk, and decide who has to be told; the authority within 72 hours."""
    loaded = desk.load(which, "incident")
    named: Any = _named(desk, affects) or None
    return incident.assess(loaded, risk, desk.reason, by=desk.by, to_tell=to_tell, affected=named)


@group.command("notify", example="epex incident notify incident-3f2a --told authority --on 2017-03-15")
@WHICH
@click.argument("note", metavar="[TEXT]", required=False)
@click.option("--told", type=click.Choice(TOLD), required=True, help="Who was told.")
@click.option("--on", type=DATE, metavar="DATE", help="When; else today.")
@recording(text="note", visibility="private")
def notify(desk: "Desk", which: str, note: str, told: str, on: str = "") -> list[On]:
    """Record that the authority, or the people concerned, were told; those read it from then on."""
    day = require_happened(desk.dated(on), desk.base.day) or desk.base.day
    return incident.notify(desk.load(which, "incident"), told, day, by=desk.by, note=note)


@group.command("close", example='epex incident close incident-3f2a "Notebooks are encrypted from now on"')
@WHICH
@click.argument("measures", metavar="[TEXT]", required=False)
@recording(text="measures", required=True, visibility="private")
def close(desk: "Desk", which: str, measures: str) -> list[On]:
    """Close an incident with what was done about it; who reported it, or was told of it, reads that."""
    return incident.close(desk.load(which, "incident"), measures, by=desk.by)


@group.command("notices", example="epex incident notices")
@reading(lambda rows: print_table(rows, ("noticed_on", "told_on", "what", "told", "measures")))
def notices(base: Any) -> Any:
    """List the incidents that concern you, and that you were told of, with what was done."""
    return base.queries().notices()


add_list(group, "status", "noticed_on", "risk", filters=False, example="epex incident list")
add_show(group, "epex incident show incident-3f2a")


def _named(desk: "Desk", texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(desk.find(text) for text in texts)
