"""What is looked at when a text is typed in: traces of personal data, and for a book who would read it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex.core.decision import Event, Refused
from epex.core.screening import alone, screen, worded

if TYPE_CHECKING:
    from epex.commands.desk import Desk
    from epex.projections.queries import Queries

OPEN = ("network", "public")
WARNED = "epex.warned"


def warn(queries: "Queries", *texts: str) -> None:
    """Say on stderr what in a text stops a book later; it is recorded all the same."""
    from epex.app.publishing.circles import full_names  # noqa: PLC0415 - start-up: --help records nothing

    text = "\n\n".join(texts)
    for what in worded(screen(text, full_names(queries.listing("person")))):
        click.echo(f"Note: this seems to hold {what}; unless it may stand there, the book cannot be frozen.", err=True)
        _warned().add(what)
    note_names(queries, text, "; whoever freezes the book is asked")


def note_names(queries: "Queries", text: str, following: str = "") -> None:
    """Say on stderr which first names and surnames of people here stand alone in a text."""
    from epex.app.publishing.circles import full_names, single_names  # noqa: PLC0415 - start-up: as above

    people = queries.listing("person")
    for name in alone(text, single_names(people, "en"), full_names(people)):
        click.echo(f"Note: '{name}' is also what somebody here is called{following}.", err=True)


def note(events: Iterable[Event]) -> None:
    """Say on stderr what in recorded texts may tell who a client is, but for what was said before."""
    from epex.app.noting import noted  # noqa: PLC0415 - start-up: --help records nothing

    for what in noted(events):
        if what not in _warned():
            click.echo(f"Note: this seems to hold {what}; nothing here may tell who a client is.", err=True)


def note_namesake(queries: "Queries", name: str) -> None:
    """Say on stderr that somebody else is called so already."""
    from epex.app.noting import namesake  # noqa: PLC0415 - start-up: as above

    if name.strip().casefold() in {row["title"].strip().casefold() for row in queries.listing("person")}:
        click.echo(f"Note: {namesake(name.strip())}", err=True)


def require_circle(desk: "Desk", chapter: dict[str, Any]) -> None:
    """Refuse to hide a part of a chapter from readers of the rest."""
    if desk.command.visibility not in OPEN and desk.command.visibility != chapter["visibility"]:
        raise Refused(f"A chapter has one circle of readers ({chapter['visibility']}); leave out --visibility.")
    desk.command = replace(desk.command, visibility=chapter["visibility"])


def _warned() -> set[str]:
    warned: set[str] = click.get_current_context().meta.setdefault(WARNED, set())
    return warned
