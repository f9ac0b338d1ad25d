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


def kind_of(name: str) -> Kind:
    """Find a kind of rows.

    Raises Refused when there is none of that name.
    """
    if name not in NAMES:
        raise Refused(f"Rows of the kind '{name}' cannot be imported; write --kind with one of: {', '.join(NAMES)}.")
    found: Kind = import_module(f"epex.app.importing.kinds.{name}").KIND
    return found


def kind_of_subject(subject: str) -> Kind | None:
    """Find the kind of rows that a subject is imported from, if there is one."""
    return next((kind for kind in map(kind_of, NAMES) if kind.subject == subject), None)
