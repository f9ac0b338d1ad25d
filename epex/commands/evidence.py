"""The commands that link evidence and take it back, for every subject that rests on some."""

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from epex.commands import quoting
from epex.commands.frame import Subject, options, recording
from epex.core.decision import On

if TYPE_CHECKING:
    from epex.commands.desk import Desk

Decide = Callable[..., list[On]]


def add_evidence(group: Subject, decisions: ModuleType, summary: str, *, link: str, unlink: str) -> None:
    """Give a subject the commands that link evidence to it and take it back; `link` and `unlink` are examples."""
    subject = str(group.name)

    @linking(group, link, summary)
    def linked(desk: "Desk", which: str, source: str, stance: str, note: str, quote: str = "", version: int = 0) -> Any:
        found = quoting.sought(desk, source)
        passage = quoting.quoted(desk, found, quote, version)
        return decisions.link(desk.load(which, subject), found, stance, by=desk.by, passage=passage, note=note)

    @unlinking(group, unlink, "Take a piece of evidence back, or one passage of it.")
    def unlinked(desk: "Desk", which: str, source: str, quote: str = "") -> Any:
        loaded, found = desk.load(which, subject), desk.find(source)
        place = quoting.linked(desk, loaded.id, found, quote)
        who = quoting.linked_by(desk, loaded.id, found, place)
        return decisions.unlink(loaded, found, by=desk.by, reason=desk.reason, place=place, linked_by=who)


def linking(group: Subject, example: str, summary: str | None = None) -> Callable[[Decide], click.Command]:
    """Make a subject's `link` of a function that gets the desk, what is meant, and the evidence."""
    asked = options(_sides(group), quoting.stance, quoting.quote, quoting.note, recording(text="note"))
    return lambda decide: group.command("link", example=example, help=summary)(asked(decide))


def unlinking(group: Subject, example: str, summary: str | None = None) -> Callable[[Decide], click.Command]:
    """Make a subject's `unlink` of a function that gets the desk, what is meant, and the evidence."""
    asked = options(_sides(group), quoting.quoted_before, recording(required=True))
    return lambda decide: group.command("unlink", example=example, help=summary)(asked(decide))


def _sides(group: Subject) -> Callable[[Decide], Decide]:
    which = click.argument("which", metavar=str(group.name).upper())
    return options(which, click.argument("source", metavar="SOURCE"))
