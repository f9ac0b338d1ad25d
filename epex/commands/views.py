"""The read models: disposable, built from the log."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, as_json, reading
from epex.commands.printing import print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session

group = Subject("views", help="The read models, built from the log.", example="epex views status")
HEADS = ("view", "version", "position", "behind", "skipped")


def print_stands(rows: list[dict[str, Any]]) -> None:
    """Print how far each view has come, and what stopped it."""
    width = max(len(row["name"]) for row in rows)
    name, *numbers = HEADS
    click.echo(f"{name:<{width}}" + "".join(f"{head:>10}" for head in numbers) + "  state")
    for row in rows:
        figures = (row["version"] or "-", row["position"], row["behind"], row["skipped"])
        click.echo(f"{row['name']:<{width}}" + "".join(f"{figure:>10}" for figure in figures) + f"  {_state(row)}")


def _state(row: dict[str, Any]) -> str:
    building, beside = row["building"], ""
    if building:
        far = building["fault"] or f"at {building['position']} of {row['head']}"
        beside = f"; version {building['version']} is being built beside it: {far}"
        if row["instead"]:
            when = "mend the view, then" if building["fault"] else "if that was broken off,"
            beside = f"{beside.removesuffix('.')}; {when} {row['instead']}"
    if row["version"] > row["makes"]:
        return f"made by a newer epex; this one makes version {row['makes']}{beside}"
    if row["fault"]:
        return f"{row['fault']}{beside}"
    if not row["version"]:
        return f"not made yet; the next question makes it{beside}"
    if row["version"] < row["makes"] and not building:
        return f"outdated; this epex makes version {row['makes']}"
    return ("behind; the next question catches up" if row["behind"] else "current") + beside


def print_rebuilt(answer: dict[str, Any]) -> None:
    """Print what was built, and whether it is what it was before."""
    if answer["events"]:
        compared = f"{answer['comparing']} s of it to compare"
        click.echo(
            f"{answer['events']} events in {answer['seconds']} s ({answer['events_per_second']} a second), {compared}"
        )
    else:
        click.echo(f"Nothing was {'built' if answer['stopped'] else 'left to be built'}.")
    width = max(len(view["name"]) for view in answer["views"])
    for view in answer["views"]:
        before = answer["before"][view["name"]]
        same = "" if before is None else "  same as before" if before == view["digest"] else "  DIFFERS from before"
        click.echo(f"{view['name']:<{width}}{view['rows']:>8} rows  {view['digest']}{same}")


@group.command("status", example="epex views status")
@reading(print_stands)
def status(base: "KnowledgeBase") -> Any:
    """Tell how far each view has come, and at which event one stopped.

    A view that stopped goes on by itself once it is mended: with the next question, or with 'epex views rebuild'.
    """
    base.require_now("The state of the views")
    return base.views.status()


@group.command("rebuild", example="epex views rebuild themes --json")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@as_json
@click.pass_context
def rebuild(ctx: click.Context, names: tuple[str, ...], json: bool) -> None:
    """Build views anew, all or some, beside those that serve; a rebuild that was broken off goes on.

    Where only the program changed, it says whether each view holds the same as before.
    """
    session: Session = ctx.obj
    base = session.open()
    base.require_now("A rebuild")
    answer = base.views.rebuild(names or None)
    print_json(answer) if json else print_rebuilt(answer)
    for fault in answer["stopped"].values():
        tell(f"{fault} Mend the view, then run this again.")
    for name in answer["left"]:
        tell(f"Another program builds the view '{name}' anew, and was left to do it; see 'epex views status'.")
    ctx.exit(1 if answer["stopped"] or answer["left"] else 0)
