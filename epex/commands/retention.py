"""How long things are kept, and what is due."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, paged, reading, recording
from epex.commands.printing import Row, print_table
from epex.commands.waiting import typed
from epex.core import retention
from epex.core.decision import On
from epex.core.retention import KINDS, Retention

if TYPE_CHECKING:
    from epex.commands.desk import Desk

KIND = click.argument("kind", type=click.Choice(KINDS), metavar="KIND")

group = Subject(
    "retention",
    help="How long things are kept, and what is due.",
    example='epex retention set reflection --months 36 --reason "Three years after the programme"',
)


@group.command("set", example='epex retention set reflection --months 36 --reason "Three years after the programme"')
@KIND
@click.option("--months", type=click.IntRange(min=1), metavar="N", required=True, help="How long, from its date on.")
@recording(required=True)
def set_rule(desk: "Desk", kind: str, months: int) -> list[On]:
    """Set how long a kind of thing is kept; for a person, from the day their organisation left."""
    return retention.set(_rule(desk, kind), kind, months, desk.reason, by=desk.by)


@group.command("extend", example='epex retention extend reflection-3f2a --until 2020 --reason "Quoted in a court case"')
@click.argument("which", metavar="ID")
@click.option("--until", type=DATE, metavar="DATE", required=True, help="Until when.")
@recording(required=True, visibility="private")
def extend(desk: "Desk", which: str, until: str) -> list[On]:
    """Keep one thing longer than its rule says, with the reason."""
    thing = desk.find(which)
    return retention.extend(_rule(desk, thing.partition("-")[0]), thing, until, desk.reason, by=desk.by)


@group.command("lift", example='epex retention lift reflection --reason "Replaced by the archive\'s own rule"')
@KIND
@recording(required=True)
def lift(desk: "Desk", kind: str) -> list[On]:
    """Lift a rule."""
    return retention.lift(_rule(desk, kind), desk.reason, by=desk.by)


def print_due(rows: Sequence[Row]) -> None:
    """Print what to type, or who may: nobody types what would be refused."""
    told = ({**row, "next": f"ask {row['ask']}" if row["ask"] else typed(row["command"])} for row in rows)
    print_table(list(told), ("kind", "due_on", "next"))


@group.command("due", example="epex retention due")
@paged
@reading(print_due)
def due(base: Any, limit: int | None = None, offset: int = 0) -> Any:
    """List what you may see that was kept long enough, with what to type or whom to ask; interviews to evaluators."""
    rows = base.queries().due(base.day)
    return rows[offset:] if limit is None else rows[offset : offset + limit]


add_list(group, "status", "kind", "months", filters=False, example="epex retention list")
add_show(group, "epex retention show retention-3f2a")


def _rule(desk: "Desk", kind: str) -> Retention:
    known = [row["id"] for row in desk.queries.listing("retention") if row["kind"] == kind]
    return desk.act.load(known[0]) if known else Retention(desk.new("retention"))
