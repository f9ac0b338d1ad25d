"""Challenges: stated by one organisation, shared by others."""

from typing import TYPE_CHECKING

import click

from epex.commands.evidence import add_evidence
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


add_evidence(
    group,
    challenge,
    "Link a reflection, visit or meeting that speaks of a challenge.",
    link='epex challenge link challenge-3f2a reflection-77c1 --quote "nobody calls back"',
    unlink='epex challenge unlink challenge-3f2a reflection-77c1 --reason "It is another one"',
)
add_list(group, "organisation", "setting", example="epex challenge list --setting prison")
add_show(group, "epex challenge show challenge-3f2a")
