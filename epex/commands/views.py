"""The read models: disposable, built from the log."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, reading

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

group = Subject("views", help="The read models, built from the log.", example="epex views status")


def print_stands(rows: list[dict[str, Any]]) -> None:
    """Print how far each view has come."""
    for row in rows:
        behind = row["head"] - row["position"]
        state = row["fault"] or (f"{behind} positions behind" if behind else "current")
        click.echo(f"{row['name']:<14}{row['position']:>8}  {state}")


def print_rebuilt(answer: dict[str, Any]) -> None:
    """Print what was built."""
    click.echo(f"{answer['events']} events in {answer['seconds']} s ({answer['events_per_second']} a second)")
    for view in answer["views"]:
        click.echo(f"{view['name']:<14}{view['rows']:>8} rows  {view['digest']}")


@group.command("status", example="epex views status")
@reading(print_stands)
def status(base: "KnowledgeBase") -> Any:
    """Tell how far each view has come."""
    base.require_now("The state of the views")
    return base.views.status()


@group.command("rebuild", example="epex views rebuild --json")
@reading(print_rebuilt)
def rebuild(base: "KnowledgeBase") -> Any:
    """Build all views anew, beside those that serve."""
    base.require_now("A rebuild")
    return base.views.rebuild()
