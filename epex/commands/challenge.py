"""Challenges: stated by one organisation, shared by others."""

from typing import TYPE_CHECKING

import click

from epex.commands import quoting
from epex.commands.frame import IN_SETTING, LANGUAGE, Subject, add_list, add_show, recording
from epex.core import challenge
from epex.core.decision import On
from epex.core.vocabulary import SETTINGS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "challenge",
    help="Challenges that organisations state and share.",
    example='epex challenge state "How do we keep in touch after release?" --organisation "Youth House North"',
)
OWN = click.option("--organisation", metavar="ID", help="Whose challenge it is; else your own organisation's.")


@group.command("state", example='epex challenge state "How do we involve parents?" --organisation "Youth House North"')
@click.argument("text", metavar="[TEXT]", required=False)
@OWN
@click.option("--language", type=LANGUAGE, default="en", show_default=True, help="The language of the text.")
@click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING)
@recording(text="text", required=True)
def state(desk: "Desk", text: str, language: str, organisation: str = "", setting: str = "") -> list[On]:
    """State a challenge, as a question that begins "How do we"."""
    home = desk.load(organisation or desk.home, "organisation")
    return challenge.state(desk.new("challenge"), text, home, by=desk.by, language=language, setting=setting)


@group.command("share", example='epex challenge share challenge-3f2a --organisation "Prison Service South"')
@click.argument("which", metavar="CHALLENGE")
@OWN
@recording()
def share(desk: "Desk", which: str, organisation: str = "") -> list[On]:
    """Record that another organisation has the same challenge."""
    home = desk.load(organisation or desk.home, "organisation")
    return challenge.share(desk.load(which, "challenge"), home, by=desk.by)


@group.command("link", example='epex challenge link challenge-3f2a reflection-77c1 --quote "nobody calls back"')
@click.argument("which", metavar="CHALLENGE")
@click.argument("source", metavar="SOURCE")
@quoting.stance
@quoting.quote
@quoting.note
@recording(text="note")
def link(desk: "Desk", which: str, source: str, stance: str, note: str, quote: str = "", version: int = 0) -> list[On]:
    """Link a reflection, visit or meeting that speaks of a challenge."""
    found = quoting.sought(desk, source)
    passage = quoting.quoted(desk, found, quote, version)
    return challenge.link(desk.load(which, "challenge"), found, stance, by=desk.by, passage=passage, note=note)


@group.command("unlink", example='epex challenge unlink challenge-3f2a reflection-77c1 --reason "It is another one"')
@click.argument("which", metavar="CHALLENGE")
@click.argument("source", metavar="SOURCE")
@quoting.quoted_before
@recording(required=True)
def unlink(desk: "Desk", which: str, source: str, quote: str = "") -> list[On]:
    """Take a piece of evidence back, or one passage of it."""
    loaded, found = desk.load(which, "challenge"), desk.find(source)
    place = quoting.linked(desk, loaded.id, found, quote)
    who = quoting.linked_by(desk, loaded.id, found, place)
    return challenge.unlink(loaded, found, by=desk.by, reason=desk.reason, place=place, linked_by=who)


add_list(group, "organisation", "setting", example="epex challenge list --setting prison")
add_show(group, "epex challenge show challenge-3f2a")
