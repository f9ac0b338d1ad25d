"""The kinds of rows that can be imported: one module each, found by the kind's name."""

from importlib import import_module

from epex.app.importing.kind import Kind
from epex.core.decision import Refused

NAMES = (
    "organisations",
    "people",
    "years",
    "question_sets",
    "challenges",
    "offers",
    "needs",
    "matches",
    "visits",
    "meetings",
    "reflections",
    "elements",
    "reviews",
    "transfers",
    "interviews",
    "findings",
    "stories",
    "themes",
    "publications",
    "chapters",
    "viewpoints",
    "quotes",
    "consents",
    "requests",
    "incidents",
    "retentions",
)
# What no export has a table of.
WITHOUT_TABLE = ("concepts", "evidence")


def kind_of(name: str) -> Kind:
    """Find a kind of rows.

    Raises Refused when there is none of that name.
    """
    known = (*NAMES, *WITHOUT_TABLE)
    if name not in known:
        raise Refused(f"Rows of the kind '{name}' cannot be imported; write --kind with one of: {', '.join(known)}.")
    found: Kind = import_module(f"epex.app.importing.kinds.{name}").KIND
    return found


def place_of(kind: Kind) -> int:
    """Tell how many kinds are imported before one, for its rows may name theirs."""
    return (*NAMES, *WITHOUT_TABLE).index(kind.name)


def kind_of_subject(subject: str) -> Kind | None:
    """Find the kind of rows that a subject is imported from, if there is one."""
    return next((kind for kind in map(kind_of, NAMES) if kind.subject == subject), None)
