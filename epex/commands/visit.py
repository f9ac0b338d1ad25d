"""Visits: planned, agreed, prepared, carried out and monitored."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, IN_SETTING, Subject, add_list, add_show, options, recording
from epex.core import visit
from epex.core.decision import On, Refused
from epex.core.visit import VisitAgreed, VisitPlanned
from epex.core.vocabulary import PLACE_PRECISIONS, PREVENTION_LEVELS, PURPOSES, SETTINGS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="VISIT")
DATES = options(
    click.option("--starts-on", type=DATE, metavar="DATE", help="The first day."),
    click.option("--ends-on", type=DATE, metavar="DATE", help="The last day."),
)
AGREEMENT = options(
    click.option("--host-person", "host_people", metavar="PERSON", multiple=True, help="Who hosts."),
    DATES,
    click.option("--objectives", metavar="TEXT", help="What the visitors want to learn."),
    click.option("--work-plan", metavar="TEXT", help="What is done on which day."),
)
ON = click.option("--on", type=DATE, metavar="DATE", help="The day; else the date given with --occurred-on.")

group = Subject(
    "visit",
    help="Job-shadowing visits, from plan to monitoring.",
    example='epex visit plan "Street work at night" --year 2 --host "Youth House North" --visitor "Mira Holm"',
)


@group.command("plan", example='epex visit plan "Street work" --year 2 --host "Youth House" --visitor "Mira Holm"')
@click.argument("title", metavar="TITLE")
@click.option("--year", type=int, metavar="N", required=True, help="The programme year.")
@click.option("--purpose", type=click.Choice(PURPOSES), help="What for; else the purpose of the year.")
@click.option("--host", metavar="ORGANISATION", required=True, help="Who is visited.")
@click.option("--visitor", "visitors", metavar="PERSON", multiple=True, required=True, help="Who visits.")
@AGREEMENT
@click.option("--place", metavar="TEXT", help="Where.")
@click.option("--place-precision", type=click.Choice(PLACE_PRECISIONS), default="region", help="How much of it shows.")
@click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING)
@click.option("--level", type=click.Choice(PREVENTION_LEVELS), help="The level of prevention.")
@click.option("--matched-on", metavar="CHALLENGE", multiple=True, help="The challenge behind the match.")
@recording(text="objectives")
def plan(desk: "Desk", year: int, visitors: tuple[str, ...], purpose: str = "", **given: Any) -> list[On]:
    """Plan a visit; the visiting organisations are those where the visitors belong."""
    stream = desk.new("visit")
    given["host"] = desk.find(given["host"], "organisation")
    given["host_people"] = desk.find_all(given["host_people"], "person")
    given["matched_on"] = desk.find_all(given["matched_on"], "challenge")
    planned = VisitPlanned(
        year=year,
        purpose=purpose or _purpose(desk, year),
        visitors=desk.find_all(visitors, "person"),
        visiting_organisations=tuple(desk.load(visitor, "person").organisation for visitor in visitors),
        **given,
    )
    return visit.plan(stream, planned, by=desk.by)


@group.command("agree", example="epex visit agree visit-3f2a --starts-on 2017-03-13 --ends-on 2017-03-17")
@WHICH
@AGREEMENT
@recording(text="objectives")
def agree(desk: "Desk", which: str, host_people: tuple[str, ...], **terms: Any) -> list[On]:
    """Record the learning agreement; what is not given stays as it was planned."""
    agreed = VisitAgreed(host_people=desk.find_all(host_people, "person"), **terms)
    return visit.agree(desk.load(which, "visit"), agreed, by=desk.by)


@group.command("prepare", example="epex visit prepare visit-3f2a")
@WHICH
@click.option(
    "--confidentiality-briefing/--no-confidentiality-briefing",
    default=True,
    show_default=True,
    help="Whether the visitors were briefed on confidentiality.",
)
@recording()
def prepare(desk: "Desk", which: str, confidentiality_briefing: bool) -> list[On]:
    """Record that a visit is prepared, which says that the visitors were briefed on confidentiality."""
    return visit.prepare(desk.load(which, "visit"), by=desk.by, confidentiality_briefing=confidentiality_briefing)


@group.command("start", example="epex visit start visit-3f2a --on 2017-03-13")
@WHICH
@ON
@recording()
def start(desk: "Desk", which: str, on: str = "") -> list[On]:
    """Record that a visit has started."""
    return visit.start(desk.load(which, "visit"), by=desk.by, on=on or desk.day)


@group.command("complete", example="epex visit complete visit-3f2a --on 2017-03-17")
@WHICH
@ON
@recording()
def complete(desk: "Desk", which: str, on: str = "") -> list[On]:
    """Record that a visit was carried out to its end."""
    return visit.complete(desk.load(which, "visit"), by=desk.by, on=on or desk.day)


@group.command("monitor", example='epex visit monitor visit-3f2a "Two colleagues now work with parents"')
@WHICH
@click.argument("attained", metavar="[TEXT]", required=False)
@click.option("--unexpected", metavar="TEXT", help="What nobody had expected.")
@recording(text="attained", required=True)
def monitor(desk: "Desk", which: str, attained: str, unexpected: str = "") -> list[On]:
    """Note what a completed visit attained."""
    return visit.monitor(desk.load(which, "visit"), attained, by=desk.by, unexpected=unexpected)


@group.command("postpone", example='epex visit postpone visit-3f2a --reason "The host is ill"')
@WHICH
@DATES
@recording(required=True)
def postpone(desk: "Desk", which: str, **dates: str) -> list[On]:
    """Put off a visit that has not started."""
    return visit.postpone(desk.load(which, "visit"), desk.reason, by=desk.by, **dates)


@group.command("cancel", example='epex visit cancel visit-3f2a --reason "The prison gave no access"')
@WHICH
@recording(required=True)
def cancel(desk: "Desk", which: str) -> list[On]:
    """Call off a visit, or break it off."""
    return visit.cancel(desk.load(which, "visit"), desk.reason, by=desk.by)


add_list(group, "status", "occurred_on", "host", example="epex visit list --year 2 --setting prison")
add_show(group, "epex visit show visit-3f2a")


def _purpose(desk: "Desk", number: int) -> str:
    for year in desk.queries.listing("year"):
        if year["number"] == number:
            return str(year["purpose"])
    raise Refused(f"Year {number} is not open; open it with 'epex year open', or give the visit a --purpose.")
