"""The search index: disposable, built from the views."""

from typing import TYPE_CHECKING, Any

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
