"""Transfers: an element on its way to another organisation, failure included."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, recording
from epex.commands.pairs import by_key
from epex.core import transfer
from epex.core.decision import On
from epex.core.transfer import GRIDS
from epex.core.vocabulary import TRANSFER_DECISIONS, TRANSFER_LEVELS, VALUE_CYCLES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="TRANSFER")
FIDELITY = click.option("--fidelity", metavar="TEXT", help="How far it was done as it was meant.")

group = Subject(
    "transfer",
    help="Elements on their way to other organisations.",
    example='epex transfer consider "Evening round" --to "Youth House North"',
)


@group.command("consider", example='epex transfer consider "Evening round" --to "Youth House North"')
@click.argument("element", metavar="ELEMENT")
@click.option("--to", "receiving", metavar="ORGANISATION", help="Where it goes; else to your own.")
@click.option("--source", metavar="ORGANISATION", help="Where it comes from; else its owner.")
@click.option("--level", type=click.Choice(TRANSFER_LEVELS), default="organisation", help="What takes it up.")
@recording()
def consider(desk: "Desk", element: str, level: str, receiving: str = "", source: str = "") -> list[On]:
    """Consider an element for another organisation."""
    return transfer.consider(
        desk.new("transfer"),
        desk.load(element, "element"),
        desk.find(receiving or desk.home, "organisation"),
        by=desk.by,
        source=desk.find(source, "organisation"),
        level=level,
        reason=desk.reason,
    )


@group.command("compare", example="epex transfer compare transfer-3f2a --side receiving --rate environment.law=blocks")
@WHICH
@click.option("--side", type=click.Choice(GRIDS), required=True, help="Whose grid: the host's or the visitor's.")
@click.option("--rate", "ratings", metavar="CRITERION=RATING", multiple=True, help="fits, adapt, blocks or unknown.")
@click.option("--note", "notes", metavar="CRITERION=TEXT", multiple=True, help="Why a criterion is rated so.")
@recording()
def compare(desk: "Desk", which: str, side: str, ratings: tuple[str, ...], notes: tuple[str, ...]) -> list[On]:
    """Fill one side's grid of criteria."""
    rated, noted = by_key(ratings, "rating"), by_key(notes, "note")
    return transfer.compare(desk.load(which, "transfer"), side, rated, by=desk.by, notes=noted)


@group.command("anticipate", example='epex transfer anticipate transfer-3f2a --decision try --reason "Two want to"')
@WHICH
@click.option("--decision", type=click.Choice(TRANSFER_DECISIONS), required=True, help="Whether to try.")
@click.option("--facilitator", "facilitators", metavar="TEXT", multiple=True, help="What will help.")
@click.option("--barrier", "barriers", metavar="TEXT", multiple=True, help="What will hinder.")
@recording(required=True)
def anticipate(
    desk: "Desk", which: str, decision: str, facilitators: tuple[str, ...], barriers: tuple[str, ...]
) -> list[On]:
    """Judge beforehand what will help and hinder, and decide whether to try."""
    return transfer.anticipate(
        desk.load(which, "transfer"),
        decision,
        desk.reason,
        by=desk.by,
        facilitators=facilitators,
        barriers=barriers,
    )


@group.command("adapt", example='epex transfer adapt transfer-3f2a "On Saturdays" "With a social worker"')
@WHICH
@click.argument("adaptations", metavar="TEXT...", nargs=-1)
@recording()
def adapt(desk: "Desk", which: str, adaptations: tuple[str, ...]) -> list[On]:
    """Note what is done otherwise than at the source."""
    return transfer.adapt(desk.load(which, "transfer"), adaptations, by=desk.by)


@group.command("pilot", example="epex transfer pilot transfer-3f2a --starts-on 2017-09 --ends-on 2017-12")
@WHICH
@click.option("--starts-on", type=DATE, metavar="DATE", help="From when.")
@click.option("--ends-on", type=DATE, metavar="DATE", help="Until when.")
@FIDELITY
@recording(text="fidelity")
def pilot(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Record that the element is tried."""
    return transfer.pilot(desk.load(which, "transfer"), by=desk.by, **given)


@group.command("evaluate", example='epex transfer evaluate transfer-3f2a "Nobody came" --value-cycle immediate')
@WHICH
@click.argument("outcome", metavar="[TEXT]", required=False)
@click.option("--value-cycle", type=click.Choice(VALUE_CYCLES), help="The highest cycle reached.")
@FIDELITY
@click.option("--next-review", type=DATE, metavar="DATE", help="When to look again.")
@recording(text="outcome", required=True)
def evaluate(desk: "Desk", which: str, outcome: str, **given: Any) -> list[On]:
    """Say what came of it, success or failure."""
    return transfer.evaluate(desk.load(which, "transfer"), outcome, by=desk.by, **given)


@group.command("sustain", example="epex transfer sustain transfer-3f2a")
@WHICH
@recording()
def sustain(desk: "Desk", which: str) -> list[On]:
    """Keep what was evaluated."""
    return transfer.sustain(desk.load(which, "transfer"), by=desk.by, reason=desk.reason)


@group.command("change", example='epex transfer change transfer-3f2a --reason "Only the debriefing is kept"')
@WHICH
@recording(required=True)
def change(desk: "Desk", which: str) -> list[On]:
    """Keep what was evaluated in a changed form."""
    return transfer.change(desk.load(which, "transfer"), desk.reason, by=desk.by)


@group.command("abandon", example='epex transfer abandon transfer-3f2a --reason "The law allows no walk-ins"')
@WHICH
@recording(required=True)
def abandon(desk: "Desk", which: str) -> list[On]:
    """Give a transfer up; the reason is worth as much as a success."""
    return transfer.abandon(desk.load(which, "transfer"), desk.reason, by=desk.by)


add_list(group, "status", "receiving", example="epex transfer list --organisation 'Youth House North'")
add_show(group, "epex transfer show transfer-3f2a")
