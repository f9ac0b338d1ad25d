"""Transfers: an element on its way to another organisation, failure included."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, reading, recording
from epex.commands.pairs import by_key
from epex.commands.sheets import Grid, former, print_grid, print_transfer, read_sheet
from epex.core import transfer
from epex.core.decision import On
from epex.core.grid import GRIDS
from epex.core.steps import require_later
from epex.core.vocabulary import TRANSFER_DECISIONS, TRANSFER_LEVELS, TRANSFER_RESULTS, VALUE_CYCLES

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="TRANSFER")
DECIDING = ("anticipated", "piloted", "evaluated", "sustained", "changed", "abandoned")
AGAIN = click.option("--next-review", type=DATE, metavar="DATE", help="When to look at it again.")
FAILURE = click.option("--failure", metavar="TEXT", help="What did not work, for whoever tries it next.")
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
    stream, what = desk.new("transfer"), desk.load(element, "element")
    target = desk.find(receiving or desk.home, "organisation")
    return transfer.consider(
        stream,
        what,
        target,
        by=desk.by,
        source=desk.find(source, "organisation"),
        level=level,
        reason=desk.reason,
        running=_running(desk, {"element": what.id, "receiving": target, "level": level}),
    )


@group.command("grid", example="epex transfer grid transfer-3f2a --side receiving > grid.toml")
@WHICH
@click.option("--side", type=click.Choice(GRIDS), help="Print this side's grid as a sheet to fill.")
@reading(print_grid)
def grid(base: "KnowledgeBase", which: str, side: str = "") -> Any:
    """Print both grids side by side, or one side's as a sheet to fill."""
    queries = base.queries()
    row = queries.show(queries.resolve(which, "transfer"))
    told = ("id", "title", "source", "source_title", "receiving", "receiving_title", "grids")
    return {**{name: row[name] for name in told}, "side": side}


@group.command("compare", example="epex transfer compare transfer-3f2a --side receiving --file grid.toml")
@WHICH
@click.option("--side", type=click.Choice(GRIDS), help="Whose grid: the host's or the visitor's; else your own.")
@click.option("--rate", "ratings", metavar="CRITERION=RATING", multiple=True, help="fits, adapt, blocks or unknown.")
@click.option("--note", "notes", metavar="CRITERION=TEXT", multiple=True, help="Why a criterion is rated so.")
@recording(text="grid")
def compare(
    desk: "Desk", which: str, grid: str, ratings: tuple[str, ...], notes: tuple[str, ...], side: str = ""
) -> list[On]:
    """Fill one side's grid of criteria, by options or from a sheet in TOML or CSV; what is not given stays."""
    loaded = desk.load(which, "transfer")
    whose = side or transfer.own_side(loaded, desk.by)
    said = Grid(by_key(ratings, "rating"), by_key(notes, "note")).over(read_sheet(grid))
    if not any(said):
        return transfer.compare(loaded, whose, {}, by=desk.by)
    whole = said.over(former(desk.queries.show(loaded.id), whose))
    return transfer.compare(loaded, whose, whole.ratings, by=desk.by, notes=whole.notes)


@group.command("anticipate", example='epex transfer anticipate transfer-3f2a --decision try --reason "Two want to"')
@WHICH
@click.option("--decision", type=click.Choice(TRANSFER_DECISIONS), required=True, help="Whether to try.")
@click.option("--facilitator", "facilitators", metavar="TEXT", multiple=True, help="What will help.")
@click.option("--barrier", "barriers", metavar="TEXT", multiple=True, help="What will hinder.")
@AGAIN
@recording(required=True)
def anticipate(
    desk: "Desk",
    which: str,
    decision: str,
    facilitators: tuple[str, ...],
    barriers: tuple[str, ...],
    next_review: str = "",
) -> list[On]:
    """Judge beforehand what will help and hinder, and decide whether to try."""
    return transfer.anticipate(
        _deciding(desk, which),
        decision,
        desk.reason,
        by=desk.by,
        facilitators=facilitators,
        barriers=barriers,
        next_review=next_review,
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
@click.option("--another", is_flag=True, help="Another pilot begins; else more is said about the one that goes on.")
@FIDELITY
@recording(text="fidelity")
def pilot(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Record that the element is tried, once or several times."""
    return transfer.pilot(_deciding(desk, which), by=desk.by, **given)


@group.command("evaluate", example='epex transfer evaluate transfer-3f2a "Nobody came" --value-cycle immediate')
@WHICH
@click.argument("outcome", metavar="[TEXT]", required=False)
@click.option("--result", type=click.Choice(TRANSFER_RESULTS), help="How it came out, in one word.")
@FAILURE
@click.option("--value-cycle", type=click.Choice(VALUE_CYCLES), help="The highest cycle reached.")
@FIDELITY
@AGAIN
@recording(text="outcome", required=True)
def evaluate(desk: "Desk", which: str, outcome: str, **given: Any) -> list[On]:
    """Say what came of it, success or failure."""
    return transfer.evaluate(_deciding(desk, which), outcome, by=desk.by, on=desk.day or desk.base.day, **given)


@group.command("sustain", example="epex transfer sustain transfer-3f2a --next-review 2018-06")
@WHICH
@AGAIN
@recording()
def sustain(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Keep what was evaluated."""
    return transfer.sustain(_deciding(desk, which), by=desk.by, reason=desk.reason, **given)


@group.command("change", example='epex transfer change transfer-3f2a --reason "Only the debriefing is kept"')
@WHICH
@AGAIN
@recording(required=True)
def change(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Keep what was evaluated in a changed form."""
    return transfer.change(_deciding(desk, which), desk.reason, by=desk.by, **given)


@group.command("abandon", example='epex transfer abandon transfer-3f2a --reason "The law allows no walk-ins"')
@WHICH
@FAILURE
@recording(required=True)
def abandon(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Give a transfer up, at any point; the reason is worth as much as a success."""
    return transfer.abandon(_deciding(desk, which), desk.reason, by=desk.by, **given)


add_list(group, "status", "standing", "receiving", example="epex transfer list --organisation 'Youth House North'")


@group.command("show", example="epex transfer show transfer-3f2a", help="Show one, with all that you may read of it.")
@WHICH
@reading(print_transfer)
def show(base: "KnowledgeBase", which: str) -> Any:
    """Show one transfer."""
    queries = base.queries()
    return queries.show(queries.resolve(which, "transfer"))


def _running(desk: "Desk", wanted: Mapping[str, str]) -> str:
    """Name the transfer in which the same is on its way, as far as the one who acts may read it."""
    rows = desk.queries.listing("transfer")
    same = (row for row in rows if all(row[name] == value for name, value in wanted.items()))
    return next((row["id"] for row in same if row["status"] in transfer.OPEN), "")


def _deciding(desk: "Desk", which: str) -> transfer.Transfer:
    """Load a transfer for a step that decides how it stands, and is not dated before the others."""
    found: transfer.Transfer = desk.load(which, "transfer")
    # A day that nobody stated is that of the recording, which may come much later.
    facts = [fact.envelope for fact in desk.base.log.stream(found.id)]
    before = [one.occurred_on or "" for one in facts if one.type.partition(".")[2] in (*DECIDING, "considered")]
    require_later(desk.day, before)
    return found
