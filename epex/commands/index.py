"""The search index: disposable, built from the views."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import Subject, reading
from epex.commands.pages import print_fields
from epex.commands.printing import cell

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase

group = Subject("index", help="The search index, built from the views.", example="epex index status")


def print_state(row: dict[str, Any]) -> None:
    """Print names and values."""
    print_fields({name: cell(value) for name, value in row.items()})


@group.command("status", example="epex index status")
@reading(print_state)
def status(base: "KnowledgeBase") -> Any:
    """Tell whether the index is sound and how far it has come."""
    base.require_now("The state of the index")
    return base.search().status()


@group.command("rebuild", example="epex index rebuild --json")
@reading(print_state)
def rebuild(base: "KnowledgeBase") -> Any:
    """Build the index anew."""
    base.require_now("A rebuild")
    return base.search().rebuild()


@group.command("switch", example="epex index switch sqlite-fts5")
@click.argument("name")
@reading(print_state)
def switch(base: "KnowledgeBase", name: str) -> Any:
    """Search by another index.

    NAME is whoosh, sqlite-fts5 (where the views are a file) or postgres (where they are on a server). It is built
    before it is named in epex.toml; then the one before is thrown away.
    """
    from epex.app.keeping.switching import switch_index  # noqa: PLC0415 - start-up: only switching needs it

    base.require_now("A switch of the index")
    return switch_index(base, name)
